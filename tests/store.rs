//! Where credentials are kept: keys that cannot collide, and records that somebody or something else wrote.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::ErrorCode;
use serde_json::{Value, json};
use support::app::{App, code, merged, refusal, seen, token_answer};
use support::ports::{Disk, NOW, World};

const KEY: &str = "portcullis:v1:Ov23liExample:github:42";

#[test]
fn the_key_is_the_documented_one() {
    let app = App::new();
    app.sign_in(42, token_answer(1));
    assert_eq!(app.world.items().into_keys().collect::<Vec<_>>(), [KEY]);
}

// T-17
#[test]
fn a_record_that_cannot_be_read_is_removed_and_the_subject_signed_out() {
    let app = App::new();
    app.sign_in(42, token_answer(1));
    let good: Value = serde_json::from_str(&app.world.items()[KEY]).unwrap();
    let mut damaged: Vec<String> =
        ["", "{", "null", "7", "[]", "\"text\"", "{}", "[[[[]]]]", "\u{0}", "{\"__proto__\":{}}", "undefined"]
            .map(String::from)
            .into();
    // Every member of a good record, left out or of another type.
    for name in good.as_object().unwrap().keys() {
        for wrong in [Value::Null, json!([[]]), json!("x"), json!(true)] {
            damaged.push(merged(good.clone(), json!({ name: wrong })).to_string());
        }
    }
    damaged.push(json!({ "access_token": "gho_x", "token_type": "bearer" }).to_string());
    for text in damaged {
        for ask in [
            |app: &App| code(app.credentials("42")),
            |app: &App| code(app.latest_subject()),
            |app: &App| code(app.access_token("42")),
        ] {
            let app = App::new();
            app.world.put(KEY, &text);
            assert_eq!(ask(&app), Some(ErrorCode::NotSignedIn), "{text}");
            assert!(app.world.items().is_empty(), "{text}");
            app.sign_in(42, token_answer(2));
            assert_eq!(app.access_token("42").unwrap(), "gho_access2");
        }
    }
}

/// Every number anywhere in a value, replaced.
fn with_numbers(value: &Value, number: f64) -> Value {
    match value {
        Value::Number(_) => json!(number),
        Value::Array(values) => values.iter().map(|value| with_numbers(value, number)).collect(),
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), with_numbers(value, number))).collect(),
        other => other.clone(),
    }
}

#[test]
fn absurd_numbers_in_a_record_are_no_panic() {
    for number in [1e300, 1.8e19, 9e15, 0.5, 0.0, -1.0] {
        let app = App::new();
        app.sign_in(42, token_answer(1));
        let good: Value = serde_json::from_str(&app.world.items()[KEY]).unwrap();
        app.world.put(KEY, &with_numbers(&good, number).to_string());
        app.world.reply_json(200, token_answer(2));
        let _ = app.credentials("42").map(|credentials| seen(&credentials));
        assert!(matches!(code(app.access_token("42")), None | Some(ErrorCode::NotSignedIn)), "{number}");
    }
}

// T-19: other apps on this origin, and other software, keep what is theirs.
#[test]
fn what_is_not_ours_is_never_touched() {
    let app = App::new();
    let foreign = [
        "theme",
        "portcullis",
        "portcullis:v2:x",
        "portcullis:v1:Ov23liOther:github:42",
        "portcullis:v1:Ov23liExampleX:github:42",
        "xportcullis:v1:Ov23liExample:github:42",
        "portcullis:v1:Ov23liExample:gitlab:42",
    ];
    foreign.iter().for_each(|key| app.world.put(key, "not json"));
    assert_eq!(code(app.latest_subject()), Some(ErrorCode::NotSignedIn));
    app.sign_in(42, token_answer(1));
    assert_eq!(app.latest_subject().unwrap(), "42");
    app.sign_out(json!({})).unwrap();
    assert_eq!(app.world.items().len(), foreign.len());
    assert!(app.world.items().values().all(|text| text == "not json"));
}

#[test]
fn apps_and_subjects_cannot_be_mistaken_for_each_other() {
    let names =
        ["a", "a:github", "a%3Agithub", "a:github:b", "b", "a:", ":a", "%", "%25", "é", "\u{0}", "a b", "github", "github:b"];
    let world = World::new();
    let mut number = 0;
    for client in names {
        for subject in names {
            let app = App::of(&world, json!({ "clientId": client }));
            let callback = app.start().callback("code=c0de");
            number += 1;
            world.reply_json(200, token_answer(number));
            world.reply_json(200, json!({ "id": subject }));
            assert_eq!(app.handle(&callback).unwrap().unwrap().subject, subject);
        }
    }
    assert_eq!(world.items().len(), names.len() * names.len());
    number = 0;
    for client in names {
        let app = App::of(&world, json!({ "clientId": client }));
        for subject in names {
            number += 1;
            assert_eq!(app.access_token(subject).unwrap(), format!("gho_access{number}"), "{client} {subject}");
        }
        app.sign_out(json!({ "subject": "b" })).unwrap();
        assert_eq!(code(app.access_token("b")), Some(ErrorCode::NotSignedIn));
    }
    assert_eq!(world.items().len(), names.len() * (names.len() - 1));
}

// A credential record is no pending sign-in, whatever the client id is.
#[test]
fn a_client_id_cannot_be_mistaken_for_the_pending_sign_ins() {
    let app = App::with(json!({ "clientId": "transaction" }));
    app.sign_in(42, token_answer(1));
    app.start();
    assert_eq!(app.access_token("42").unwrap(), "gho_access1");
    assert_eq!(
        code(app.handle(&format!("{}?code=c0de&state=github:42", support::app::CALLBACK))),
        Some(ErrorCode::StateMismatch)
    );
    assert_eq!(app.access_token("42").unwrap(), "gho_access1");
}

#[test]
fn who_signed_in_last_is_the_default() {
    let app = App::new();
    for (user, at) in [(1, 0), (3, 10), (2, 20)] {
        app.world.set_clock(NOW + at);
        app.sign_in(user, token_answer(user as u32));
    }
    assert_eq!(app.latest_subject().unwrap(), "2");
    assert_eq!(app.subject(json!({ "subject": "1" })).unwrap(), "1");
    assert_eq!(code(app.subject(json!({ "subject": "4" }))), Some(ErrorCode::NotSignedIn));
    assert_eq!(refusal(app.subject(json!({ "user": "1" })))["field"], "session.user");
    app.sign_out(json!({})).unwrap();
    assert_eq!(app.latest_subject().unwrap(), "3");
}

#[test]
fn signing_out_removes_the_subject_and_every_pending_sign_in_of_this_app() {
    let app = App::new();
    let other = App::of(&app.world, json!({ "clientId": "Ov23liOther" }));
    app.sign_in(1, token_answer(1));
    app.world.set_clock(NOW + 1);
    app.sign_in(2, token_answer(2));
    let (ours, theirs) = (app.start(), other.start());
    app.sign_out(json!({ "subject": "1" })).unwrap();
    assert_eq!(code(app.accept(&ours.callback("code=c0de"))), Some(ErrorCode::StateMismatch));
    assert!(other.accept(&theirs.callback("code=c0de")).is_ok());
    assert_eq!(code(app.access_token("1")), Some(ErrorCode::NotSignedIn));
    assert_eq!(seen(&app.credentials("2").ok().unwrap())["accessToken"], "gho_access2");
    app.sign_out(json!({})).unwrap();
    assert!(app.world.items().is_empty());
    // Nobody is left: still no error.
    app.sign_out(json!({})).unwrap();
    app.sign_out(json!({ "subject": "7" })).unwrap();
}

// T-20
#[test]
fn a_blocked_storage_is_said_and_not_mistaken_for_signed_out() {
    let app = App::new();
    app.sign_in(42, token_answer(1));
    app.world.set_disk(Disk::Blocked);
    assert_eq!(code(app.access_token("42")), Some(ErrorCode::StorageUnavailable));
    assert_eq!(code(app.latest_subject()), Some(ErrorCode::StorageUnavailable));
    assert_eq!(code(app.sign_out(json!({}))), Some(ErrorCode::StorageUnavailable));
    app.world.set_disk(Disk::Works);
    assert_eq!(app.access_token("42").unwrap(), "gho_access1");
}
