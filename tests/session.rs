//! Sessions: when a token is renewed, with what, and what ends a session. That many who ask at once share one request is
//! JavaScript's part: see `browser/session_renewal.rs`.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use futures_executor::block_on;
use portcullis::oauth::ErrorCode;
use serde_json::{Value, json};
use support::app::{App, code, merged, token_answer, usable_token};
use support::ports::{NOW, Reply};
use support::tasks::begin;

/// Signed in as 42 with a token of that lifetime, some seconds later.
fn signed_in(lifetime: Value, later: u64) -> App {
    let app = App::new();
    app.sign_in(42, merged(token_answer(1), json!({ "expires_in": lifetime })));
    app.world.set_clock(NOW + later);
    app
}

fn refreshes(app: &App) -> usize {
    app.world.sent().iter().filter(|sent| sent.field("grant_type") == Some("refresh_token")).count()
}

#[test]
fn a_token_is_renewed_a_minute_before_it_ends() {
    for (lifetime, later, is_renewed) in [
        (json!(28800), 0, false),
        (json!(28800), 28739, false),
        (json!(28800), 28740, true),
        (json!(28800), 28800, true),
        (json!(28800), 1 << 40, true),
        // A short life: not before its second half.
        (json!(60), 0, false),
        (json!(60), 29, false),
        (json!(60), 30, true),
        (json!(2), 0, false),
        (json!(2), 1, true),
        // C-17: unknown is not over.
        (Value::Null, 1 << 40, false),
    ] {
        let app = signed_in(lifetime.clone(), later);
        if is_renewed {
            app.world.reply_json(200, token_answer(2));
        }
        let expected = if is_renewed { "gho_access2" } else { "gho_access1" };
        assert_eq!(app.access_token("42").unwrap(), expected, "{later} s into {lifetime} s");
        assert_eq!(refreshes(&app), usize::from(is_renewed));
    }
}

#[test]
fn a_token_that_cannot_be_renewed_is_good_to_its_last_second() {
    let app = App::new();
    app.sign_in(42, json!({ "access_token": "gho_only", "token_type": "bearer", "expires_in": 60 }));
    app.world.set_clock(NOW + 59);
    assert_eq!(app.access_token("42").unwrap(), "gho_only");
    app.world.set_clock(NOW + 60);
    assert_eq!(code(app.access_token("42")), Some(ErrorCode::NoRefreshToken));
}

#[test]
fn a_renewed_token_is_used_until_it_ends_itself() {
    let app = signed_in(json!(60), 60);
    app.world.reply_json(200, token_answer(2));
    for _ in 0..3 {
        assert_eq!(app.access_token("42").unwrap(), "gho_access2");
    }
    assert_eq!(refreshes(&app), 1);
    app.world.set_clock(NOW + 60 + 28800);
    app.world.reply_json(200, token_answer(3));
    assert_eq!(app.access_token("42").unwrap(), "gho_access3");
    assert_eq!(app.world.sent().pop().unwrap().field("refresh_token"), Some("ghr_refresh2"));
}

#[test]
fn subjects_are_renewed_apart() {
    let app = App::new();
    for user in [1, 2] {
        app.sign_in(user, merged(token_answer(user as u32), json!({ "expires_in": 60 })));
    }
    app.world.set_clock(NOW + 60);
    app.world.hold();
    let both = ["1", "2"].map(|subject| begin(usable_token(&app.sessions, subject)));
    assert_eq!(refreshes(&app), 2);
    app.world.reply_json(200, token_answer(11));
    app.world.reply_json(200, token_answer(12));
    app.world.release();
    assert_eq!(both.map(|one| one.end().unwrap()), ["gho_access11", "gho_access12"]);
    let used: Vec<_> = app.world.sent().iter().filter_map(|sent| sent.field("refresh_token").map(String::from)).collect();
    assert_eq!(used, ["ghr_refresh1", "ghr_refresh2"]);
}

// C-27: who reports a token that has been replaced meanwhile gets the new one, without another request.
#[test]
fn a_late_report_of_a_rejected_token_costs_nothing() {
    let app = signed_in(json!(28800), 0);
    app.world.reply_json(200, token_answer(2));
    for _ in 0..3 {
        let renewed = block_on(app.sessions.renew("42", Some("gho_access1"))).ok().unwrap();
        assert_eq!(renewed.access_token().secret(), "gho_access2");
    }
    assert_eq!(refreshes(&app), 1);
    assert_eq!(app.access_token("42").unwrap(), "gho_access2");
}

#[test]
fn c69_a_rejected_refresh_ends_the_session_once() {
    for body in [json!({ "error": "bad_refresh_token" }), json!({ "error": "invalid_grant" })] {
        let app = signed_in(json!(60), 60);
        app.world.reply_json(200, body);
        assert_eq!(code(app.access_token("42")), Some(ErrorCode::RefreshRejected));
        assert!(app.world.items().is_empty());
        assert_eq!(code(app.access_token("42")), Some(ErrorCode::NotSignedIn));
        assert_eq!(refreshes(&app), 1);
    }
}

#[test]
fn any_other_failure_keeps_the_session() {
    let failures = [
        (Reply::Fails(ErrorCode::NetworkError), ErrorCode::NetworkError),
        (Reply::Fails(ErrorCode::Timeout), ErrorCode::Timeout),
        (Reply::Text(502), ErrorCode::ServerError),
        (Reply::Text(429), ErrorCode::RateLimited),
        (Reply::Text(200), ErrorCode::InvalidResponse),
        (
            Reply::Json(200, support::json::read(&json!({ "error": "incorrect_client_credentials" }))),
            ErrorCode::ProxyMisconfigured,
        ),
        (Reply::Json(200, support::json::read(&json!({ "error": "unsupported_grant_type" }))), ErrorCode::OauthError),
        (Reply::Json(200, support::json::read(&json!({ "access_token": "gho_x" }))), ErrorCode::InvalidResponse),
    ];
    for (reply, expected) in failures {
        let app = signed_in(json!(60), 60);
        app.world.reply(reply);
        assert_eq!(code(app.access_token("42")), Some(expected));
        assert_eq!(app.world.items().len(), 1);
        // The next one tries again, with the same refresh token.
        app.world.reply_json(200, token_answer(2));
        assert_eq!(app.access_token("42").unwrap(), "gho_access2");
        assert_eq!(refreshes(&app), 2);
    }
}

#[test]
fn without_a_refresh_token_nothing_is_sent() {
    let app = App::new();
    app.sign_in(42, json!({ "access_token": "gho_x", "token_type": "bearer", "expires_in": 60 }));
    app.world.set_clock(NOW + 60);
    assert_eq!(code(app.access_token("42")), Some(ErrorCode::NoRefreshToken));
    assert_eq!(code(app.renew("42")), Some(ErrorCode::NoRefreshToken));
    assert_eq!(refreshes(&app), 0);
    assert_eq!(app.world.items().len(), 1);
}

#[test]
fn a_refresh_is_of_whom_it_says() {
    let app = signed_in(json!(28800), 10);
    app.sign_in(43, token_answer(3));
    app.world.reply_json(200, token_answer(4));
    app.renew("42").ok().unwrap();
    assert_eq!(
        (app.access_token("42").unwrap().as_str(), app.access_token("43").unwrap().as_str()),
        ("gho_access4", "gho_access3")
    );
    assert_eq!(code(app.renew("44")), Some(ErrorCode::NotSignedIn));
    assert_eq!(refreshes(&app), 1);
}
