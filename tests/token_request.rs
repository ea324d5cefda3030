//! What is sent to the token endpoint and how often, and who is asked for afterwards.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::ErrorCode;
use serde_json::json;
use support::app::{App, TOKEN_URL, USER_URL, code, token_answer};
use support::ports::{Disk, Reply};

#[test]
fn c13_the_code_exchange_has_exactly_these_fields() {
    let app = App::new();
    let started = app.start();
    app.world.reply_json(200, token_answer(1));
    app.exchange(&started.callback("code=a+b%26c%3Dd")).ok().unwrap();
    let [sent] = app.world.sent().try_into().ok().unwrap();
    assert_eq!(sent.url, TOKEN_URL);
    assert_eq!(sent.bearer, None);
    let names: Vec<&str> = sent.form.iter().flatten().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["grant_type", "code", "redirect_uri", "client_id", "code_verifier"]);
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
    let failures = [
        Reply::Fails(ErrorCode::NetworkError),
        Reply::Fails(ErrorCode::Timeout),
        Reply::Text(500),
        Reply::Text(503),
        Reply::Text(429),
    ];
    for failure in failures {
        let app = App::new();
        app.world.reply(failure);
        assert!(app.handle(&app.start().callback("code=c0de")).is_err());
        assert_eq!(app.world.sent().len(), 1);
    }
}

#[test]
fn c21_a_refresh_sends_no_scope() {
    let app = App::with(json!({ "scope": "repo" }));
    app.sign_in(42, token_answer(1));
    app.world.reply_json(200, token_answer(2));
    app.renew("42").ok().unwrap();
    let sent = app.world.sent().pop().unwrap();
    let names: Vec<&str> = sent.form.iter().flatten().map(|(name, _)| name.as_str()).collect();
    assert_eq!((sent.url.as_str(), &sent.bearer), (TOKEN_URL, &None));
    assert_eq!(names, ["grant_type", "refresh_token", "client_id"]);
    assert_eq!((sent.field("grant_type"), sent.field("refresh_token")), (Some("refresh_token"), Some("ghr_refresh1")));
}

#[test]
fn a_refresh_token_of_the_callers_own_stores_nothing() {
    let app = App::new();
    app.world.reply_json(200, token_answer(2));
    app.refresh_with("ghr_own").ok().unwrap();
    assert_eq!(app.world.sent()[0].field("refresh_token"), Some("ghr_own"));
    assert!(app.world.items().is_empty());
}

// C-24: the token travels in the header of one request, to the API, and nowhere else.
#[test]
fn the_person_is_asked_for_with_the_new_token() {
    let app = App::new();
    assert_eq!(app.sign_in(42, token_answer(1)).subject, "42");
    let sent = app.world.sent();
    assert_eq!(sent.len(), 2);
    assert_eq!((sent[1].url.as_str(), sent[1].bearer.as_deref()), (USER_URL, Some("gho_access1")));
    assert!(sent[1].form.is_none());
    assert!(sent.iter().all(|sent| !sent.url.contains("gho_")));
}

#[test]
fn a_person_the_api_does_not_name_is_still_signed_in() {
    let answers = [
        Reply::Fails(ErrorCode::NetworkError),
        Reply::Text(200),
        Reply::Json(401, support::json::read(&json!({ "id": 7 }))),
        Reply::Json(200, support::json::read(&json!({ "login": "mona" }))),
        Reply::Json(200, support::json::read(&json!({ "id": -1 }))),
        Reply::Json(200, support::json::read(&json!({ "id": {} }))),
        Reply::Json(200, support::json::read(&json!([1]))),
    ];
    for answer in answers {
        let app = App::new();
        let callback = app.start().callback("code=c0de");
        app.world.reply_json(200, token_answer(1));
        app.world.reply(answer);
        let sign_in = app.handle(&callback).unwrap().unwrap();
        assert_eq!(sign_in.subject, "default");
        assert_eq!(app.access_token("default").unwrap(), "gho_access1");
    }
}

// T-20: a sign-in whose result could not be kept is reported, not half done.
#[test]
fn a_full_storage_at_the_end_is_an_error() {
    let app = App::new();
    let callback = app.start().callback("code=c0de");
    app.world.reply_json(200, token_answer(1));
    app.world.reply_json(200, json!({ "id": 42 }));
    let world = app.world.clone();
    app.world.while_sending(move || world.set_disk(Disk::Full));
    assert_eq!(code(app.handle(&callback)), Some(ErrorCode::StorageFull));
    assert_eq!(code(app.access_token("42")), Some(ErrorCode::NotSignedIn));
    assert!(app.world.items().is_empty());
}
