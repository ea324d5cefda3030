//! `session.fetch`: what it adds, what it refuses, and that everything else is the browser's own `fetch`.

use super::api::{Session, app, sign_in};
use super::page::{
    answer_with, answer_with_rejection, answer_with_response, fulfilled, get, js, make_method_throw, make_throw, names, rejected,
    sent, stringify, text,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

async fn session() -> Session {
    let session = sign_in(&app()).await;
    assert_eq!(sent().len(), 2);
    session
}

fn last() -> JsValue {
    sent().pop().unwrap()
}

#[wasm_bindgen_test]
async fn c24_the_token_is_in_the_header_and_nowhere_else() {
    let session = session().await;
    for input in [
        "'https://api.github.com/user/repos?page=2'",
        "new URL('https://api.github.com/user/repos?page=2')",
        "new Request('https://api.github.com/user/repos?page=2')",
    ] {
        answer_with(200, "[]");
        fulfilled(session.fetch(&js(input))).await;
        assert_eq!(text(&last(), "headers.authorization"), "Bearer gho_access1");
        assert_eq!(text(&last(), "url"), "https://api.github.com/user/repos?page=2");
        assert_eq!((text(&last(), "method"), text(&last(), "body")), ("GET".into(), String::new()));
        assert_eq!(stringify(&last()).matches("gho_").count(), 1, "{}", stringify(&last()));
    }
}

#[wasm_bindgen_test]
async fn the_answer_is_the_browsers_own_response() {
    let session = session().await;
    for status in [200, 204, 301, 403, 404, 422, 500] {
        let response = js(&format!("new Response(null, {{ status: {status}, headers: {{ etag: 'x' }} }})"));
        answer_with_response(&response);
        assert_eq!(fulfilled(session.fetch(&"https://api.github.com/x".into())).await, response);
    }
}

#[wasm_bindgen_test]
async fn a_rejection_is_the_browsers_own_reason() {
    let session = session().await;
    for reason in [
        "new TypeError('Failed to fetch')",
        "new DOMException('gone', 'AbortError')",
        "'text'",
        "undefined",
        "null",
        "42",
        "Symbol('x')",
    ] {
        let reason = js(reason);
        answer_with_rejection(&reason);
        assert_eq!(rejected(session.fetch(&"https://api.github.com/x".into())).await, reason);
    }
    answer_with(200, "{}");
    assert_eq!(get(&fulfilled(session.fetch(&"https://api.github.com/x".into())).await, "ok"), JsValue::TRUE); // T-23
}

// The browser's own `fetch` never throws; a wrapper that somebody put around it may.
#[wasm_bindgen_test]
async fn a_fetch_that_throws_is_a_rejection() {
    let session = session().await;
    for reason in ["new RangeError('wrapper')", "'text'", "undefined"] {
        let reason = js(reason);
        make_method_throw(&js("globalThis"), "fetch", &reason);
        assert_eq!(rejected(session.fetch(&"https://api.github.com/x".into())).await, reason);
    }
}

#[wasm_bindgen_test]
async fn the_callers_request_is_sent_as_it_was_given() {
    let session = session().await;
    answer_with(201, "{}");
    let init = js(
        "{ method: 'PATCH', headers: { 'Content-Type': 'application/json', 'X-Mine': '1' }, body: '{\"a\":1}', cache: 'no-cache' }",
    );
    fulfilled(session.fetch_with(&"https://api.github.com/x".into(), &init)).await;
    for (name, expected) in [
        ("method", "PATCH"),
        ("headers.content-type", "application/json"),
        ("headers.x-mine", "1"),
        ("body", "{\"a\":1}"),
        ("cache", "no-cache"),
    ] {
        assert_eq!(text(&last(), name), expected, "{name}");
    }
    assert!(get(&init, "headers.Authorization").is_undefined());
    // What the browser itself refuses stays its own TypeError.
    for bad in ["{ method: 'GET', body: 'x' }", "{ method: 'TRACE' }", "{ headers: { 'a b': 'c' } }"] {
        let error = rejected(session.fetch_with(&"https://api.github.com/x".into(), &js(bad))).await;
        assert_eq!(text(&error, "name"), "TypeError", "{bad}");
    }
    assert_eq!(sent().len(), 3);
}

// T-24: a token must not follow a redirect.
#[wasm_bindgen_test]
async fn redirects_are_errors_unless_they_are_shown() {
    let session = session().await;
    for (init, expected) in [
        ("undefined", "error"),
        ("{ redirect: 'follow' }", "error"),
        ("{ redirect: 'error' }", "error"),
        ("{ redirect: 'manual' }", "manual"),
    ] {
        answer_with(200, "{}");
        fulfilled(session.fetch_with(&"https://api.github.com/x".into(), &js(init))).await;
        assert_eq!(text(&last(), "redirect"), expected, "{init}");
    }
}

#[wasm_bindgen_test]
async fn c25_other_origins_are_refused_before_anything_is_sent() {
    let session = session().await;
    for input in [
        "'/user'",
        "'user'",
        "''",
        "'//evil.example/user'",
        "'\\\\\\\\evil.example'",
        "'https://evil.example'",
        "'https://api.github.com.evil.example/'",
        "'https://api.github.com:8443/'",
        "'http://api.github.com/'",
        "'blob:https://api.github.com/x'",
        "'data:text/plain,x'",
        "new URL('https://evil.example/')",
        "new Request('https://evil.example/')",
        "location",
    ] {
        let error = rejected(session.fetch(&js(input))).await;
        assert_eq!(text(&error, "code"), "origin_not_allowed", "{input}");
    }
    // The browser refuses these itself.
    for input in ["'https://api.github.com@evil.example/'", "'https://user:pw@api.github.com/'", "'https://['"] {
        assert_eq!(text(&rejected(session.fetch(&js(input))).await, "name"), "TypeError", "{input}");
    }
    assert_eq!(sent().len(), 2);
}

#[wasm_bindgen_test]
async fn c26_a_header_of_the_callers_own_is_an_error() {
    let session = session().await;
    let api: JsValue = "https://api.github.com/x".into();
    for init in [
        "{ headers: { Authorization: 'Bearer mine' } }",
        "{ headers: { authorization: '' } }",
        "{ headers: [['AUTHORIZATION', 'x']] }",
        "{ headers: new Headers({ authorization: 'x' }) }",
    ] {
        assert_eq!(text(&rejected(session.fetch_with(&api, &js(init))).await, "code"), "authorization_header_set", "{init}");
    }
    let request = js("new Request('https://api.github.com/x', { headers: { authorization: 'x' } })");
    assert_eq!(text(&rejected(session.fetch(&request)).await, "code"), "authorization_header_set");
    assert_eq!(sent().len(), 2);
}

#[wasm_bindgen_test]
async fn anything_that_is_no_address_is_refused() {
    let session = session().await;
    for input in ["undefined", "null", "7", "{}", "[]", "Symbol('x')", "() => {}", "true"] {
        // As the browser reads it: a path on this page's origin, or nothing at all.
        let error = rejected(session.fetch(&js(input))).await;
        let is_native = error.is_instance_of::<js_sys::TypeError>();
        assert!(is_native || text(&error, "code") == "origin_not_allowed", "{input}");
    }
    // A getter that throws is the caller's; no more than a rejection comes of it.
    let trap = js("{}");
    make_throw(&trap, "method", &js("new RangeError('trap')"));
    assert_eq!(text(&rejected(session.fetch_with(&"https://api.github.com/x".into(), &trap)).await, "name"), "RangeError");
    assert_eq!(sent().len(), 2);
}

#[wasm_bindgen_test]
async fn the_small_client_asks_as_github_wants_to_be_asked() {
    let session = session().await;
    answer_with(200, super::api::USER);
    let user = fulfilled(session.client().get_authenticated_user()).await;
    assert_eq!(stringify(&user), super::api::USER);
    assert_eq!(text(&last(), "url"), "https://api.github.com/user");
    assert_eq!(text(&last(), "headers.accept"), "application/vnd.github+json");
    // Only headers that GitHub's CORS allows: any other makes the whole call fail.
    let mut headers = names(&get(&last(), "headers"));
    headers.sort();
    assert_eq!(headers, ["accept", "authorization", "x-github-api-version"]);
    for status in [403, 404, 500] {
        answer_with(status, r#"{"message":"no"}"#);
        let error = rejected(session.client().get_authenticated_user()).await;
        assert_eq!((text(&error, "code"), get(&error, "status")), ("api_error".into(), status.into()));
    }
}
