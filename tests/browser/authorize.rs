//! `authorize` and `signIn` in a browser: synchronous, without `crypto.subtle`, and with plain data in and out.

use super::api::{app, start};
use super::page::{call, js, keys, make_throw, names, replace_value, sent, stringify, text};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn c01_the_url_is_ready_in_the_same_call() {
    let auth = app();
    let options = js("{ scope: ['repo', 'gist'], extraParams: { login: 'a b+c&d=é' } }");
    let request = auth.github().oauth2().authorize(&options).unwrap();
    let url = js(&format!("new URL({:?})", text(&request, "authorizationUrl")));
    let value = |name: &str| js(&format!("new URL({:?}).searchParams.getAll({name:?})", text(&url, "href")));
    assert_eq!(text(&url, "origin"), "https://github.com");
    for (name, expected) in
        [("response_type", "code"), ("scope", "repo gist"), ("login", "a b+c&d=é"), ("code_challenge_method", "S256")]
    {
        assert_eq!(stringify(&value(name)), format!("[{expected:?}]"));
    }
    assert_eq!(text(&value("state"), "0"), text(&request, "state"));
    assert_eq!(keys(), [format!("portcullis:v1::transaction:{}", text(&request, "state"))]);
    assert!(sent().is_empty());
}

// A page on plain http that is not loopback has no crypto.subtle.
#[wasm_bindgen_test]
fn authorize_works_without_subtle_crypto() {
    let auth = app();
    replace_value(&js("crypto"), "subtle", &JsValue::UNDEFINED);
    assert_eq!(start(&auth).len(), 44);
    make_throw(&js("crypto"), "subtle", &js("new DOMException('insecure', 'SecurityError')"));
    assert_eq!(start(&auth).len(), 44);
}

#[wasm_bindgen_test]
fn app_state_is_plain_data() {
    let auth = app();
    let with = |state: &str| auth.github().oauth2().authorize(&js(&format!("{{ appState: {state} }}")));
    for good in [
        "undefined",
        "null",
        "7",
        "'x'",
        "[1, [2]]",
        "{ a: { b: [true, null, 1.5] } }",
        "Object.create(null)",
        "{ get a() { return 1 } }",
    ] {
        assert!(with(good).is_ok(), "{good}");
    }
    let before = keys().len();
    let cycle = "(() => { const a = {}; a.a = a; return a })()";
    let deep = "[...Array(1e5)].reduce((inner) => [inner], 0)";
    for bad in ["() => 1", "{ f() {} }", "Symbol('x')", "10n", "[Symbol.iterator]", cycle, deep] {
        let error = with(bad).unwrap_err();
        assert_eq!((text(&error, "name"), text(&error, "field")), ("ConfigError".into(), "authorize".into()), "{bad}");
    }
    // T-23: after all this the object still works.
    assert_eq!(keys().len(), before);
    assert!(with("1").is_ok());
}

// T-18
#[wasm_bindgen_test]
fn a_polluted_prototype_adds_no_option() {
    let auth = app();
    js("Object.prototype.scope = 'repo'");
    let request = auth.github().oauth2().authorize(&js("{}"));
    js("delete Object.prototype.scope");
    assert!(!text(&request.unwrap(), "authorizationUrl").contains("scope="));
}

#[wasm_bindgen_test]
fn the_result_is_a_plain_object() {
    let request = app().github().oauth2().authorize(&JsValue::UNDEFINED).unwrap();
    assert_eq!(call("Object.getPrototypeOf", &request), js("Object.prototype"));
    assert_eq!(names(&request), ["authorizationUrl", "state"]);
}
