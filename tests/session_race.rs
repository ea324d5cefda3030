//! What happens to a session while its renewal is under way: a sign-out, another sign-in, and calls from inside a request.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::{ErrorCode, Result};
use serde_json::{Value, json};
use std::rc::Rc;
use support::app::{App, code, merged, token_answer, usable_token};
use support::ports::NOW;
use support::tasks::begin;

fn stale() -> App {
    let app = App::new();
    app.sign_in(42, merged(token_answer(1), json!({ "expires_in": 60 })));
    app.world.set_clock(NOW + 60);
    app
}

/// Asks for a token, does something while the request is out, and gives what the asker got.
fn meanwhile(app: &App, answer: Value, action: impl FnOnce()) -> Result<String> {
    app.world.hold();
    let asked = begin(usable_token(&app.sessions, "42"));
    assert!(asked.is_waiting());
    action();
    app.world.reply_json(200, answer);
    app.world.release();
    asked.end()
}

#[test]
fn a_sign_out_during_a_renewal_wins() {
    let app = stale();
    let result = meanwhile(&app, token_answer(2), || app.sign_out(json!({})).unwrap());
    assert_eq!(code(result), Some(ErrorCode::NotSignedIn));
    assert!(app.world.items().is_empty());
}

#[test]
fn a_sign_in_during_a_renewal_wins() {
    for answer in [token_answer(2), json!({ "error": "bad_refresh_token" })] {
        let app = stale();
        let result = meanwhile(&app, answer, || {
            let key = app.world.keys_with(":42").concat();
            let other = App::new();
            other.world.set_clock(NOW + 60);
            other.sign_in(42, token_answer(3));
            app.world.put(&key, &other.world.items()[&key]);
        });
        assert_eq!(result.unwrap(), "gho_access3");
        assert_eq!(app.access_token("42").unwrap(), "gho_access3");
    }
}

#[test]
fn after_a_sign_out_a_new_session_renews_for_itself() {
    let app = stale();
    let _ = meanwhile(&app, token_answer(2), || app.sign_out(json!({})).unwrap());
    app.sign_in(42, merged(token_answer(5), json!({ "expires_in": 60 })));
    app.world.set_clock(NOW + 200);
    app.world.reply_json(200, token_answer(6));
    assert_eq!(app.access_token("42").unwrap(), "gho_access6");
    assert_eq!(app.world.sent().pop().unwrap().field("refresh_token"), Some("ghr_refresh5"));
}

// Rule 3 of the design: no borrow is held while somebody else's code runs.
#[test]
fn every_call_works_from_inside_a_request() {
    let app = stale();
    app.world.reply_json(200, token_answer(2));
    let (sessions, world) = (Rc::clone(&app.sessions), app.world.clone());
    app.world.while_sending(move || {
        let inner = App { world: world.clone(), sessions: Rc::clone(&sessions) };
        let started = inner.start();
        assert!(inner.accept(&started.callback("code=c0de")).is_ok());
        assert_eq!(inner.latest_subject().unwrap(), "42");
        assert!(inner.credentials("42").is_ok());
        assert!(inner.sessions.check_request("https://api.github.com/user", false).is_ok());
        assert!(inner.sessions.fresh_token("42").is_ok_and(|token| token.is_none()));
        inner.sign_out(json!({})).unwrap();
    });
    assert_eq!(code(app.access_token("42")), Some(ErrorCode::NotSignedIn));
    assert!(app.world.items().is_empty());
}

// A failed renewal must not be what later ones get.
#[test]
fn each_renewal_is_a_new_one_once_the_last_has_ended() {
    let app = stale();
    app.world.reply_json(502, json!({}));
    assert_eq!(code(app.access_token("42")), Some(ErrorCode::ServerError));
    for number in 2..5 {
        app.world.reply_json(200, merged(token_answer(number), json!({ "expires_in": 0 })));
        assert_eq!(app.access_token("42").unwrap(), format!("gho_access{number}"));
    }
}
