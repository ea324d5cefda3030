//! `handleRedirect`: the address bar, one token request however often it is called, and a result instead of a rejection.

use super::api::{Auth, USER, app, callback, same_app, sign_in, start, token_answer};
use super::page::{
    address, answer_with, answer_with_rejection, call, fulfilled, get, js, keys, origin, sent, show, stringify, text,
};
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

fn answer_a_sign_in() {
    answer_with(200, &token_answer(1));
    answer_with(200, USER);
}

#[wasm_bindgen_test]
async fn a_sign_in_gives_everything_that_was_asked_for() {
    let auth = app();
    let options = js("{ appState: { cart: [1, null, 'ü'] }, returnTo: '/orders?open=1' }");
    let state = text(&auth.github().oauth2().authorize(&options).unwrap(), "state");
    show(&format!("/callback?code=c0de&state={state}"));
    answer_a_sign_in();
    let result = fulfilled(auth.handle_redirect()).await;
    assert_eq!(get(&result, "success"), JsValue::TRUE);
    assert_eq!((text(&result, "subject"), text(&result, "returnTo")), ("583231".into(), "/orders?open=1".into()));
    assert_eq!(stringify(&get(&result, "appState")), r#"{"cart":[1,null,"ü"]}"#);
    assert_eq!(stringify(&get(&result, "userInfo")), USER);
    let credentials = get(&result, "credentials");
    assert_eq!(
        (text(&credentials, "accessToken"), text(&credentials, "refreshToken")),
        ("gho_access1".into(), "ghr_refresh1".into())
    );
    assert_eq!(stringify(&get(&credentials, "scope")), r#"["repo","gist"]"#);
    assert_eq!((text(&credentials, "tokenType"), get(&credentials, "expiresIn")), ("Bearer".into(), 28800.into()));
    let left = get(&credentials, "expiresAt").as_f64().unwrap() - js_sys::Date::now() / 1000.0;
    assert!((28000.0..=28801.0).contains(&left), "{left}");
    assert!(get(&credentials, "idToken").is_null());
    assert_eq!(get(&result, "error"), JsValue::UNDEFINED);
}

// C-63: before the call returns, so that nothing else on the page sees the code.
#[wasm_bindgen_test]
async fn c63_the_address_is_clean_at_once() {
    let auth = app();
    for (response, answered) in [
        ("code=c0de", true),
        ("error=access_denied&error_description=no&error_uri=https://x.example", false),
        ("code=a&code=b", false),
    ] {
        let state = start(&auth);
        show(&format!("/callback?a=%20+1&{response}&state={state}&iss=https%3A%2F%2Fgithub.com%2Flogin%2Foauth&b#part?code=x"));
        if answered {
            answer_a_sign_in();
        }
        let promise = auth.handle_redirect();
        assert_eq!(address(), format!("{}/callback?a=%20+1&b#part?code=x", origin()));
        // The router's own state stays.
        assert_eq!(stringify(&js("history.state")), r#"{"mine":7}"#);
        assert_eq!(get(&fulfilled(promise).await, "success"), JsValue::from(answered));
        fulfilled(auth.sign_out()).await;
    }
}

// T-03: a refused callback leaves no usable code in sight either.
#[wasm_bindgen_test]
async fn c07_a_forged_callback_is_cleaned_refused_and_harmless() {
    let auth = app();
    let state = start(&auth);
    show("/callback?code=evil&state=forged");
    let result = fulfilled(auth.handle_redirect()).await;
    assert_eq!(text(&result, "error.code"), "state_mismatch");
    assert_eq!(address(), format!("{}/callback", origin()));
    assert!(sent().is_empty());
    answer_a_sign_in();
    show(&format!("/callback?code=c0de&state={state}"));
    assert_eq!(get(&fulfilled(auth.handle_redirect()).await, "success"), JsValue::TRUE);
}

// T-11
#[wasm_bindgen_test]
async fn c09_one_callback_makes_one_token_request() {
    let auth = app();
    show(&callback(&auth));
    let url = address();
    answer_a_sign_in();
    // As two effects and a router would: with and without the URL, before and after.
    let first = auth.handle_redirect();
    let second = auth.handle_redirect();
    let third = auth.handle_redirect_at(&url);
    let result = fulfilled(first).await;
    assert_eq!(fulfilled(second).await, result);
    assert_eq!(fulfilled(third).await, result);
    assert_eq!(fulfilled(auth.handle_redirect_at(&url)).await, result);
    assert_eq!(sent().len(), 2);
    assert!(fulfilled(auth.handle_redirect()).await.is_null());
    // Another manager, as after a reload of a page whose history still has the URL.
    assert_eq!(text(&fulfilled(same_app().handle_redirect_at(&url)).await, "error.code"), "state_mismatch");
    assert_eq!(sent().len(), 2);
}

#[wasm_bindgen_test]
async fn a_url_that_is_given_leaves_the_address_alone() {
    let auth = app();
    let url = callback(&auth);
    show("/elsewhere?code=php");
    answer_a_sign_in();
    assert_eq!(get(&fulfilled(auth.handle_redirect_at(&url)).await, "success"), JsValue::TRUE);
    assert_eq!(address(), format!("{}/elsewhere?code=php", origin()));
}

#[wasm_bindgen_test]
async fn a_page_that_is_no_callback_is_null_and_untouched() {
    let auth = app();
    start(&auth);
    for place in ["/", "/callback", "/?code=php&x=1", "/search?error=none", "/callback#code=x&state=y", "/callback?state=x"] {
        show(place);
        assert!(fulfilled(auth.handle_redirect()).await.is_null(), "{place}");
        assert_eq!(address(), format!("{}{place}", origin()));
    }
    for url in ["", "not a url", "javascript:alert(1)", "//", "http://["] {
        assert!(fulfilled(auth.handle_redirect_at(url)).await.is_null(), "{url}");
    }
    assert_eq!(keys().len(), 1);
}

// T-09
#[wasm_bindgen_test]
async fn malformed_callbacks_are_results_not_crashes() {
    let auth = app();
    // Firefox takes no URL above a megabyte.
    let long = "a".repeat(1 << 19);
    let state = start(&auth);
    for query in [
        "code=%&state=%",
        "code=%ff&state=%ED%A0%80",
        "code=\u{1f600}&state=\u{0}",
        &format!("code={long}&state={state}"),
        "code=1&code=2&state=3",
    ] {
        let result = fulfilled(auth.handle_redirect_at(&format!("{}/callback?{query}", origin()))).await;
        assert_eq!(get(&result, "success"), JsValue::FALSE);
    }
    // A lone surrogate cannot be made from Rust.
    let lone = "(auth) => auth.handleRedirect(`${location.origin}/callback?code=\\ud800&state=\\udfff`)";
    let lone: Promise = call(lone, &auth).into();
    assert_eq!(text(&fulfilled(lone).await, "error.code"), "state_mismatch");
    assert!(sent().is_empty());
    sign_in(&auth).await;
}

#[wasm_bindgen_test]
async fn a_server_or_network_that_fails_is_a_result() {
    let auth = app();
    let failures: [(&dyn Fn(), &str); 6] = [
        (&|| answer_with(200, "<html>"), "invalid_response"),
        (&|| answer_with(200, "null"), "invalid_response"),
        (&|| answer_with(429, "{}"), "rate_limited"),
        (&|| answer_with(502, r#"{"error":"proxy_misconfigured"}"#), "proxy_misconfigured"),
        (&|| answer_with_rejection(&js("new TypeError('Failed to fetch')")), "network_error"),
        (&|| answer_with(200, r#"{"error":"bad_verification_code"}"#), "code_rejected"),
    ];
    for (fail, expected) in failures {
        fail();
        let result = fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
        assert_eq!(text(&result, "error.code"), expected);
        assert!(keys().is_empty(), "{expected}"); // C-31
    }
    sign_in(&auth).await;
}

#[wasm_bindgen_test]
async fn two_sign_ins_in_one_tab_both_finish() {
    let auth: Auth = app();
    let (first, second) = (callback(&auth), callback(&auth));
    for url in [second, first] {
        answer_a_sign_in();
        assert_eq!(get(&fulfilled(auth.handle_redirect_at(&url)).await, "success"), JsValue::TRUE);
    }
}

#[wasm_bindgen_test]
async fn a_sign_out_during_a_sign_in_wins() {
    let auth = app();
    answer_a_sign_in();
    let result = auth.handle_redirect_at(&callback(&auth));
    fulfilled(auth.sign_out()).await;
    assert_eq!(text(&fulfilled(result).await, "error.code"), "not_signed_in");
    assert!(keys().is_empty());
}

#[wasm_bindgen_test]
async fn any_address_will_do_and_anything_else_is_null() {
    let auth = app();
    let handle = |argument: &str| -> Promise { call(&format!("(auth) => auth.handleRedirect({argument})"), &auth).into() };
    for form in ["new URL({})", "new URL({}).pathname + new URL({}).search"] {
        answer_a_sign_in();
        let argument = form.replace("{}", &format!("{:?}", callback(&auth)));
        assert_eq!(get(&fulfilled(handle(&argument)).await, "success"), JsValue::TRUE, "{form}");
    }
    for other in ["7", "{}", "[]", "Symbol('x')", "() => {}", "{ toString() { throw 1 } }", "null"] {
        assert!(fulfilled(handle(other)).await.is_null(), "{other}");
    }
}
