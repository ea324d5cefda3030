//! What is sent to the token endpoint, and how often. How it is sent (no cookies, no cache, no redirect) is the page's:
//! `www/http.js`.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::ErrorCode;
use serde_json::json;
use support::app::{App, TOKEN_URL, code, token_answer};
use support::ports::Reply;

#[test]
fn c13_the_code_exchange_has_exactly_these_fields() {
    let app = App::new();
    let started = app.start();
    app.world.reply_json(200, token_answer(1));
    app.exchange(&started.callback("code=a+b%26c%3Dd")).ok().unwrap();
    let [sent] = app.world.sent().try_into().ok().unwrap();
    assert_eq!(sent.url, TOKEN_URL);
    assert_eq!(sent.names(), ["grant_type", "code", "redirect_uri", "client_id", "code_verifier"]);
    assert_eq!(sent.field("grant_type"), Some("authorization_code"));
    assert_eq!(sent.field("code"), Some("a b&c=d"));
    assert_eq!(sent.field("redirect_uri"), Some(started.only("redirect_uri").as_str()));
    assert_eq!(sent.field("client_id"), Some("Ov23liExample"));
}

#[test]
fn c13_the_redirect_uri_is_the_same_string_as_in_the_authorization_url() {
    let own = "https://APP.example:443/call%20back?x=a%2Fb";
    let app = App::with(json!({ "redirectUri": own, "clientId": "a b+c&d" }));
    for chosen in [own, "https://app.example/second"] {
        let started = app.authorize(json!({ "redirectUri": chosen })).unwrap();
        let place = if chosen == own { "https://app.example/call%20back?x=a%2Fb&" } else { "https://app.example/second?" };
        app.world.reply_json(200, token_answer(1));
        app.exchange(&format!("{place}code=c0de&state={}", started.state)).ok().unwrap();
        let sent = app.world.sent().pop().unwrap();
        assert_eq!(sent.field("redirect_uri"), Some(chosen));
        assert_eq!(started.only("redirect_uri"), chosen);
        assert_eq!(sent.field("client_id"), Some("a b+c&d"));
    }
}

#[test]
fn c14_a_code_is_sent_once_whatever_happens() {
    let failures = [Reply::Text(500), Reply::Text(503), Reply::Text(429)];
    for failure in failures {
        let app = App::new();
        app.world.reply(failure);
        assert!(app.handle(&app.start().callback("code=c0de")).is_err());
        assert_eq!(app.world.sent().len(), 1);
    }
}

// Two effects, two tabs of a test runner: the second asks while the first request is not even sent.
#[test]
fn c09_a_code_makes_one_request_however_many_ask_at_once() {
    let app = App::new();
    let callback = app.start().callback("code=c0de");
    let options = support::json::read(&json!({ "url": callback }));
    let request = app.flow.grant(&options).and_then(|grant| app.flow.exchange(&grant, &options));
    assert_eq!(code(app.exchange(&callback)), Some(ErrorCode::StateMismatch));
    assert!(request.is_ok() && app.world.sent().is_empty());
}

#[test]
fn c21_a_refresh_sends_no_scope() {
    let app = App::with(json!({ "scope": "repo" }));
    let old = app.credentials_from(token_answer(1)).ok().unwrap();
    app.world.reply_json(200, token_answer(2));
    app.renew(&old).ok().unwrap();
    let sent = app.world.sent().pop().unwrap();
    assert_eq!(sent.url, TOKEN_URL);
    assert_eq!(sent.names(), ["grant_type", "refresh_token", "client_id"]);
    assert_eq!((sent.field("grant_type"), sent.field("refresh_token")), (Some("refresh_token"), Some("ghr_refresh1")));
    assert_eq!(sent.field("client_id"), Some("Ov23liExample"));
}

#[test]
fn a_refresh_token_of_the_callers_own_is_used_as_it_is_and_stores_nothing() {
    let app = App::new();
    app.world.reply_json(200, token_answer(2));
    app.refresh_with("ghr_own+/=&").ok().unwrap();
    assert_eq!(app.world.sent()[0].field("refresh_token"), Some("ghr_own+/=&"));
    assert!(app.world.items().is_empty());
}

// C-24
#[test]
fn c24_no_token_or_code_is_in_an_address() {
    let app = App::new();
    let old = app.credentials_from(token_answer(1)).ok().unwrap();
    for _ in 0..2 {
        app.world.reply_json(200, token_answer(2));
    }
    app.renew(&old).ok().unwrap();
    app.revoke("gho_access2", "access_token").ok().unwrap();
    let sent = app.world.sent();
    assert_eq!(sent.len(), 3);
    for secret in ["c0de", "gho_", "ghr_"] {
        assert!(sent.iter().all(|sent| !sent.url.contains(secret)), "{secret}");
    }
}
