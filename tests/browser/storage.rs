//! sessionStorage as it is in the field: full, blocked, missing, or filled by somebody else.

use super::api::{app, callback, same_app, sign_in, start};
use super::page::{
    address, fulfilled, get, js, keep, keys, make_method_throw, make_throw, rejected, replace_value, sent, show, start_afresh,
    text,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

fn security_error() -> JsValue {
    js("new DOMException('The operation is insecure.', 'SecurityError')")
}

fn refused(auth: &super::api::Auth) -> String {
    text(&auth.github().oauth2().authorize(&JsValue::UNDEFINED).unwrap_err(), "code")
}

// T-20, with a quota that is really used up.
#[wasm_bindgen_test]
fn a_full_storage_is_said_before_anybody_leaves() {
    let auth = app();
    js(
        "(() => { for (let size = 1 << 22; size > 0; size >>= 1) { try { for (let i = 0; ; i++) sessionStorage.setItem(`x${size}-${i}`, 'x'.repeat(size)) } catch {} } })()",
    );
    assert_eq!(refused(&auth), "storage_full");
    assert!(!keys().iter().any(|key| key.starts_with("portcullis:")));
    js("sessionStorage.clear()");
    start(&auth);
}

#[wasm_bindgen_test]
fn a_write_that_fails_is_storage_full() {
    let auth = app();
    make_method_throw(&js("Storage.prototype"), "setItem", &js("new DOMException('full', 'QuotaExceededError')"));
    assert_eq!(refused(&auth), "storage_full");
}

#[wasm_bindgen_test]
async fn blocked_storage_is_said_by_every_call() {
    let block: [&dyn Fn(); 5] = [
        &|| make_throw(&js("window"), "sessionStorage", &security_error()),
        &|| replace_value(&js("window"), "sessionStorage", &JsValue::NULL),
        &|| replace_value(&js("window"), "sessionStorage", &JsValue::UNDEFINED),
        &|| {
            for name in ["getItem", "setItem", "removeItem", "key"] {
                make_method_throw(&js("Storage.prototype"), name, &security_error());
            }
            make_throw(&js("Storage.prototype"), "length", &security_error());
        },
        &|| {
            for name in ["getItem", "removeItem", "key"] {
                make_method_throw(&js("Storage.prototype"), name, &"not even an Error".into());
            }
            make_throw(&js("Storage.prototype"), "length", &JsValue::NULL);
        },
    ];
    for block in block {
        let auth = app();
        let state = start(&auth);
        block();
        assert_eq!(refused(&auth), "storage_unavailable");
        assert_eq!(text(&rejected(auth.session()).await, "code"), "storage_unavailable");
        assert_eq!(text(&rejected(auth.sign_out()).await, "code"), "storage_unavailable");
        let result = fulfilled(auth.github().sign_in(&JsValue::UNDEFINED)).await;
        assert_eq!((get(&result, "success"), text(&result, "error.code")), (JsValue::FALSE, "storage_unavailable".into()));
        // C-63: the address is cleaned on failure too.
        show(&format!("/callback?code=c0de&state={state}&x=1"));
        let result = fulfilled(auth.handle_redirect()).await;
        assert_eq!(text(&result, "error.code"), "storage_unavailable");
        assert!(address().ends_with("/callback?x=1"), "{}", address());
        assert!(sent().is_empty());
        start_afresh();
        start(&auth);
    }
}

// T-17
#[wasm_bindgen_test]
async fn a_value_that_is_not_ours_is_removed_and_nobody_is_signed_in() {
    let auth = app();
    sign_in(&auth).await;
    let key = keys().concat();
    for text_of_it in ["", "{", "null", "[1]", "7", "\u{0}", "{\"__proto__\":{\"x\":1}}", "1e400"] {
        keep(&key, text_of_it);
        assert_eq!(text(&rejected(same_app().session()).await, "code"), "not_signed_in", "{text_of_it}");
        assert!(keys().is_empty(), "{text_of_it}");
        assert!(get(&js("{}"), "x").is_undefined());
    }
}

#[wasm_bindgen_test]
async fn a_pending_sign_in_that_was_damaged_is_refused() {
    let auth = app();
    for damage in ["", "{", "null", "\"x\"", "{}", "[[]]"] {
        let callback = callback(&auth);
        keep(&keys().concat(), damage);
        let result = fulfilled(auth.handle_redirect_at(&callback)).await;
        assert_eq!(text(&result, "error.code"), "state_mismatch", "{damage}");
        assert!(keys().is_empty() && sent().is_empty(), "{damage}");
    }
}

#[wasm_bindgen_test]
async fn what_others_keep_there_is_left_alone() {
    let auth = app();
    js("sessionStorage.setItem('theme', 'dark') ?? sessionStorage.setItem('portcullis:v1:Other:github:1', '{')");
    sign_in(&auth).await;
    fulfilled(auth.sign_out()).await;
    let mut left = keys();
    left.sort();
    assert_eq!(left, ["portcullis:v1:Other:github:1", "theme"]);
}
