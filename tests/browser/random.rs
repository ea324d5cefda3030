//! Random numbers come from the browser's secure source or not at all.

use super::api::{app, same_app, start};
use super::page::{fulfilled, get, js, keys, make_method_throw, make_throw, replace_value, sent, text};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

// T-22
#[wasm_bindgen_test]
async fn c28_without_secure_random_numbers_no_sign_in_starts() {
    let auth = app();
    let quota = js("new DOMException('no entropy', 'QuotaExceededError')");
    let breakages: [&dyn Fn(); 5] = [
        &|| make_method_throw(&js("crypto"), "getRandomValues", &quota),
        &|| make_method_throw(&js("crypto"), "getRandomValues", &"not even an Error".into()),
        &|| replace_value(&js("crypto"), "getRandomValues", &JsValue::UNDEFINED),
        &|| make_throw(&js("globalThis"), "crypto", &quota),
        &|| replace_value(&js("globalThis"), "crypto", &JsValue::UNDEFINED),
    ];
    let forbidden = js("new Error('Math.random is not for secrets')");
    for break_it in breakages {
        super::page::start_afresh();
        make_method_throw(&js("Math"), "random", &forbidden);
        break_it();
        for auth in [&auth, &same_app()] {
            let error = auth.github().oauth2().authorize(&JsValue::UNDEFINED).unwrap_err();
            assert_eq!(text(&error, "code"), "no_secure_random");
            let result = fulfilled(auth.github().sign_in(&JsValue::UNDEFINED)).await;
            assert_eq!((get(&result, "success"), text(&result, "error.code")), (JsValue::FALSE, "no_secure_random".into()));
        }
        assert!(keys().is_empty() && sent().is_empty());
    }
    // T-23
    super::page::start_afresh();
    start(&auth);
}

#[wasm_bindgen_test]
fn c28_the_bytes_of_the_source_are_what_is_used() {
    let auth = app();
    replace_value(&js("crypto"), "getRandomValues", &js("(array) => array.fill(255)"));
    assert!(start(&auth).starts_with(&"_".repeat(42)));
    replace_value(&js("crypto"), "getRandomValues", &js("(array) => array.fill(0)"));
    assert!(start(&auth).starts_with(&"A".repeat(43)));
}
