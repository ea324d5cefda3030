//! What a callback shows and leaves in sight: the provider's error texts, made harmless, and the cleaned address.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use serde_json::{Value, json};
use support::app::{App, CALLBACK, refusal};

/// The error of a callback with these members.
fn denied(members: &[(&str, &str)]) -> Value {
    let app = App::new();
    let response: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(members).finish();
    refusal(app.handle(&app.start().callback(&response)))
}

#[test]
fn c06_an_error_callback_is_a_typed_error() {
    let error = denied(&[
        ("error", "access_denied"),
        ("error_description", "The user has denied your application access."),
        ("error_uri", "https://docs.github.com/apps#access-denied"),
    ]);
    assert_eq!(error["code"], "access_denied");
    assert_eq!(error["error"], "access_denied");
    assert_eq!(error["errorDescription"], "The user has denied your application access.");
    assert_eq!(error["errorUri"], "https://docs.github.com/apps#access-denied");
    assert_eq!((&error["config"], &error["retryable"]), (&json!(false), &json!(false)));

    for other in ["application_suspended", "redirect_uri_mismatch", "server_error", "x"] {
        let error = denied(&[("error", other)]);
        assert_eq!((&error["code"], &error["error"]), (&json!("authorization_failed"), &json!(other)));
        assert_eq!((&error["errorDescription"], &error["errorUri"]), (&Value::Null, &Value::Null));
    }
}

// T-06
#[test]
fn c06_texts_are_data_bounded_and_without_control_characters() {
    let hostile = format!("<img src=x onerror=alert(1)>\u{0}\u{7}\r\n\u{1b}[31m\u{85}{}", "\u{e9}".repeat(600));
    let error = denied(&[("error", &hostile), ("error_description", &hostile)]);
    for name in ["error", "errorDescription"] {
        let text = error[name].as_str().unwrap();
        // As text it may say anything; it is the page that must not make HTML of it.
        assert!(text.starts_with("<img src=x onerror=alert(1)>[31m"), "{text}");
        assert_eq!(text.chars().count(), 500);
        assert!(!text.chars().any(char::is_control));
    }
    assert!(error["message"].as_str().unwrap().chars().count() < 1000);
    assert!(!error["message"].as_str().unwrap().chars().any(char::is_control));
}

#[test]
fn c06_only_an_http_link_is_a_link() {
    for (uri, shown) in [
        ("https://docs.example/x", json!("https://docs.example/x")),
        ("http://docs.example", json!("http://docs.example/")),
        ("javascript:alert(1)", Value::Null),
        (" javascript:alert(1)", Value::Null),
        ("JaVaScRiPt:alert(1)", Value::Null),
        ("java\tscript:alert(1)", Value::Null),
        ("data:text/html,x", Value::Null),
        ("blob:https://docs.example/x", Value::Null),
        ("file:///etc/passwd", Value::Null),
        ("/apps/managing-oauth-apps", Value::Null),
        ("//docs.example", Value::Null),
        ("", Value::Null),
    ] {
        assert_eq!(denied(&[("error", "x"), ("error_uri", uri)])["errorUri"], shown, "{uri}");
    }
}

#[test]
fn an_empty_error_is_still_an_error() {
    assert_eq!(denied(&[("error", ""), ("code", "c0de")])["code"], "authorization_failed");
}

#[test]
fn c24_no_secret_is_in_an_error() {
    let app = App::new();
    let started = app.start();
    let verifier: Value = serde_json::from_str(app.world.items().values().next().unwrap()).unwrap();
    let error = refusal(app.handle(&started.callback("code=secret-code&error=access_denied"))).to_string();
    let other = refusal(app.handle(&started.callback("code=secret-code"))).to_string();
    for secret in ["secret-code", &started.state, verifier["verifier"].as_str().unwrap()] {
        assert!(!error.contains(secret) && !other.contains(secret), "{secret}");
    }
}

// T-03: also when the callback is refused.
#[test]
fn c63_the_response_leaves_the_address_and_the_rest_stays() {
    let app = App::new();
    for (before, after) in [
        ("?code=1&state=2", ""),
        ("?error=x&error_description=y&error_uri=z&state=2&iss=w", ""),
        ("?code=1&state=2#", "#"),
        ("?code=1&state=2#code=3&state=4", "#code=3&state=4"),
        ("?a=1&code=1&b=%20+&state=2&c", "?a=1&b=%20+&c"),
        ("?a=1&a=1&code=1&code=2", "?a=1&a=1"),
        ("?c%6Fde=1&st%61te=2&co+de=3", "?co+de=3"),
        ("?code=1&codes=2&error_code=3&xstate=4", "?codes=2&error_code=3&xstate=4"),
        ("?code=1&x=a=b&=y&%zz", "?x=a=b&=y&%zz"),
        ("?code=1&x=/?#/route?code=9", "?x=/?#/route?code=9"),
    ] {
        assert_eq!(app.cleaned(&format!("{CALLBACK}{before}")), format!("{CALLBACK}{after}"), "{before}");
    }
}

// To a browser the second one is part of the first parameter's name: `?code`, which is not ours.
#[test]
fn c63_only_the_first_question_mark_begins_the_query() {
    let app = App::new();
    assert_eq!(app.cleaned(&format!("{CALLBACK}??a=1&code=1")), format!("{CALLBACK}??a=1"));
    assert!(app.receive(&format!("{CALLBACK}??code=1")).unwrap().is_none());
}
