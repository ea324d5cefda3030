//! Whose callback it is, and what the page is told about the sign-in that it answers. Nothing is exchanged here, so a code's
//! sign-in stays pending; an error's is over.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::ErrorCode;
use portcullis::oauth::transaction::Transaction;
use serde_json::{Value, json};
use support::app::{App, CALLBACK, code};
use support::ports::NOW;

/// What a sign-in may bring along and have back.
fn context() -> Value {
    json!({
        "subject": { "tenant": "a", "user": 7 }, "flow": "oauth2", "mode": "popup", "appState": { "cart": [1, null] },
        "returnTo": "/orders?open=1#top",
    })
}

#[test]
fn what_a_sign_in_brought_along_comes_back() {
    let app = App::new();
    let started = app.authorize(context()).unwrap();
    let grant = app.receive(&started.callback("code=a+b%26c")).unwrap().unwrap();
    for (name, value) in context().as_object().unwrap() {
        assert_eq!(&grant[name], value, "{name}");
    }
    assert_eq!((&grant["state"], &grant["code"]), (&json!(started.state), &json!("a b&c")));
    assert_eq!(grant.as_object().unwrap().len(), 8);
}

#[test]
fn what_it_did_not_bring_along_is_not_there() {
    let app = App::new();
    let started = app.authorize(json!({ "subject": null })).unwrap();
    let grant = app.receive(&started.callback("code=c0de")).unwrap().unwrap();
    assert_eq!(grant, json!({ "provider": "github", "state": started.state, "code": "c0de" }));
}

#[test]
fn c09_a_code_leaves_its_sign_in_to_the_exchange() {
    let app = App::new();
    let callback = app.start().callback("code=c0de");
    let before = app.world.items();
    for _ in 0..2 {
        assert!(app.receive(&callback).unwrap().is_some());
    }
    assert_eq!(app.world.items(), before);
    assert!(app.accept(&callback).is_ok());
    assert_eq!(code(app.receive(&callback)), Some(ErrorCode::StateMismatch));
}

#[test]
fn c06_an_error_ends_its_sign_in() {
    for (response, expected) in [
        ("error=access_denied", ErrorCode::AccessDenied),
        ("error=server_error&code=c0de", ErrorCode::AuthorizationFailed),
        ("code=", ErrorCode::InvalidCallback),
    ] {
        let app = App::new();
        let other = app.start();
        let started = app.start();
        assert_eq!(code(app.receive(&started.callback(response))), Some(expected), "{response}");
        assert!(app.world.keys_with(&started.state).is_empty(), "{response}");
        // And no other one.
        assert!(app.accept(&other.callback("code=c0de")).is_ok(), "{response}");
    }
}

// T-10: the same redirect URI tells nothing; who began the sign-in does.
#[test]
fn c47_a_callback_is_for_the_provider_that_began_it() {
    let github = App::new();
    let other = App::of(&github.world, json!({ "name": "work" }));
    for response in ["code=c0de", "error=access_denied", "code=c0de&error=x"] {
        let callback = github.start().callback(response);
        assert!(other.receive(&callback).unwrap().is_none(), "{response}");
        // Not even by name.
        assert_eq!(code(other.accept(&callback)), Some(ErrorCode::CallbackMismatch), "{response}");
        assert!(!matches!(github.receive(&callback), Ok(None)), "{response}");
    }
}

// C-47: by its name it is ours, but the app has changed since; nobody else may have it either.
#[test]
fn c47_a_callback_for_an_earlier_configuration_is_refused() {
    for changed in [
        json!({ "clientId": "Ov23liOther" }),
        json!({ "issuer": "https://other.example" }),
        json!({ "proxyUrl": "https://evil.example/auth/github" }),
    ] {
        let app = App::new();
        let callback = app.start().callback("code=c0de");
        let before = app.world.items();
        let other = App::of(&app.world, changed.clone());
        assert_eq!(code(other.receive(&callback)), Some(ErrorCode::CallbackMismatch), "{changed}");
        assert_eq!(app.world.items(), before, "{changed}");
    }
}

// C-05: nobody's callback is refused where we asked for one, and left alone elsewhere.
#[test]
fn c05_a_callback_of_nobody_is_refused_at_our_address_only() {
    let app = App::new();
    for query in ["code=c0de", "code=c0de&state=never-started", "error=x", "code=a&code=b"] {
        let expected = if query == "code=a&code=b" { ErrorCode::InvalidCallback } else { ErrorCode::StateMismatch };
        assert_eq!(code(app.receive(&format!("{CALLBACK}?{query}"))), Some(expected), "{query}");
        assert!(app.receive(&format!("https://app.example/elsewhere?{query}")).unwrap().is_none(), "{query}");
    }
}

#[test]
fn t13_a_sign_in_that_came_too_late_is_refused_and_over() {
    let app = App::new();
    let callback = app.start().callback("code=c0de");
    app.world.set_clock(NOW + 601);
    assert_eq!(code(app.receive(&callback)), Some(ErrorCode::TransactionExpired));
    assert!(app.world.items().is_empty());
}

// What a sign-out does: whoever comes back afterwards is not signed in.
#[test]
fn every_pending_sign_in_of_an_app_can_be_ended_at_once() {
    let app = App::new();
    let other = App::of(&app.world, json!({ "clientId": "Ov23liOther" }));
    let (ours, theirs) = (app.start(), other.start());
    app.start();
    app.world.put("portcullis:v1::transaction:broken", "{");
    app.world.put("portcullis:v1:Ov23liExample:github:42", "not a sign-in");
    Transaction::remove_all(&app.world, "Ov23liExample").unwrap();
    assert_eq!(code(app.accept(&ours.callback("code=c0de"))), Some(ErrorCode::StateMismatch));
    assert!(other.accept(&theirs.callback("code=c0de")).is_ok());
    assert_eq!(app.world.items().into_keys().collect::<Vec<_>>(), ["portcullis:v1:Ov23liExample:github:42"]);
}

#[test]
fn one_pending_sign_in_can_be_ended() {
    let app = App::new();
    let (first, second) = (app.start(), app.start());
    for _ in 0..2 {
        Transaction::forget(&app.world, &first.state).unwrap();
    }
    assert_eq!(code(app.accept(&first.callback("code=c0de"))), Some(ErrorCode::StateMismatch));
    assert!(app.accept(&second.callback("code=c0de")).is_ok());
}

// A record of credentials is no pending sign-in, whatever client ids and states are made of.
#[test]
fn a_client_id_cannot_be_mistaken_for_the_pending_sign_ins() {
    let app = App::with(json!({ "clientId": "transaction" }));
    let key = "portcullis:v1:transaction:github:42";
    app.world.put(key, &json!({ "verifier": "v".repeat(43), "created_at": NOW }).to_string());
    app.start();
    assert_eq!(code(app.handle(&format!("{CALLBACK}?code=c0de&state=github:42"))), Some(ErrorCode::StateMismatch));
    Transaction::remove_all(&app.world, "transaction").unwrap();
    assert_eq!(app.world.items().into_keys().collect::<Vec<_>>(), [key]);
}
