//! Credentials: what their stored form brings back, what a refresh changes and keeps, when they should be renewed, and what
//! JavaScript sees of them.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use serde_json::{Value, json};
use support::app::{App, merged, record, seen, stored, token_answer};
use support::ports::NOW;

/// Credentials as JavaScript sees them.
fn view(answer: Value) -> Value {
    seen(&App::new().credentials_from(answer).ok().unwrap())
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
        let fresh = App::new().credentials_from(answer.clone()).ok().unwrap();
        let text = record(&fresh).to_string();
        let reloaded = stored(&serde_json::from_str(&text).unwrap()).unwrap();
        assert_eq!(seen(&reloaded), seen(&fresh), "{answer}");
        assert_eq!(record(&reloaded), record(&fresh), "{answer}");
    }
}

// What the page adds to a record (when somebody signed in, by which flow) is its own.
#[test]
fn a_record_may_hold_more_than_is_read() {
    let fresh = App::new().credentials_from(token_answer(1)).ok().unwrap();
    let more = merged(record(&fresh), json!({ "signed_in_at": 1, "flow": "oauth2", "": {} }));
    assert_eq!(seen(&stored(&more).unwrap()), seen(&fresh));
}

// T-17
#[test]
fn t17_a_record_that_is_foreign_or_damaged_is_none() {
    let good = record(&App::new().credentials_from(token_answer(1)).ok().unwrap());
    assert!(stored(&good).is_some());
    let mut damaged: Vec<Value> = vec![
        Value::Null,
        json!(7),
        json!("text"),
        json!(true),
        json!([]),
        json!([[[[]]]]),
        json!([good]),
        json!({}),
        json!({ "__proto__": good }),
        token_answer(1),
        json!({ "access_token": "gho_x", "token_type": "bearer" }),
        json!({ "accessToken": "gho_x", "tokenType": "Bearer" }),
        // A pending sign-in is none either.
        json!({ "provider": "github", "verifier": "v".repeat(43), "created_at": NOW }),
    ];
    // Every member of a good one, left out or of another type.
    for name in good.as_object().unwrap().keys() {
        for wrong in [Value::Null, json!([[]]), json!("x"), json!(true), json!(-1)] {
            damaged.push(merged(good.clone(), json!({ name: wrong })));
        }
    }
    for (name, wrong) in [
        ("access_token", json!("")),
        ("access_token", json!("gho x")),
        ("token_type", json!("mac")),
        ("refresh_token", json!({})),
        ("expires_in", json!(-1)),
        ("scope", json!(["repo"])),
    ] {
        damaged.push(merged(good.clone(), json!({ "answer": merged(token_answer(1), json!({ name: wrong })) })));
    }
    for record in damaged {
        assert!(stored(&record).is_none(), "{record}");
    }
}

#[test]
fn absurd_numbers_in_a_record_are_no_panic() {
    for number in [1e300, 1.8e19, 9e15, 0.5, 0.0] {
        let record = json!({ "answer": merged(token_answer(1), json!({ "expires_in": number })), "obtained_at": number });
        let view = seen(&stored(&record).unwrap());
        assert!(view["renewAt"].as_f64() <= view["expiresAt"].as_f64(), "{view}");
    }
}

#[test]
fn raw_is_the_answer_as_it_came() {
    let answer = merged(token_answer(1), json!({ "something_else": { "a": [true] } }));
    assert_eq!(view(answer.clone())["raw"], answer);
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
        let old = app.credentials_from(old.clone()).ok().unwrap();
        app.world.set_clock(later);
        app.world.reply_json(200, merged(json!({ "access_token": "gho_access2", "token_type": "bearer" }), newer));
        let renewed = app.renew(&old).ok().unwrap();
        let view = seen(&renewed);
        assert_eq!(view["accessToken"], "gho_access2");
        assert_eq!((&view["refreshToken"], &view["scope"]), (&json!(refresh_token), &scope));
        assert_eq!((&view["expiresAt"], &view["idToken"]), (&expires_at, &json!(id_token)));
        assert_eq!(seen(&stored(&record(&renewed)).unwrap()), view);
    }
}

// So that the page can write both in one go.
#[test]
fn c21_access_and_refresh_token_change_in_one_record() {
    let app = App::new();
    let old = app.credentials_from(token_answer(1)).ok().unwrap();
    app.world.reply_json(200, token_answer(2));
    let record = record(&app.renew(&old).ok().unwrap()).to_string();
    assert!(record.contains("gho_access2") && record.contains("ghr_refresh2"));
    assert!(!record.contains("gho_access1") && !record.contains("ghr_refresh1"));
}

#[test]
fn a_refresh_without_old_credentials_is_the_answer_alone() {
    let app = App::new();
    app.world.reply_json(200, json!({ "access_token": "gho_x", "token_type": "bearer" }));
    let view = seen(&app.refresh_with("ghr_own").ok().unwrap());
    assert_eq!((&view["accessToken"], &view["refreshToken"]), (&json!("gho_x"), &Value::Null));
}

#[test]
fn a_token_is_renewed_a_minute_before_it_ends() {
    for (lifetime, renew_after) in [
        (json!(28800), json!(28740)),
        (json!(121), json!(61)),
        (json!(120), json!(60)),
        // A short life: not before its second half.
        (json!(119), json!(60)),
        (json!(60), json!(30)),
        (json!(2), json!(1)),
        (json!(1), json!(1)),
        (json!(0), json!(0)),
        // C-17: unknown is not over.
        (Value::Null, Value::Null),
    ] {
        let got = view(merged(token_answer(1), json!({ "expires_in": lifetime })));
        let expected = renew_after.as_u64().map_or(Value::Null, |seconds| json!(NOW + seconds));
        assert_eq!(got["renewAt"], expected, "{lifetime}");
    }
}

#[test]
fn a_token_that_cannot_be_renewed_is_good_to_its_last_second() {
    for without in [json!({}), json!({ "refresh_token": null })] {
        let only = json!({ "access_token": "gho_only", "token_type": "bearer", "expires_in": 60 });
        assert_eq!(view(merged(only, without))["renewAt"], NOW + 60);
    }
}

// What it shows when it is printed is JavaScript's matter; here is only what there is to show.
#[test]
fn a_view_names_what_there_is_and_leaves_out_what_there_is_not() {
    let answer = merged(token_answer(1), json!({ "id_token": "e30.e30.x", "more": 1 }));
    assert_eq!(
        view(answer.clone()),
        json!({
            "accessToken": "gho_access1", "tokenType": "Bearer", "refreshToken": "ghr_refresh1", "idToken": "e30.e30.x",
            "scope": ["repo", "gist"], "expiresIn": 28800, "expiresAt": NOW + 28800, "renewAt": NOW + 28740, "raw": answer,
        })
    );
    let bare = json!({ "access_token": "gho_x", "token_type": "bearer" });
    assert_eq!(view(bare.clone()), json!({ "accessToken": "gho_x", "tokenType": "Bearer", "raw": bare }));
}
