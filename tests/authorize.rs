//! The authorization URL: which parameters it has, which it cannot be given, and what is kept about it. Nothing here is
//! sent anywhere; the callback that answers it is in `callback.rs`.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::ErrorCode;
use portcullis::oauth::transaction::Transaction;
use serde_json::{Value, json};
use support::app::{App, CALLBACK, code, refusal};
use support::ports::{Disk, NOW};

const FIXED: [&str; 6] = ["response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method"];

#[test]
fn c01_each_parameter_is_there_exactly_once() {
    let started =
        App::new().authorize(json!({ "scope": ["repo", "gist"], "extraParams": { "prompt": "select_account" } })).unwrap();
    assert_eq!(started.url.origin().ascii_serialization(), "https://github.com");
    assert_eq!(started.url.path(), "/login/oauth/authorize");
    assert_eq!(started.url.fragment(), None);
    assert_eq!(started.only("response_type"), "code");
    assert_eq!(started.only("client_id"), "Ov23liExample");
    assert_eq!(started.only("redirect_uri"), CALLBACK);
    assert_eq!(started.only("scope"), "repo gist");
    assert_eq!(started.only("state"), started.state);
    assert_eq!(started.only("prompt"), "select_account");
    assert_eq!(started.url.query_pairs().count(), FIXED.len() + 2);
}

#[test]
fn c01_awkward_values_come_back_as_they_were_given() {
    let awkward = "a b+c&d=e%20#f?\u{e9}\u{1f600}\u{0}\"\\";
    let redirect = "https://app.example/call%20back?tenant=a+b&x=%26";
    let app = App::with(json!({ "clientId": awkward }));
    let started = app.authorize(json!({ "redirectUri": redirect, "extraParams": { "login": awkward, awkward: "" } })).unwrap();
    assert_eq!(started.only("client_id"), awkward);
    assert_eq!(started.only("redirect_uri"), redirect);
    assert_eq!(started.only("login"), awkward);
    assert_eq!(started.only(awkward), "");
    assert_eq!(started.url.fragment(), None);
    assert_eq!(started.url.query_pairs().count(), FIXED.len() + 2);
}

#[test]
fn c01_the_query_of_the_endpoint_is_kept() {
    let endpoints = [
        ("https://github.com/login/oauth/authorize?tenant=a%20b", 1),
        ("https://github.com/login/oauth/authorize?tenant=a%20b&empty=", 2),
        ("https://github.com/login/oauth/authorize?tenant=a%20b&", 1),
        ("https://github.com/login/oauth/authorize?", 0),
    ];
    for (endpoint, members) in endpoints {
        let started = App::with(json!({ "authorizationUrl": endpoint })).start();
        assert!(started.url.as_str().starts_with(endpoint), "{}", started.url);
        assert_eq!(started.url.query_pairs().count(), FIXED.len() + members, "{}", started.url);
        FIXED.iter().for_each(|name| assert_eq!(started.values(name).len(), 1, "{name} in {}", started.url));
        assert_eq!(started.values("tenant"), if members > 0 { vec!["a b"] } else { vec![] });
    }
}

#[test]
fn c02_a_reserved_parameter_is_refused_in_any_case() {
    let secret = ["client_secret", "nonce", "request", "request_uri", "response_mode", "scope", "code_verifier"];
    for name in FIXED.iter().chain(&secret) {
        for name in [name.to_string(), name.to_uppercase(), name.replacen(|_: char| true, &name[..1].to_uppercase(), 1)] {
            let app = App::new();
            let error = refusal(app.authorize(json!({ "extraParams": { "login": "mona", &name: "x" } })));
            assert_eq!(error["code"], "reserved_parameter", "{name}");
            assert_eq!(error["field"], format!("authorize.extraParams.{name}"));
            assert_eq!(error["config"], true);
            assert!(app.world.items().is_empty(), "{name}");
        }
    }
}

#[test]
fn extra_parameters_are_strings() {
    for wrong in [json!("a=b"), json!(["a"]), json!({ "a": 1 }), json!({ "a": { "b": "c" } }), json!(7)] {
        let error = refusal(App::new().authorize(json!({ "extraParams": wrong })));
        assert_eq!((&error["code"], &error["field"]), (&json!("invalid_option"), &json!("authorize.extraParams")), "{wrong}");
    }
}

#[test]
fn c65_state_and_pkce_are_always_there() {
    let own = "A_state-that-nobody-can-guess";
    for options in [json!({}), json!({ "state": own }), json!({ "scope": "" }), json!({ "extraParams": {} })] {
        let started = App::new().authorize(options.clone()).unwrap();
        assert!(started.only("state").len() >= 22, "{options}");
        assert_eq!(started.only("code_challenge").len(), 43, "{options}");
        assert_eq!(started.only("code_challenge_method"), "S256", "{options}"); // C-30
    }
    assert_eq!(App::new().authorize(json!({ "state": own })).unwrap().only("state"), own);
}

#[test]
fn a_weak_state_is_refused() {
    let long = "a".repeat(513);
    for weak in [
        "short",
        "123456789012345678901",
        "spaces are not allowed here",
        "a%20b-a%20b-a%20b-a%20b-a",
        "ünïcödé-ünïcödé-ünïcödé",
        &long,
    ] {
        let app = App::new();
        let error = refusal(app.authorize(json!({ "state": weak })));
        assert_eq!((&error["code"], &error["field"]), (&json!("weak_state"), &json!("authorize.state")), "{weak}");
        assert!(app.world.items().is_empty());
    }
}

#[test]
fn c66_the_default_scope_is_none_at_all() {
    assert!(App::new().start().values("scope").is_empty());
    assert!(App::new().authorize(json!({ "scope": [] })).unwrap().values("scope").is_empty());
    let app = App::with(json!({ "scope": "read:user  gist" }));
    assert_eq!(app.start().only("scope"), "read:user gist");
    assert_eq!(app.authorize(json!({ "scope": ["repo"] })).unwrap().only("scope"), "repo");
    for none in [json!(""), json!([])] {
        assert!(app.authorize(json!({ "scope": none })).unwrap().values("scope").is_empty(), "{none}");
    }
}

#[test]
fn a_scope_is_made_of_scope_tokens() {
    for wrong in [
        json!(7),
        json!({ "repo": true }),
        json!(["repo", 7]),
        json!(["repo gist"]),
        json!("re\npo"),
        json!("re\"po"),
        json!("re\\po"),
        json!(["repö"]),
    ] {
        let error = refusal(App::new().authorize(json!({ "scope": wrong })));
        assert_eq!((&error["code"], &error["field"]), (&json!("invalid_option"), &json!("authorize.scope")), "{wrong}");
    }
}

#[test]
fn an_unknown_option_is_named() {
    let error = refusal(App::new().authorize(json!({ "scopes": ["repo"] })));
    assert_eq!((&error["code"], &error["field"]), (&json!("unknown_option"), &json!("authorize.scopes")));
    for wrong in [json!(null), json!("repo"), json!([]), json!(7)] {
        assert_eq!(code(App::new().authorize(wrong.clone())), Some(ErrorCode::InvalidOption), "{wrong}");
    }
}

#[test]
fn c03_a_redirect_uri_of_this_sign_in_follows_the_same_rules() {
    for wrong in [
        "javascript:alert(1)",
        "/callback",
        "//app.example/callback",
        "https://app.example/#x",
        "https://u@app.example/",
        "http://app.example/",
    ] {
        let error = refusal(App::new().authorize(json!({ "redirectUri": wrong })));
        assert_eq!(error["field"], "authorize.redirectUri", "{wrong}");
    }
}

// T-20: a sign-in that could not be finished is not started.
#[test]
fn without_storage_there_is_no_url() {
    for (disk, expected) in [(Disk::Blocked, ErrorCode::StorageUnavailable), (Disk::Full, ErrorCode::StorageFull)] {
        let app = App::new();
        app.world.set_disk(disk);
        assert_eq!(code(app.authorize(json!({}))), Some(expected));
        app.world.set_disk(Disk::Works);
        assert!(app.world.items().is_empty());
        app.start();
    }
}

// T-13
#[test]
fn starting_a_sign_in_sweeps_those_that_came_too_late() {
    let app = App::new();
    app.start();
    app.world.put("portcullis:v1::transaction:broken", "{");
    app.world.set_clock(NOW + 600);
    let second = app.start();
    assert_eq!(app.world.items().len(), 2);
    app.world.set_clock(NOW + 601);
    let third = app.start();
    let mut left = [second.state, third.state].map(|state| format!("portcullis:v1::transaction:{state}"));
    left.sort();
    assert_eq!(app.world.items().into_keys().collect::<Vec<_>>(), left);
}

#[test]
fn c34_in_a_frame_only_a_popup_starts() {
    for options in [json!({}), json!({ "mode": "redirect" }), json!({ "mode": "Popup" }), json!({ "mode": "server" })] {
        let app = App::new();
        let framed = app.flow.authorize("signIn", &support::json::read(&options), true);
        assert_eq!(code(framed), Some(ErrorCode::TopLevelRequired), "{options}");
        assert!(app.world.items().is_empty());
    }
    let app = App::new();
    assert!(app.flow.authorize("signIn", &support::json::read(&json!({ "mode": "popup" })), true).is_ok());
    assert_eq!(app.world.items().len(), 1);
    let wrong = refusal(app.flow.authorize("signIn", &support::json::read(&json!({ "mode": 7 })), true));
    assert_eq!((&wrong["code"], &wrong["field"]), (&json!("invalid_option"), &json!("signIn.mode")));
}

// A window that was cut off from its opener has no storage of ours: there only the state can tell it what it is.
#[test]
fn the_state_ends_with_how_the_answer_comes_back() {
    for (options, mark) in [(json!({}), 'r'), (json!({ "mode": "redirect" }), 'r'), (json!({ "mode": "popup" }), 'p')] {
        let state = App::new().authorize(options).unwrap().state;
        assert_eq!((state.len(), state.chars().last()), (44, Some(mark)));
    }
    let own = "a-state-that-nobody-can-guess";
    assert_eq!(App::new().authorize(json!({ "mode": "popup", "state": own })).unwrap().state, own);
}

// C-32: the page is told what a pending sign-in was begun with, and nothing that would be worth stealing.
#[test]
fn the_mode_is_kept_with_the_sign_in_and_the_verifier_stays_inside() {
    let app = App::new();
    let begun = json!({ "mode": "popup", "subject": "mona", "appState": 1, "returnTo": "/a", "flow": "oauth2" });
    let started = app.authorize(begun.clone()).unwrap();
    let pending = Transaction::find(&app.world, &started.state).unwrap().unwrap();
    let mut expected = begun;
    expected["provider"] = json!("github");
    assert_eq!(support::json::write(&pending.to_json().into()), expected);
    let plain = Transaction::find(&app.world, &app.start().state).unwrap().unwrap();
    assert_eq!(support::json::write(&plain.to_json().into()), json!({ "provider": "github" }));
}

#[test]
fn what_the_caller_gave_is_kept_apart_from_the_url() {
    let app = App::new();
    let state: Value = json!({ "cart": [1, "two", null, { "x": true }] });
    let started = app.authorize(json!({ "appState": state, "returnTo": "/deep?x=1#y" })).unwrap();
    assert!(!started.url.as_str().contains("cart") && !started.url.as_str().contains("deep"));
    assert!(app.world.sent().is_empty());
}
