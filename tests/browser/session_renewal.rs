//! Renewal behind `session.fetch`: before a token ends, once when it is rejected, and never for anything else.

use super::api::{BAD, EXPIRED, Session, app, keeper_of, sign_in, sign_in_with, token_answer};
use super::page::{
    answer_with, answer_with_rejection, answer_with_response, fulfilled, get, js, keys, make_method_throw, rejected,
    replace_value, sent, stringify, text,
};
use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

fn call(session: &Session) -> Promise {
    session.fetch(&"https://api.github.com/x".into())
}

/// What was sent since the sign-in: the token of an API call, or the grant of a token request.
fn sent_since() -> Vec<String> {
    let word = |call: &JsValue| match get(call, "headers.authorization").as_string() {
        Some(header) => header,
        None => text(call, "body").split('&').next().unwrap().to_string(),
    };
    sent().iter().skip(2).map(word).collect()
}

#[wasm_bindgen_test]
async fn an_ended_token_is_renewed_before_the_request() {
    let auth = app();
    let session = sign_in_with(&auth, EXPIRED).await;
    answer_with(200, &token_answer(2));
    answer_with(200, "{}");
    answer_with(200, "{}");
    fulfilled(call(&session)).await;
    fulfilled(call(&session)).await;
    assert_eq!(sent_since(), ["grant_type=refresh_token", "Bearer gho_access2", "Bearer gho_access2"]);
    assert_eq!(text(&session.credentials().unwrap(), "refreshToken"), "ghr_refresh2");
    assert!(!stringify(&js("({ ...sessionStorage })")).contains("ghr_old"));
}

#[wasm_bindgen_test]
async fn c70_many_requests_at_once_renew_once() {
    let auth = app();
    let session = sign_in_with(&auth, EXPIRED).await;
    answer_with(200, &token_answer(2));
    (0..5).for_each(|_| answer_with(200, "{}"));
    let all: Array = (0..5).map(|_| call(&session)).collect();
    fulfilled(Promise::all(&all)).await;
    let mut words = sent_since();
    assert_eq!(words.remove(0), "grant_type=refresh_token");
    assert_eq!(words, ["Bearer gho_access2"; 5]);
}

#[wasm_bindgen_test]
async fn c70_whoever_asks_during_a_renewal_gets_the_same_promise() {
    let auth = app();
    sign_in(&auth).await;
    let ask_of = |auth| {
        js_sys::Function::from(js("(keeper) => keeper.renew()")).call1(&JsValue::NULL, &keeper_of(auth, "583231")).unwrap()
    };
    let ask = || ask_of(&auth);
    answer_with(200, &token_answer(2));
    let first = ask();
    assert_eq!(ask(), first);
    assert_eq!(text(&fulfilled(first.clone().into()).await, "accessToken"), "gho_access2");
    // The next one is a new one, after a failure too.
    let failed = ask();
    assert_ne!(failed, first);
    rejected(failed.clone().into()).await;
    answer_with(200, &token_answer(3));
    let third = ask();
    assert_ne!(third, failed);
    assert_eq!(text(&fulfilled(third.into()).await, "accessToken"), "gho_access3");
}

#[wasm_bindgen_test]
async fn c27_a_rejected_token_is_renewed_once_and_the_request_repeated_once() {
    let session = sign_in(&app()).await;
    answer_with(401, BAD);
    answer_with(200, &token_answer(2));
    answer_with(200, "{}");
    let init = js("{ method: 'POST', body: 'text', headers: { 'X-Mine': '1' } }");
    let response = fulfilled(session.fetch_with(&"https://api.github.com/x".into(), &init)).await;
    assert_eq!(get(&response, "status"), 200);
    assert_eq!(sent_since(), ["Bearer gho_access1", "grant_type=refresh_token", "Bearer gho_access2"]);
    let repeated = sent().pop().unwrap();
    assert_eq!(
        (text(&repeated, "method"), text(&repeated, "body"), text(&repeated, "headers.x-mine")),
        ("POST".into(), "text".into(), "1".into())
    );
    assert_eq!(text(&repeated, "redirect"), "error");

    // A second 401 is the caller's.
    answer_with(401, BAD);
    answer_with(200, &token_answer(3));
    answer_with(401, BAD);
    let response = fulfilled(call(&session)).await;
    assert_eq!(get(&response, "status"), 401);
    assert_eq!(sent_since().len(), 6);
    // And it can still be read.
    let body = fulfilled(
        js_sys::Reflect::get(&response, &"text".into())
            .unwrap()
            .unchecked_into::<js_sys::Function>()
            .call0(&response)
            .unwrap()
            .into(),
    )
    .await;
    assert_eq!(body, BAD);
}

#[wasm_bindgen_test]
async fn c27_a_token_is_rejected_in_the_words_of_the_standard_too() {
    let session = sign_in(&app()).await;
    let challenge = "Bearer realm=\"x\", error=\"invalid_token\"";
    let in_the_header = format!("new Response('', {{ status: 401, headers: {{ 'WWW-Authenticate': '{challenge}' }} }})");
    let in_the_body = "new Response('{\"error\":\"invalid_token\"}', { status: 401 })";
    for (number, rejection) in [(2, in_the_header.as_str()), (3, in_the_body)] {
        answer_with_response(&js(rejection));
        answer_with(200, &token_answer(number));
        answer_with(200, "{}");
        assert_eq!(get(&fulfilled(call(&session)).await, "status"), 200, "{rejection}");
    }
    assert_eq!(sent_since().iter().filter(|word| word.starts_with("grant_type")).count(), 2);
}

#[wasm_bindgen_test]
async fn c27_other_refusals_never_renew() {
    let session = sign_in(&app()).await;
    for (status, body) in [
        (401, "{}"),
        (401, "<html>"),
        (401, "null"),
        (401, "\"Bad credentials\""),
        (401, r#"["Bad credentials"]"#),
        (401, r#"{"message":["Bad credentials"]}"#),
        (401, r#"{"message":"Requires authentication"}"#),
        (403, BAD),
        (404, BAD),
        (429, BAD),
        (500, BAD),
        (403, r#"{"error":"insufficient_scope"}"#),
    ] {
        answer_with(status, body);
        assert_eq!(get(&fulfilled(call(&session)).await, "status"), status);
    }
    assert_eq!(sent_since(), ["Bearer gho_access1"; 12]);
}

#[wasm_bindgen_test]
async fn c27_a_body_that_can_be_read_once_is_sent_once() {
    let session = sign_in(&app()).await;
    let stream = "new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode('part')); c.close() } })";
    let streams = js(&format!(
        "(() => {{ try {{ return new Request('https://x.example', {{ method: 'POST', body: {stream}, duplex: 'half' }}).body !== undefined }} catch {{ return false }} }})()"
    ));
    answer_with(401, BAD);
    let init = js(&format!("{{ method: 'POST', body: {stream}, duplex: 'half' }}"));
    let response = super::page::outcome(session.fetch_with(&"https://api.github.com/x".into(), &init)).await;
    // A browser that cannot send streams makes text of one, or refuses; only one that can has something to prove.
    if streams.is_truthy() {
        assert_eq!(get(&response.unwrap(), "status"), 401);
        assert_eq!(sent_since(), ["Bearer gho_access1"]);
    }
}

#[wasm_bindgen_test]
async fn without_a_refresh_token_the_apis_answer_is_the_callers() {
    let session = sign_in_with(&app(), r#"{"access_token":"gho_only","token_type":"bearer"}"#).await;
    answer_with(401, BAD);
    assert_eq!(get(&fulfilled(call(&session)).await, "status"), 401);
    assert_eq!(sent_since(), ["Bearer gho_only"]);
}

#[wasm_bindgen_test]
async fn c69_a_rejected_refresh_token_ends_the_session() {
    let auth = app();
    let session = sign_in_with(&auth, EXPIRED).await;
    answer_with(200, r#"{"error":"bad_refresh_token"}"#);
    assert_eq!(text(&rejected(call(&session)).await, "code"), "refresh_rejected");
    assert_eq!(text(&rejected(call(&session)).await, "code"), "not_signed_in");
    assert_eq!(text(&session.credentials().unwrap_err(), "code"), "not_signed_in");
    assert!(keys().is_empty());
    assert_eq!(sent_since(), ["grant_type=refresh_token"]);
}

#[wasm_bindgen_test]
async fn a_refresh_that_did_not_get_through_keeps_the_session() {
    let auth = app();
    let session = sign_in_with(&auth, EXPIRED).await;
    answer_with_rejection(&js("new TypeError('offline')"));
    assert_eq!(text(&rejected(call(&session)).await, "code"), "network_error");
    answer_with(200, &token_answer(2));
    answer_with(200, "{}");
    fulfilled(call(&session)).await;
    assert_eq!(sent_since(), ["grant_type=refresh_token", "grant_type=refresh_token", "Bearer gho_access2"]);
}

// T-23: what goes wrong in one renewal must not be waited for by all later ones.
#[wasm_bindgen_test]
async fn a_renewal_that_fails_in_an_odd_way_is_over() {
    let auth = app();
    let session = sign_in_with(&auth, EXPIRED).await;
    let fetch = js("fetch");
    for odd in ["'text'", "undefined", "new RangeError('x')"] {
        answer_with_rejection(&js(odd));
        assert_eq!(text(&rejected(call(&session)).await, "code"), "network_error", "{odd}");
        make_method_throw(&js("globalThis"), "fetch", &js(odd));
        assert_eq!(text(&rejected(call(&session)).await, "code"), "network_error", "{odd}");
        replace_value(&js("globalThis"), "fetch", &fetch);
    }
    answer_with(200, &token_answer(2));
    answer_with(200, "{}");
    assert_eq!(get(&fulfilled(call(&session)).await, "ok"), JsValue::TRUE);
}

#[wasm_bindgen_test]
async fn c27_the_second_request_may_fail_as_it_likes() {
    for (number, reason) in (2..).step_by(2).zip(["new TypeError('offline')", "'text'", "undefined", "null"]) {
        let session = sign_in(&app()).await;
        let reason = js(reason);
        answer_with(401, BAD);
        answer_with(200, &token_answer(number));
        answer_with_rejection(&reason);
        assert_eq!(rejected(call(&session)).await, reason);
    }
}

#[wasm_bindgen_test]
async fn nothing_is_sent_after_a_sign_out() {
    let auth = app();
    let session = sign_in(&auth).await;
    fulfilled(auth.sign_out()).await;
    assert_eq!(text(&rejected(call(&session)).await, "code"), "not_signed_in");
    assert_eq!(text(&rejected(session.client().get_authenticated_user()).await, "code"), "not_signed_in");
    assert!(sent_since().is_empty());
}
