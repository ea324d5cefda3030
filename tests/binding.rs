//! What a callback is bound to: the issuer, the provider and app, the redirect path, the verifier and the ten minutes of
//! the sign-in that it answers.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::ErrorCode;
use serde_json::json;
use support::app::{App, code};
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
