//! Credentials: what a reload brings back, what a refresh changes and keeps, and that printing shows no secret.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use serde_json::{Value, json};
use support::app::{App, merged, seen, token_answer};
use support::ports::NOW;

fn stored(app: &App, subject: &str) -> Value {
    seen(&app.credentials(subject).ok().unwrap())
}

#[test]
fn credentials_survive_a_reload() {
    let answers = [
        token_answer(1),
        merged(token_answer(1), json!({ "scope": "", "id_token": "e30.e30.x", "extra": { "nested": [1, null] } })),
        json!({ "access_token": "gho_only", "token_type": "BEARER" }),
        json!({ "access_token": "gho_!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "token_type": "bearer", "expires_in": "60" }),
        json!({ "access_token": "gho_x", "token_type": "bearer", "expires_in": 1e300 }),
    ];
    for answer in answers {
        let app = App::new();
        let fresh = app.sign_in(42, answer.clone());
        app.world.set_clock(NOW + 5);
        let reloaded = App::of(&app.world, json!({}));
        assert_eq!(reloaded.latest_subject().unwrap(), "42");
        assert_eq!(stored(&reloaded, "42"), seen(&fresh.credentials), "{answer}");
    }
}

#[test]
fn raw_is_the_answer_as_it_came() {
    let answer = merged(token_answer(1), json!({ "something_else": { "a": [true] } }));
    let raw = seen(&App::new().sign_in(42, answer.clone()).credentials)["raw"].clone();
    for (name, value) in answer.as_object().unwrap() {
        assert_eq!(&raw[name], value, "{name}");
    }
}

#[test]
fn c21_a_refresh_replaces_what_it_brings_and_keeps_what_it_leaves_out() {
    let old = merged(token_answer(1), json!({ "id_token": "e30.old.x" }));
    let later = NOW + 100;
    for (newer, refresh_token, scope, expires_at, id_token) in [
        (token_answer(2), "ghr_refresh2", json!(["repo", "gist"]), json!(later + 28800), "e30.old.x"),
        (json!({}), "ghr_refresh1", json!(["repo", "gist"]), Value::Null, "e30.old.x"),
        (json!({ "refresh_token": null, "scope": null }), "ghr_refresh1", json!(["repo", "gist"]), Value::Null, "e30.old.x"),
        (
            json!({ "scope": "", "expires_in": 60, "id_token": "e30.new.x" }),
            "ghr_refresh1",
            json!([]),
            json!(later + 60),
            "e30.new.x",
        ),
    ] {
        let app = App::new();
        app.sign_in(42, old.clone());
        app.world.set_clock(later);
        app.world.reply_json(200, merged(json!({ "access_token": "gho_access2", "token_type": "bearer" }), newer));
        let returned = seen(&app.renew("42").ok().unwrap());
        assert_eq!(returned["accessToken"], "gho_access2");
        assert_eq!((&returned["refreshToken"], &returned["scope"]), (&json!(refresh_token), &scope));
        assert_eq!((&returned["expiresAt"], &returned["idToken"]), (&expires_at, &json!(id_token)));
        assert_eq!(stored(&App::of(&app.world, json!({})), "42"), returned);
    }
}

#[test]
fn c21_access_and_refresh_token_change_in_one_record() {
    let app = App::new();
    app.sign_in(42, token_answer(1));
    app.world.reply_json(200, token_answer(2));
    app.renew("42").ok().unwrap();
    let records: Vec<String> = app.world.items().into_values().collect();
    assert_eq!(records.len(), 1);
    assert!(records[0].contains("gho_access2") && records[0].contains("ghr_refresh2"));
    assert!(!records[0].contains("gho_access1") && !records[0].contains("ghr_refresh1"));
}

// What it shows when it is printed is JavaScript's matter; here is only what there is to show.
#[test]
fn a_view_names_what_there_is_and_leaves_out_what_there_is_not() {
    let answer = merged(token_answer(1), json!({ "id_token": "e30.e30.x", "more": 1 }));
    let full = seen(&App::new().sign_in(42, answer.clone()).credentials);
    assert_eq!(
        full,
        json!({
            "accessToken": "gho_access1", "tokenType": "Bearer", "refreshToken": "ghr_refresh1", "idToken": "e30.e30.x",
            "scope": ["repo", "gist"], "expiresIn": 28800, "expiresAt": NOW + 28800, "raw": answer,
        })
    );
    let bare = json!({ "access_token": "gho_x", "token_type": "bearer" });
    let least = seen(&App::new().sign_in(42, bare.clone()).credentials);
    assert_eq!(least, json!({ "accessToken": "gho_x", "tokenType": "Bearer", "raw": bare }));
}
