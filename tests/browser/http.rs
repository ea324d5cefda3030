//! The SDK's own requests as the browser's `fetch` gets them, and everything that `fetch` may answer or do.

use super::api::{USER, app, callback, sign_in, start, token_answer};
use super::page::{
    answer_with, answer_with_broken_body, answer_with_rejection, answer_with_silence, call, fulfilled, get, js, keys,
    make_method_throw, names, origin, rejected, replace_value, sent, stringify, text,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn c13_the_token_request_is_a_plain_form_without_cookies_cache_or_redirects() {
    let auth = app();
    let state = start(&auth);
    answer_with(200, &token_answer(1));
    answer_with(200, USER);
    fulfilled(auth.handle_redirect_at(&format!("{}/callback?code=a+b%26c&state={state}", origin()))).await;
    let call = &sent()[0];
    for (name, expected) in [
        ("url", format!("{}/auth/github/token", origin()).as_str()),
        ("method", "POST"),
        ("credentials", "omit"),
        ("cache", "no-store"),
        ("redirect", "error"),
        ("referrerPolicy", "no-referrer"),
        ("headers.accept", "application/json"),
        ("headers.content-type", "application/x-www-form-urlencoded"),
    ] {
        assert_eq!(text(call, name), expected, "{name}");
    }
    // No header that would need to be allowed by a proxy.
    assert_eq!(names(&get(call, "headers")).len(), 2, "{}", stringify(call));
    let form = js(&format!("[...new URLSearchParams({:?})]", text(call, "body")));
    let verifier = text(&form, "4.1");
    let redirect_uri = format!("{}/callback", origin());
    let expected = [
        ("grant_type", "authorization_code"),
        ("code", "a b&c"),
        ("redirect_uri", &redirect_uri),
        ("client_id", "Ov23liExample"),
        ("code_verifier", &verifier),
    ];
    assert_eq!(stringify(&form), pairs_as_json(&expected));
    assert_eq!(verifier.len(), 43);
}

/// `[["name","value"],…]`; none of these values needs escaping.
fn pairs_as_json(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("[{name:?},{value:?}]")).collect();
    format!("[{}]", pairs.join(","))
}

#[wasm_bindgen_test]
async fn c24_the_person_is_asked_for_by_header_only() {
    let auth = app();
    sign_in(&auth).await;
    assert_eq!(sent().len(), 2);
    let call = &sent()[1];
    assert_eq!((text(call, "url"), text(call, "method")), ("https://api.github.com/user".into(), "GET".into()));
    assert_eq!((text(call, "headers.authorization"), text(call, "body")), ("Bearer gho_access1".into(), String::new()));
    assert_eq!((text(call, "credentials"), text(call, "redirect")), ("omit".into(), "error".into()));
    assert_eq!(names(&get(call, "headers")).len(), 2, "{}", stringify(call));
}

// A service worker or a wrapper around fetch may reject with anything at all.
#[wasm_bindgen_test]
async fn a_rejection_with_anything_is_a_network_error() {
    let auth = app();
    for reason in [
        "new TypeError('Failed to fetch')",
        "new DOMException('x', 'AbortError')",
        "'text'",
        "undefined",
        "null",
        "42",
        "{}",
        "Symbol('x')",
        "[]",
        "Object.create(null)",
    ] {
        answer_with_rejection(&js(reason));
        let result = fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
        assert_eq!(text(&result, "error.code"), "network_error", "{reason}");
        assert_eq!(get(&result, "error.retryable"), JsValue::TRUE);
    }
    // T-23
    sign_in(&auth).await;
}

// The browser's own `fetch` never throws; a wrapper that somebody put around it may.
#[wasm_bindgen_test]
async fn a_fetch_that_throws_is_a_network_error() {
    let auth = app();
    for reason in ["new RangeError('wrapper')", "'text'", "undefined"] {
        make_method_throw(&js("globalThis"), "fetch", &js(reason));
        let result = fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
        assert_eq!(text(&result, "error.code"), "network_error", "{reason}");
    }
}

#[wasm_bindgen_test]
async fn a_body_that_breaks_off_is_a_network_error() {
    let auth = app();
    answer_with_broken_body();
    let result = fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
    assert_eq!(text(&result, "error.code"), "network_error");
    assert!(keys().is_empty());
    sign_in(&auth).await;
}

#[wasm_bindgen_test]
async fn a_server_that_never_answers_is_a_timeout() {
    let auth = app();
    // The clock of the limit is the browser's; here it runs out at once.
    let at_once = "(act, ms) => { globalThis.limit = ms; queueMicrotask(act) }";
    replace_value(&js("globalThis"), "setTimeout", &js(at_once));
    answer_with_silence();
    let result = fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
    assert_eq!((text(&result, "error.code"), get(&result, "error.retryable")), ("timeout".into(), JsValue::TRUE));
    let limit = js("limit").as_f64().unwrap();
    assert!((5_000.0..=60_000.0).contains(&limit), "{limit} ms");
    assert_eq!(js("delete globalThis.limit"), JsValue::TRUE);
}

// T-18
#[wasm_bindgen_test]
async fn c20_no_member_of_an_answer_changes_a_prototype() {
    let auth = app();
    let hostile = r#"{"access_token":"gho_x","token_type":"bearer","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":"x"}"#;
    answer_with(200, hostile);
    answer_with(200, r#"{"id":7,"__proto__":{"polluted":1}}"#);
    let result = fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
    assert_eq!(text(&result, "subject"), "7");
    for place in [&js("{}"), &get(&result, "credentials"), &get(&result, "credentials.raw"), &get(&result, "userInfo"), &result] {
        assert!(get(place, "polluted").is_undefined());
    }
    let raw = get(&result, "credentials.raw");
    assert_eq!(call("Object.getPrototypeOf", &raw), js("Object.prototype"));
    assert_eq!(text(&raw, "access_token"), "gho_x");
}

#[wasm_bindgen_test]
async fn c17_numbers_beyond_json_do_no_harm() {
    let auth = app();
    let with = |expires_in: &str| format!(r#"{{"access_token":"gho_x","token_type":"bearer","expires_in":{expires_in}}}"#);
    for (expires_in, seconds) in [("1e400", 315_360_000.0), ("1e308", 315_360_000.0), ("\"28800\"", 28800.0), ("-0", 0.0)] {
        answer_with(200, &with(expires_in));
        answer_with(200, USER);
        let result = fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
        assert_eq!(get(&result, "credentials.expiresIn"), seconds, "{expires_in}");
        fulfilled(auth.sign_out()).await;
    }
    for expires_in in ["-1", "-1e400", "\"soon\"", "[]", "true"] {
        answer_with(200, &with(expires_in));
        let result = fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
        assert_eq!(text(&result, "error.code"), "invalid_response", "{expires_in}");
    }
}

#[wasm_bindgen_test]
async fn exchange_and_refresh_by_hand_store_nothing() {
    let auth = app();
    let flow = auth.github().oauth2();
    answer_with(200, &token_answer(1));
    let url = js(&format!("{{ url: {:?} }}", callback(&auth)));
    assert_eq!(text(&fulfilled(flow.exchange(&url)).await, "accessToken"), "gho_access1");
    assert_eq!(text(&rejected(flow.exchange(&url)).await, "code"), "state_mismatch"); // C-09
    answer_with(200, &token_answer(2));
    let refreshed = fulfilled(flow.refresh(&js("{ refreshToken: 'ghr_refresh1' }"))).await;
    assert_eq!(text(&refreshed, "accessToken"), "gho_access2");
    assert_eq!(text(&sent()[1], "body"), "grant_type=refresh_token&refresh_token=ghr_refresh1&client_id=Ov23liExample");
    assert!(keys().is_empty());
    assert_eq!(sent().len(), 2);
}

#[wasm_bindgen_test]
async fn a_wrong_refresh_token_is_an_option_error_and_sends_nothing() {
    let auth = app();
    sign_in(&auth).await;
    for absent in ["null", "undefined"] {
        // As in `refresh(credentials)` of a person who has none.
        let error = rejected(auth.github().oauth2().refresh(&js(&format!("{{ refreshToken: {absent} }}")))).await;
        assert_eq!(text(&error, "code"), "no_refresh_token", "{absent}");
    }
    for wrong in ["''", "7", "{}", "['ghr_x']", "true"] {
        let error = rejected(auth.github().oauth2().refresh(&js(&format!("{{ refreshToken: {wrong} }}")))).await;
        assert_eq!(
            (text(&error, "name"), text(&error, "field")),
            ("ConfigError".into(), "refresh.refreshToken".into()),
            "{wrong}"
        );
    }
    for (wrong, field) in [
        ("{ refreshToken: 'ghr_x', scope: 'repo' }", "refresh.scope"),
        ("{ token: 'ghr_x' }", "refresh.token"),
        ("{ subject: 42 }", "subject"),
    ] {
        let error = rejected(auth.github().oauth2().refresh(&js(wrong))).await;
        assert_eq!((text(&error, "name"), text(&error, "field")), ("ConfigError".into(), field.into()), "{wrong}");
    }
    assert_eq!(sent().len(), 2);
}
