//! What an app adds to requests: parameters for the authorization URL, its own and those of one sign-in, the separator of
//! scopes, and parameters for token requests. None of them can be the flow's own.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use serde_json::{Value, json};
use support::app::{App, configure, github_options, merged, refusal, token_answer};
use support::ports::World;

/// Names of the flow's own, some of them as a typing mistake would have them (C-02).
const RESERVED: [&str; 18] = [
    "grant_type",
    "code",
    "refresh_token",
    "response_type",
    "response_mode",
    "client_id",
    "client_secret",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "request",
    "request_uri",
    "Client_Secret",
    "STATE",
];

#[test]
fn p37_what_the_app_adds_is_in_every_authorization_url() {
    let app = App::with(json!({ "extraParams": { "allow_signup": "false", "a b&": "c=d+e" } }));
    for _ in 0..2 {
        let started = app.start();
        assert_eq!((started.only("allow_signup").as_str(), started.only("a b&").as_str()), ("false", "c=d+e"));
        assert_eq!(started.url.query_pairs().count(), 8);
    }
}

#[test]
fn p37_what_a_sign_in_adds_takes_the_place_of_the_apps() {
    let app = App::with(json!({ "extraParams": { "login": "mona", "allow_signup": "false" } }));
    let started = app.authorize(json!({ "extraParams": { "login": "hubot", "prompt": "select_account" } })).unwrap();
    for (name, value) in [("login", "hubot"), ("allow_signup", "false"), ("prompt", "select_account")] {
        assert_eq!(started.only(name), value);
    }
    // For that one sign-in.
    assert_eq!(app.start().only("login"), "mona");
}

#[test]
fn c02_the_app_cannot_add_what_is_reserved() {
    for name in RESERVED {
        let options = merged(github_options(), json!({ "extraParams": { "login": "mona", name: "s3cret" } }));
        let error = refusal(configure(&World::new(), &options, support::app::PAGE, false));
        assert_eq!(
            (&error["code"], &error["field"]),
            (&json!("reserved_parameter"), &json!(format!("github.extraParams.{name}")))
        );
        assert!(!error.to_string().contains("s3cret"));
    }
    for wrong in [json!("a=b"), json!(["a"]), json!({ "a": 1 }), json!({ "a": null }), json!(7)] {
        let options = merged(github_options(), json!({ "extraParams": wrong }));
        let error = refusal(configure(&World::new(), &options, support::app::PAGE, false));
        assert_eq!((&error["code"], &error["field"]), (&json!("invalid_option"), &json!("github.extraParams")), "{wrong}");
    }
}

#[test]
fn i20_scopes_are_separated_as_the_provider_wants_it() {
    for (separator, expected) in [(json!(","), "repo,read:user"), (json!(" "), "repo read:user"), (Value::Null, "repo read:user")]
    {
        let app = App::with(json!({ "scopeSeparator": separator, "scope": "gist" }));
        assert_eq!(app.authorize(json!({ "scope": ["repo", "read:user"] })).unwrap().only("scope"), expected);
        assert_eq!(app.start().only("scope"), "gist");
    }
}

// C-18: what was asked for is understood however it was separated.
#[test]
fn c18_the_separator_does_not_change_what_is_granted() {
    let app = App::with(json!({ "scopeSeparator": ",", "scope": "repo gist" }));
    let granted = app.credentials_from(json!({ "access_token": "gho_x", "token_type": "bearer" })).ok().unwrap();
    assert_eq!(support::app::seen(&granted)["scope"], json!(["repo", "gist"]));
}

#[test]
fn a_separator_of_another_type_is_refused_by_name() {
    for wrong in [json!(7), json!(true), json!([","]), json!({})] {
        let options = merged(github_options(), json!({ "scopeSeparator": wrong }));
        let error = refusal(configure(&World::new(), &options, support::app::PAGE, false));
        assert_eq!((&error["code"], &error["field"]), (&json!("invalid_option"), &json!("github.scopeSeparator")), "{wrong}");
    }
}

#[test]
fn i17_token_parameters_come_after_the_flows_own() {
    let app = App::new();
    let callback = app.start().callback("code=c0de");
    for _ in 0..2 {
        app.world.reply_json(200, token_answer(1));
    }
    let more = json!({ "audience": "a b&c", "resource": "https://api.example/" });
    app.exchange_with(json!({ "url": callback, "tokenParams": more })).ok().unwrap();
    app.refresh("ghr_x", json!({ "tokenParams": more }), None).ok().unwrap();
    for (sent, own) in app.world.sent().iter().zip([5, 3]) {
        assert_eq!(sent.names()[own..], ["audience", "resource"]);
        assert_eq!((sent.field("audience"), sent.field("resource")), (Some("a b&c"), Some("https://api.example/")));
    }
}

// C-02
#[test]
fn c02_token_parameters_cannot_be_the_flows_own() {
    for name in RESERVED {
        let app = App::new();
        let callback = app.start().callback("code=c0de");
        let more = json!({ "audience": "x", name: "s3cret" });
        for error in [
            refusal(app.exchange_with(json!({ "url": callback, "tokenParams": more }))),
            refusal(app.refresh("ghr_x", json!({ "tokenParams": more }), None)),
        ] {
            assert_eq!((&error["code"], &error["field"]), (&json!("reserved_parameter"), &json!(format!("tokenParams.{name}"))));
            assert!(!error.to_string().contains("s3cret"));
        }
        assert!(app.world.sent().is_empty());
    }
    for wrong in [json!("a=b"), json!(["a"]), json!({ "a": 1 }), json!(7)] {
        let error = refusal(App::new().refresh("ghr_x", json!({ "tokenParams": wrong }), None));
        assert_eq!((&error["code"], &error["field"]), (&json!("invalid_option"), &json!("tokenParams")), "{wrong}");
    }
}
