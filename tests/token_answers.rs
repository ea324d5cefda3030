//! What may come back from the token endpoint: answers that GitHub was seen to give, and hostile ones.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::ErrorCode;
use portcullis::oauth::json::{Json, Object};
use serde_json::{Value, json};
use support::app::{App, code, merged, seen};
use support::ports::{NOW, Reply};

fn answer(changes: Value) -> Value {
    merged(json!({ "access_token": "gho_16C7e42F292c6912E7710c838347Ae178B4a", "token_type": "bearer" }), changes)
}

/// What the credentials of an answer look like.
fn accepted(changes: Value) -> Value {
    seen(&App::new().credentials_from(answer(changes)).ok().unwrap())
}

/// The answer is refused and nothing is stored.
fn is_refused(answer: Value) {
    let app = App::new();
    let text = answer.to_string();
    assert_eq!(code(app.credentials_from(answer)), Some(ErrorCode::InvalidResponse), "{text}");
    assert!(app.world.items().is_empty(), "{text}");
}

/// With a member that JSON text cannot say, but JavaScript can (`JSON.parse("1e400")` is Infinity).
fn with_number(name: &str, number: f64) -> Json {
    let Json::Object(Object(mut members)) = support::json::read(&answer(json!({}))) else { panic!() };
    members.push((name.into(), Json::Number(number)));
    Json::Object(Object(members))
}

#[test]
fn an_oauth_app_without_expiry() {
    let got = accepted(json!({ "scope": "repo,gist" }));
    assert_eq!(got["accessToken"], "gho_16C7e42F292c6912E7710c838347Ae178B4a");
    assert_eq!(got["scope"], json!(["repo", "gist"]));
    // C-17: unknown, not zero and not for ever.
    assert_eq!((&got["refreshToken"], &got["expiresIn"], &got["expiresAt"]), (&Value::Null, &Value::Null, &Value::Null));
}

#[test]
fn an_oauth_app_with_expiry() {
    let got = accepted(
        json!({ "scope": "", "expires_in": 28800, "refresh_token": "ghr_1B4a2e77838347a7E420ce178F2E7c6912E169246c34E1ccbF66C46812d16D5B1A9Dc86A1498", "refresh_token_expires_in": 15897600 }),
    );
    assert_eq!((&got["expiresIn"], &got["expiresAt"]), (&json!(28800), &json!(NOW + 28800)));
    assert!(got["refreshToken"].as_str().unwrap().starts_with("ghr_1B4a"));
    assert_eq!(got["scope"], json!([])); // C-18: always so for GitHub Apps
}

#[test]
fn a_github_app_of_2020_with_numbers_as_text() {
    let got = accepted(
        json!({ "access_token": "ghu_16C7", "expires_in": "28800", "refresh_token": "ghr_x", "refresh_token_expires_in": "15811200", "scope": "" }),
    );
    assert_eq!(
        (&got["accessToken"], &got["expiresIn"], &got["expiresAt"]),
        (&json!("ghu_16C7"), &json!(28800), &json!(NOW + 28800))
    );
}

// C-15
#[test]
fn c15_without_a_usable_access_token_it_is_refused() {
    is_refused(json!({ "token_type": "bearer" }));
    for token in [
        json!(null),
        json!(""),
        json!(7),
        json!(true),
        json!(["gho_x"]),
        json!({ "toString": "gho_x" }),
        json!("gho x"),
        json!("gho_\n"),
        json!("gho_é"),
        json!("g".repeat(8193)),
    ] {
        is_refused(answer(json!({ "access_token": token })));
    }
    assert_eq!(accepted(json!({ "access_token": "g".repeat(8192) }))["accessToken"].as_str().map(str::len), Some(8192));
    for body in [json!(null), json!([]), json!([answer(json!({}))]), json!("gho_x"), json!(7), json!(true)] {
        is_refused(body);
    }
}

#[test]
fn c16_the_token_type_is_bearer_in_any_case() {
    for kind in ["bearer", "Bearer", "BEARER", "bEARER"] {
        accepted(json!({ "token_type": kind }));
    }
    is_refused(json!({ "access_token": "gho_x" }));
    for kind in
        [json!("mac"), json!("DPoP"), json!("bearer "), json!(""), json!(7), json!(null), json!(["bearer"]), json!("béarer")]
    {
        is_refused(answer(json!({ "token_type": kind })));
    }
}

#[test]
fn c17_a_lifetime_is_seconds_or_unknown_or_refused() {
    let ten_years = 315_360_000u64;
    for (given, seconds) in [
        (json!(0), json!(0)),
        (json!(3599.9), json!(3599)),
        (json!("0"), json!(0)),
        (json!("0028800"), json!(28800)),
        (json!(1e300), json!(ten_years)),
        (json!(u64::MAX), json!(ten_years)),
        (json!("99999999999999999999999999"), json!(ten_years)),
        (Value::Null, Value::Null),
    ] {
        let got = accepted(json!({ "expires_in": given }));
        assert_eq!(got["expiresIn"], seconds, "{given}");
        assert_eq!(got["expiresAt"], seconds.as_u64().map_or(Value::Null, |seconds| json!(NOW + seconds)), "{given}");
    }
    for wrong in [
        json!(-1),
        json!(-0.5),
        json!("-1"),
        json!(""),
        json!(" 60"),
        json!("6e3"),
        json!("0x10"),
        json!("٣"),
        json!("soon"),
        json!(true),
        json!([60]),
        json!({}),
    ] {
        is_refused(answer(json!({ "expires_in": wrong })));
    }
    for (number, expected) in [
        (f64::INFINITY, None),
        (f64::NAN, Some(ErrorCode::InvalidResponse)),
        (f64::NEG_INFINITY, Some(ErrorCode::InvalidResponse)),
    ] {
        let app = App::new();
        app.world.reply(Reply::Json(200, with_number("expires_in", number)));
        assert_eq!(code(app.exchange(&app.start().callback("code=c0de"))), expected, "{number}");
    }
}

#[test]
fn c18_scopes_parse_with_commas_and_with_spaces() {
    for (text, scopes) in [
        ("repo,gist", vec!["repo", "gist"]),
        ("repo gist", vec!["repo", "gist"]),
        ("repo, gist", vec!["repo", "gist"]),
        ("user:email", vec!["user:email"]),
        (",, ,", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(accepted(json!({ "scope": text }))["scope"], json!(scopes), "{text}");
    }
    for wrong in [json!(7), json!(["repo"]), json!({}), json!(true)] {
        is_refused(answer(json!({ "scope": wrong })));
    }
}

#[test]
fn c18_without_a_scope_what_was_asked_for_is_granted() {
    for (asked, granted) in [(json!("repo gist"), json!(["repo", "gist"])), (json!([]), Value::Null)] {
        for answer in [answer(json!({})), answer(json!({ "scope": null }))] {
            let app = App::new();
            let started = app.authorize(json!({ "scope": asked })).unwrap();
            app.world.reply_json(200, answer);
            assert_eq!(seen(&app.exchange(&started.callback("code=c0de")).ok().unwrap())["scope"], granted);
        }
    }
}

#[test]
fn a_malformed_refresh_token_is_refused() {
    for token in [json!(7), json!({}), json!("ghr x"), json!("ghr\0"), json!("r".repeat(8193))] {
        is_refused(answer(json!({ "refresh_token": token })));
    }
}

// A personal token is no answer to a code: somebody in between put it there.
#[test]
fn personal_access_tokens_are_refused() {
    is_refused(answer(json!({ "access_token": "ghp_16C7e42F292c6912E7710c838347Ae178B4a" })));
    is_refused(answer(json!({ "access_token": "github_pat_11ABC_xyz" })));
    accepted(json!({ "access_token": "anything-else_ghp_" }));
}

// T-18
#[test]
fn c20_unknown_members_change_nothing() {
    let got = accepted(
        json!({ "__proto__": { "access_token": "gho_evil" }, "constructor": {}, "toString": 1, "hasOwnProperty": null, "created_at": -1, "": "" }),
    );
    assert_eq!(got["accessToken"], "gho_16C7e42F292c6912E7710c838347Ae178B4a");
    is_refused(json!({ "__proto__": answer(json!({})), "token_type": "bearer" }));
}
