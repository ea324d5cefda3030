//! Sign-ins that a flow of the app's own has begun: they get the same protection as ours, and never take the place of one.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::ErrorCode;
use serde_json::{Value, json};
use support::app::{App, CALLBACK, code, refusal};
use support::ports::{Disk, NOW};

const STATE: &str = "a-state-that-nobody-can-guess";

fn callback(response: &str) -> String {
    format!("{CALLBACK}?{response}&state={STATE}")
}

/// What is stored about the sign-in.
fn record(app: &App) -> Value {
    serde_json::from_str(&app.world.items()[&format!("portcullis:v1::transaction:{STATE}")]).unwrap()
}

#[test]
fn a_tracked_sign_in_is_recognised_when_it_comes_back() {
    let app = App::new();
    let context = json!({ "subject": "mona", "flow": "saml", "mode": "popup", "appState": [1], "returnTo": "/orders" });
    app.track(STATE, context.clone()).unwrap();
    let grant = app.receive(&callback("code=c0de")).unwrap().unwrap();
    for (name, value) in context.as_object().unwrap() {
        assert_eq!(&grant[name], value, "{name}");
    }
    assert_eq!((&grant["state"], &grant["code"]), (&json!(STATE), &json!("c0de")));
    assert!(app.world.sent().is_empty());
}

// C-47, T-13: the binding and the ten minutes are those of any sign-in.
#[test]
fn c47_a_tracked_sign_in_is_bound_as_any_other() {
    let app = App::new();
    app.track(STATE, json!({})).unwrap();
    let other = App::of(&app.world, json!({ "clientId": "Ov23liOther" }));
    assert_eq!(code(other.accept(&callback("code=c0de"))), Some(ErrorCode::CallbackMismatch));
    let elsewhere = format!("https://app.example/elsewhere?code=c0de&state={STATE}");
    assert_eq!(code(app.receive(&elsewhere)), Some(ErrorCode::CallbackMismatch));
    assert_eq!(code(app.accept(&callback("code=c0de&iss=https%3A%2F%2Fevil.example"))), Some(ErrorCode::IssuerMismatch));
    app.world.set_clock(NOW + 601);
    assert_eq!(code(app.accept(&callback("code=c0de"))), Some(ErrorCode::TransactionExpired));
}

// C-32
#[test]
fn c28_a_tracked_sign_in_has_a_verifier_of_its_own() {
    let verifiers = [App::new(), App::new()].map(|app| {
        app.track(STATE, json!({})).unwrap();
        record(&app)["verifier"].as_str().unwrap().to_string()
    });
    for verifier in &verifiers {
        assert!((43..=128).contains(&verifier.len()));
        assert!(verifier.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b)), "{verifier}");
    }
    assert_ne!(verifiers[0], verifiers[1]);
}

#[test]
fn t01_a_guessable_state_is_refused() {
    let long = "a".repeat(513);
    for weak in ["", "short", "123456789012345678901", "spaces are not allowed here", "a:state/that~is.not-base64url", &long] {
        let app = App::new();
        let error = refusal(app.track(weak, json!({})));
        assert_eq!((&error["code"], &error["field"]), (&json!("weak_state"), &json!("signIn.state")), "{weak}");
        assert!(app.world.items().is_empty(), "{weak}");
    }
    for right in ["1234567890123456789012", &long[..512]] {
        assert!(App::new().track(right, json!({})).is_ok());
    }
}

#[test]
fn what_authorize_has_begun_is_left_as_it_is() {
    let app = App::new();
    let started = app.authorize(json!({ "state": STATE, "appState": "ours", "scope": ["repo"] })).unwrap();
    let before = app.world.items();
    app.world.set_clock(NOW + 5);
    app.track(&started.state, json!({ "appState": "another", "flow": "saml" })).unwrap();
    assert_eq!(app.world.items(), before);
}

// Two providers, one state: the first keeps it, and the second cannot take what comes back.
#[test]
fn c47_another_providers_sign_in_is_not_taken_over() {
    let app = App::new();
    app.authorize(json!({ "state": STATE })).unwrap();
    let other = App::of(&app.world, json!({ "name": "work" }));
    other.track(STATE, json!({ "appState": "theirs" })).unwrap();
    assert!(other.receive(&callback("code=c0de")).unwrap().is_none());
    assert_eq!(app.receive(&callback("code=c0de")).unwrap().unwrap()["appState"], Value::Null);
}

#[test]
fn the_options_of_a_tracked_sign_in_are_checked() {
    for (wrong, field) in [
        (json!({ "appstate": 1 }), "signIn.appstate"),
        (json!({ "returnTo": 7 }), "signIn.returnTo"),
        (json!({ "flow": {} }), "signIn.flow"),
        (json!(null), "signIn"),
        (json!([]), "signIn"),
    ] {
        let app = App::new();
        let error = refusal(app.track(STATE, wrong.clone()));
        assert_eq!((&error["config"], &error["field"]), (&json!(true), &json!(field)), "{wrong}");
        assert!(app.world.items().is_empty());
    }
    // C-62
    let app = App::new();
    app.track(STATE, json!({ "returnTo": "//evil.example" })).unwrap();
    assert_eq!(app.receive(&callback("code=c0de")).unwrap().unwrap()["returnTo"], "/");
}

// T-20
#[test]
fn t20_without_storage_a_sign_in_is_not_tracked() {
    for (disk, expected) in [(Disk::Blocked, ErrorCode::StorageUnavailable), (Disk::Full, ErrorCode::StorageFull)] {
        let app = App::new();
        app.world.set_disk(disk);
        assert_eq!(code(app.track(STATE, json!({}))), Some(expected));
    }
}
