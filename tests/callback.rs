//! The callback URL: what is believed of it, in which order, and what it leaves behind. What it is bound to (issuer,
//! app, time) is in `binding.rs`; whose it is, and what the page is told, in `receive.rs`.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::{ErrorCode, Result};
use serde_json::json;
use support::app::{App, CALLBACK, code, refusal, seen, token_answer};

/// The callback is refused with that code, nothing is sent, and the real sign-in still completes (C-07, T-01, T-02).
fn is_refused_and_harmless(hostile: impl Fn(&str) -> String, expected: ErrorCode) {
    let app = App::new();
    let started = app.start();
    let hostile = hostile(&started.state);
    let before = app.world.items();
    assert_eq!(code(app.handle(&hostile)), Some(expected), "{hostile}");
    assert_eq!(app.world.items(), before, "{hostile}");
    assert!(app.world.sent().is_empty(), "{hostile}");

    app.world.reply_json(200, token_answer(1));
    let sign_in = app.handle(&started.callback("code=c0de")).unwrap().unwrap();
    assert_eq!(seen(&sign_in.credentials)["accessToken"], "gho_access1", "{hostile}");
}

#[test]
fn a_real_callback_signs_in() {
    let app = App::new();
    let started = app.authorize(json!({ "appState": { "cart": [1, 2] }, "returnTo": "/orders?open=1" })).unwrap();
    app.world.reply_json(200, token_answer(1));
    let sign_in = app.handle(&started.callback("code=c0de")).unwrap().unwrap();
    assert_eq!(seen(&sign_in.credentials)["accessToken"], "gho_access1");
    assert_eq!((&sign_in.grant["appState"], &sign_in.grant["returnTo"]), (&json!({ "cart": [1, 2] }), &json!("/orders?open=1")));
    // Of the sign-in nothing is left: who keeps the credentials is the page's matter.
    assert!(app.world.items().is_empty());
}

#[test]
fn c04_unknown_parameters_are_ignored() {
    let app = App::new();
    let callback = app.start().callback("installation_id=1&setup_action=install&code=c0de&x=1&x=2&CODE=upper");
    let grant = app.accept(&callback).ok().unwrap();
    assert_eq!(grant.code.secret(), "c0de");
}

#[test]
fn c05_c07_a_wrong_state_changes_nothing() {
    for response in ["code=c0de", "error=access_denied", "error=access_denied&error_description=x", "code=c0de&error=x"] {
        is_refused_and_harmless(|_| format!("{CALLBACK}?{response}&state=wrong"), ErrorCode::StateMismatch);
        is_refused_and_harmless(|state| format!("{CALLBACK}?{response}&state={state}x"), ErrorCode::StateMismatch);
        is_refused_and_harmless(|state| format!("{CALLBACK}?{response}&state={}", &state[1..]), ErrorCode::StateMismatch);
        is_refused_and_harmless(|state| format!("{CALLBACK}?{response}&state=+{state}"), ErrorCode::StateMismatch);
    }
}

#[test]
fn c08_a_missing_or_empty_state_changes_nothing() {
    for response in ["code=c0de", "error=access_denied"] {
        is_refused_and_harmless(|_| format!("{CALLBACK}?{response}"), ErrorCode::StateMismatch);
        is_refused_and_harmless(|_| format!("{CALLBACK}?{response}&state="), ErrorCode::StateMismatch);
        is_refused_and_harmless(|state| format!("{CALLBACK}?{response}&State={state}"), ErrorCode::StateMismatch);
        assert_eq!(
            code(App::new().handle(&format!("{CALLBACK}?{response}&state=never-started"))),
            Some(ErrorCode::StateMismatch)
        );
    }
}

#[test]
fn c09_a_callback_works_once() {
    let app = App::new();
    let callback = app.start().callback("code=c0de");
    let first = app.accept(&callback);
    assert!(first.is_ok());
    assert_eq!(code(app.accept(&callback)), Some(ErrorCode::StateMismatch));
    let denied = app.start().callback("error=access_denied");
    assert_eq!(code(app.accept(&denied)), Some(ErrorCode::AccessDenied));
    assert_eq!(code(app.accept(&denied)), Some(ErrorCode::StateMismatch));
}

#[test]
fn two_sign_ins_at_once_do_not_disturb_each_other() {
    let app = App::new();
    let (first, second) = (app.start(), app.start());
    assert!(app.accept(&second.callback("code=two")).is_ok());
    assert!(app.accept(&first.callback("code=one")).is_ok());
}

// T-08
#[test]
fn c10_a_repeated_parameter_is_refused() {
    for repeated in [
        "code=a&code=b",
        "code=a&code=a",
        "code=a&c%6fde=b",
        "code=a&iss=https%3A%2F%2Fgithub.com%2Flogin%2Foauth&iss=x",
        "error=a&error=b",
        "code=a&state=other",
    ] {
        is_refused_and_harmless(|state| format!("{CALLBACK}?{repeated}&state={state}"), ErrorCode::InvalidCallback);
    }
    is_refused_and_harmless(|state| format!("{CALLBACK}?state={state}&code=a&state={state}"), ErrorCode::InvalidCallback);
}

#[test]
fn c11_code_and_error_together_are_an_error() {
    let app = App::new();
    let error = refusal(app.handle(&app.start().callback("code=c0de&error=server_error")));
    assert_eq!((&error["code"], &error["error"]), (&json!("authorization_failed"), &json!("server_error")));
    assert!(app.world.sent().is_empty());
}

#[test]
fn c12_a_fragment_is_no_response() {
    let app = App::new();
    let state = app.start().state;
    for fragment in
        [format!("code=c0de&state={state}"), "access_token=gho_x&token_type=bearer".into(), format!("error=x&state={state}")]
    {
        assert!(app.handle(&format!("{CALLBACK}#{fragment}")).unwrap().is_none());
        assert!(app.handle(&format!("{CALLBACK}?page=2#?{fragment}")).unwrap().is_none());
    }
    let mixed = app.handle(&format!("{CALLBACK}?state={state}&error=access_denied#code=c0de&state={state}"));
    assert_eq!(code(mixed), Some(ErrorCode::AccessDenied));
    assert!(app.world.sent().is_empty());
}

#[test]
fn a_page_that_is_no_callback_is_left_alone() {
    let app = App::new();
    let before = app.start().state;
    for href in [
        CALLBACK,
        "https://app.example/",
        "https://app.example/callback?state=x",
        "https://app.example/search?code=php",
        "https://app.example/search?code=php&state=ca",
        "https://app.example/search?error=none",
        "not a url",
        "",
        "about:blank",
    ] {
        assert!(app.handle(href).unwrap().is_none(), "{href}");
    }
    assert_eq!(app.world.keys_with(&before).len(), 1);
}

#[test]
fn an_answer_without_a_code_is_refused() {
    for response in ["code=", "iss=https%3A%2F%2Fgithub.com%2Flogin%2Foauth"] {
        let app = App::new();
        assert_eq!(code(app.accept(&app.start().callback(response))), Some(ErrorCode::InvalidCallback), "{response}");
    }
}

// T-09: no panic, no surprise.
#[test]
fn malformed_urls_are_refused() {
    for query in [
        "code=%&state=%",
        "code=%zz&state=%f",
        "code=%ff%fe&state=%00",
        "code=%ED%A0%80&state=%c3%28",
        "&&&code&&=&state&",
        "=code&code=1&%00=%00",
    ] {
        is_refused_and_harmless(|_| format!("{CALLBACK}?{query}"), ErrorCode::StateMismatch);
    }
    let megabyte = "a".repeat(1 << 20);
    is_refused_and_harmless(|state| format!("{CALLBACK}?code={megabyte}&state={state}"), ErrorCode::InvalidCallback);
    is_refused_and_harmless(|state| format!("{CALLBACK}?code=a&state={state}&x={megabyte}"), ErrorCode::InvalidCallback);
}

#[test]
fn a_callback_can_be_exchanged_by_hand() {
    let app = App::new();
    let flow = &app.flow;
    let grant = |options| -> Result<_> { flow.grant(&support::json::read(&options)) };
    let started = app.start();
    assert!(grant(json!({ "url": started.callback("code=c0de") })).is_ok());
    let started = app.start();
    assert!(grant(json!({ "code": "c0de", "state": started.state })).is_ok());
    assert_eq!(code(grant(json!({ "code": "c0de", "state": started.state }))), Some(ErrorCode::StateMismatch)); // C-09
    for (options, field) in [
        (json!({}), "exchange.code"),
        (json!({ "code": "c0de" }), "exchange.state"),
        (json!({ "url": "/callback?code=1" }), "exchange.url"),
        (json!({ "url": 7 }), "exchange.url"),
        (json!({ "codes": "x" }), "exchange.codes"),
    ] {
        assert_eq!(refusal(grant(options.clone()))["field"], field, "{options}");
    }
}
