//! What a callback is bound to: the issuer, the provider and app, the redirect path, the verifier and the ten minutes of
//! the sign-in that it answers.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::ErrorCode;
use serde_json::json;
use support::app::{App, CALLBACK, code, token_answer};
use support::ports::NOW;

const ISSUER: &str = "iss=https%3A%2F%2Fgithub.com%2Flogin%2Foauth";

#[test]
fn c46_a_missing_issuer_is_accepted_and_the_right_one_too() {
    for response in ["code=c0de".to_string(), format!("code=c0de&{ISSUER}"), format!("{ISSUER}&code=c0de")] {
        let app = App::new();
        assert!(app.accept(&app.start().callback(&response)).is_ok(), "{response}");
    }
    let enterprise = App::with(json!({ "authorizationUrl": "https://ghe.example:8443/login/oauth/authorize?tenant=1" }));
    let callback = enterprise.start().callback("code=c0de&iss=https%3A%2F%2Fghe.example%3A8443%2Flogin%2Foauth");
    assert!(enterprise.accept(&callback).is_ok());
}

#[test]
fn c45_another_issuer_is_refused_to_the_letter() {
    for issuer in [
        "",
        "https://github.com/login/oauth/",
        "https://github.com/login",
        "https://GITHUB.com/login/oauth",
        "https://github.com:443/login/oauth",
        "http://github.com/login/oauth",
        "https://github.com/login/oauth?x",
        "https://github.com.evil.example/login/oauth",
        "https://evil.example/login/oauth",
        "https://github.com/login/oauth\0",
    ] {
        let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("iss", issuer).finish();
        for response in ["code=c0de", "error=access_denied"] {
            let app = App::new();
            let started = app.start();
            let refused = code(app.accept(&started.callback(&format!("{response}&{query}"))));
            assert_eq!(refused, Some(ErrorCode::IssuerMismatch), "{issuer}");
            // The real answer still counts.
            assert!(app.accept(&started.callback("code=c0de")).is_ok(), "{issuer}");
            assert!(app.world.sent().is_empty());
        }
    }
}

// T-10
#[test]
fn c47_another_configuration_cannot_take_the_callback() {
    for other in [
        json!({ "clientId": "Ov23liOther" }),
        json!({ "authorizationUrl": "https://ghe.example/login/oauth/authorize" }),
        json!({ "proxyUrl": "https://app.example/auth/other" }),
        json!({ "proxyUrl": "https://evil.example/auth/github" }),
    ] {
        let app = App::new();
        let callback = app.start().callback("code=c0de");
        let other = App::of(&app.world, other);
        assert_eq!(code(other.accept(&callback)), Some(ErrorCode::CallbackMismatch));
        assert!(app.world.sent().is_empty());
        assert!(app.accept(&callback).is_ok());
    }
}

#[test]
fn c47_the_same_configuration_after_a_reload_can() {
    let app = App::new();
    let callback = app.start().callback("code=c0de");
    assert!(App::of(&app.world, json!({ "scope": "repo" })).accept(&callback).is_ok());
}

#[test]
fn c47_another_redirect_path_is_refused() {
    let wrong = [
        "https://app.example/",
        "https://app.example/callback/",
        "https://app.example/callback/x",
        "https://app.example/Callback",
        "https://app.example:8443/callback",
        "https://other.example/callback",
        "http://app.example/callback",
    ];
    for place in wrong {
        let app = App::new();
        let started = app.start();
        let callback = format!("{place}?code=c0de&state={}", started.state);
        assert_eq!(code(app.accept(&callback)), Some(ErrorCode::CallbackMismatch), "{place}");
        assert!(app.accept(&started.callback("code=c0de")).is_ok(), "{place}");
    }
    let app = App::new();
    let started = app.authorize(json!({ "redirectUri": "https://app.example/second?tenant=1" })).unwrap();
    assert_eq!(code(app.accept(&started.callback("code=c0de"))), Some(ErrorCode::CallbackMismatch));
    let second = format!("https://app.example/second?tenant=1&code=c0de&state={}", started.state);
    assert!(app.receive(&second).unwrap().is_some());
}

#[test]
fn c32_a_transaction_without_a_verifier_is_refused() {
    for damage in [json!(null), json!(""), json!("short"), json!(7), json!(["x"]), json!("x".repeat(129))] {
        let app = App::new();
        let callback = app.start().callback("code=c0de");
        for (key, text) in app.world.items() {
            let mut record: serde_json::Value = serde_json::from_str(&text).unwrap();
            record["verifier"] = damage.clone();
            app.world.put(&key, &record.to_string());
        }
        assert_eq!(code(app.exchange(&callback)), Some(ErrorCode::StateMismatch), "{damage}");
        assert!(app.world.sent().is_empty());
        assert!(app.world.items().is_empty());
    }
}

// T-17
#[test]
fn a_transaction_that_cannot_be_read_is_no_transaction() {
    for text in ["", "null", "{", "[]", "7", "\"text\"", "{}", "{\"verifier\":{}}", "{\"__proto__\":{}}"] {
        let app = App::new();
        let callback = app.start().callback("code=c0de");
        app.world.items().keys().for_each(|key| app.world.put(key, text));
        assert_eq!(code(app.exchange(&callback)), Some(ErrorCode::StateMismatch), "{text}");
        assert!(app.world.sent().is_empty() && app.world.items().is_empty(), "{text}");
    }
}

// T-13
#[test]
fn a_sign_in_lives_ten_minutes() {
    for (later, expected) in
        [(0, None), (600, None), (601, Some(ErrorCode::TransactionExpired)), (1 << 40, Some(ErrorCode::TransactionExpired))]
    {
        let app = App::new();
        let callback = app.start().callback("code=c0de");
        app.world.set_clock(NOW + later);
        assert_eq!(code(app.accept(&callback)), expected, "after {later} s");
        assert!(app.world.items().is_empty(), "after {later} s");
    }
}

// T-29: a clock set back a little is forgiven, one set back far must not make the sign-in immortal.
#[test]
fn a_clock_that_jumps_back_ends_a_sign_in() {
    for (earlier, expected) in
        [(30, None), (600, None), (601, Some(ErrorCode::TransactionExpired)), (NOW, Some(ErrorCode::TransactionExpired))]
    {
        let app = App::new();
        let callback = app.start().callback("code=c0de");
        app.world.set_clock(NOW - earlier);
        assert_eq!(code(app.accept(&callback)), expected, "{earlier} s earlier");
    }
}

#[test]
fn an_expired_error_callback_is_expired_too() {
    let app = App::new();
    let callback = app.start().callback("error=access_denied");
    app.world.set_clock(NOW + 601);
    assert_eq!(code(app.accept(&callback)), Some(ErrorCode::TransactionExpired));
}

// P46: a page that begins one after the other must not fill the storage, and the person is in the newest.
#[test]
fn p46_of_many_pending_sign_ins_the_twenty_newest_count() {
    let app = App::new();
    let begin = |at: u64| {
        app.world.set_clock(NOW + at);
        app.start().callback("code=c0de")
    };
    let callbacks: Vec<String> = (0..25).map(begin).collect();
    assert_eq!(app.world.items().len(), 20);
    for (at, callback) in callbacks.iter().enumerate() {
        let expected = (at < 5).then_some(ErrorCode::StateMismatch);
        assert_eq!(code(app.accept(callback)), expected, "sign-in {at}");
    }
}

// O23: an app's server makes state and verifier itself; what has to come back unchanged is our redirect URI.
#[test]
fn o23_a_state_that_the_server_made_is_known_by_its_redirect_uri() {
    let options = |_| json!({ "dialect": "py-oidc-auth" });
    let verifier = "v".repeat(43);
    let begin = || {
        let app = App::with(options(()));
        let started = app.start();
        let names: Vec<String> = started.url.query_pairs().map(|(name, _)| name.into_owned()).collect();
        assert_eq!(names, ["redirect_uri"], "nothing of ours but where to come back to");
        app
    };
    let callback =
        |middle: &str| format!("{CALLBACK}?code=c0de&state=nonce%7C{middle}%7C{verifier}&iss=https%3A%2F%2Fidp.example");
    let app = begin();
    app.world.reply_json(200, token_answer(1));
    app.exchange(&callback("https%3A%2F%2Fapp.example%2Fcallback")).ok().unwrap();
    assert_eq!(app.world.sent().last().unwrap().field("code_verifier"), Some(verifier.as_str()));
    let again = app.accept(&callback("https%3A%2F%2Fapp.example%2Fcallback"));
    assert_eq!(code(again), Some(ErrorCode::StateMismatch), "single use");
    for foreign in ["https%3A%2F%2Fevil.example%2Fcallback", "", "https%3A%2F%2Fapp.example%2Fcallback%2F"] {
        let app = begin();
        assert_eq!(code(app.accept(&callback(foreign))), Some(ErrorCode::StateMismatch), "{foreign}");
        assert_eq!(app.world.items().len(), 1, "{foreign}: the pending one is kept");
    }
    for state in ["%7Chttps%3A%2F%2Fapp.example%2Fcallback", "n%7Chttps%3A%2F%2Fapp.example%2Fcallback%7Cshort"] {
        let app = begin();
        assert_eq!(code(app.accept(&format!("{CALLBACK}?code=c0de&state={state}"))), Some(ErrorCode::StateMismatch), "{state}");
        assert_eq!(app.world.items().len(), 1, "{state}: the pending one is kept");
    }
    let nobodys = App::with(options(())).accept(&callback("https%3A%2F%2Fapp.example%2Fcallback"));
    assert_eq!(code(nobodys), Some(ErrorCode::StateMismatch), "no pending sign-in");
}
