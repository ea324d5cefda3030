//! Proof Key for Code Exchange: where the verifier comes from, what is made of it, and where it may be seen.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use oauth2::{PkceCodeChallenge, PkceCodeVerifier};
use serde_json::json;
use std::collections::HashSet;
use support::app::{App, Started, token_answer};
use support::ports::Reply;

fn s256(verifier: &str) -> String {
    PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier.into())).as_str().into()
}

/// The verifier that a sign-in ends with, as the token endpoint gets it.
fn verifier_of(app: &App, started: &Started) -> String {
    app.world.reply_json(200, token_answer(1));
    app.exchange(&started.callback("code=c0de")).ok().unwrap();
    app.world.sent().last().and_then(|sent| sent.field("code_verifier").map(String::from)).unwrap()
}

#[test]
fn c28_verifier_and_state_are_new_and_long_enough() {
    let app = App::new();
    let mut seen = HashSet::new();
    for _ in 0..100 {
        let started = app.start();
        let verifier = verifier_of(&app, &started);
        for secret in [&verifier, &started.state] {
            assert!((43..=128).contains(&secret.len()), "{secret}");
            assert!(secret.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b)), "{secret}");
            assert!(seen.insert(secret.clone()), "made twice: {secret}");
        }
        assert!(!started.state.contains(&verifier) && !verifier.contains(&started.state));
    }
    // 256 bits leave no character constant: each of the first 42 takes many values.
    for at in 0..42 {
        let distinct: HashSet<u8> = seen.iter().map(|secret| secret.as_bytes()[at]).collect();
        assert!(distinct.len() > 20, "character {at} takes only {} values", distinct.len());
    }
}

#[test]
fn c29_the_challenge_is_the_s256_of_the_verifier() {
    // RFC 7636 appendix B: the yardstick itself is right.
    assert_eq!(s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    let app = App::new();
    let started = app.start();
    let challenge = started.only("code_challenge");
    assert_eq!(started.only("code_challenge_method"), "S256"); // C-30
    assert_eq!(challenge, s256(&verifier_of(&app, &started)));
    assert_eq!(challenge.len(), 43);
}

#[test]
fn c31_the_verifier_is_only_in_storage_and_in_the_token_request() {
    let app = App::new();
    let started = app.start();
    let stored: String = app.world.items().into_values().collect();
    let verifier = verifier_of(&app, &started);
    assert!(stored.contains(&verifier));
    assert!(!started.url.as_str().contains(&verifier));
    assert!(!app.world.items().into_values().collect::<String>().contains(&verifier));
}

#[test]
fn c31_the_verifier_is_deleted_however_the_exchange_ends() {
    let failures = [Reply::Text(502), Reply::Json(200, support::json::read(&json!({ "error": "bad_verification_code" })))];
    for failure in failures {
        let app = App::new();
        let callback = app.start().callback("code=c0de");
        app.world.reply(failure);
        assert!(app.exchange(&callback).is_err());
        assert_eq!(app.world.items().len(), 0);
        // C-14, C-09: once is once.
        assert_eq!(app.world.sent().len(), 1);
        assert!(app.exchange(&callback).is_err());
        assert_eq!(app.world.sent().len(), 1);
    }
}
