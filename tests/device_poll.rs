//! Whether somebody has entered the code: what each answer to a poll means, and how long to wait for the next.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::device::{Poll, Polling};
use serde_json::{Value, json};
use support::app::{App, TOKEN_URL, merged, refusal, seen, token_answer};
use support::ports::{NOW, Reply};

const START: Polling = Polling { interval: 5, failures: 0 };

fn json_reply(status: u16, body: Value) -> Reply {
    Reply::Json(status, support::json::read(&body))
}

fn error_reply(status: u16, error: &str) -> Reply {
    json_reply(status, json!({ "error": error, "error_description": "why" }))
}

/// How to go on after that answer.
fn waits(polling: Polling, reply: Reply) -> Polling {
    let app = App::new();
    app.world.reply(reply);
    match app.poll("d3vice", json!({}), "", polling) {
        Ok(Poll::Wait(polling)) => polling,
        Ok(Poll::Granted(_)) => panic!("nobody has agreed"),
        Err(error) => panic!("this must go on: {error}"),
    }
}

/// Why it does not go on after that answer.
fn stops(reply: Reply) -> Value {
    let app = App::new();
    app.world.reply(reply);
    let error = refusal(app.poll("d3vice", json!({}), "", START));
    assert!(!error.to_string().contains("d3vice"), "{error}"); // C-42
    error
}

#[test]
fn a_poll_sends_the_device_code_and_the_client_id() {
    let app = App::new();
    app.world.reply_json(200, token_answer(1));
    app.poll("d3v ice&", json!({ "tokenParams": { "audience": "x" } }), "", START).ok().unwrap();
    let sent = &app.world.sent()[0];
    assert_eq!(sent.url, TOKEN_URL);
    assert_eq!(sent.names(), ["grant_type", "device_code", "client_id", "audience"]);
    assert_eq!(sent.field("grant_type"), Some("urn:ietf:params:oauth:grant-type:device_code"));
    assert_eq!((sent.field("device_code"), sent.field("client_id")), (Some("d3v ice&"), Some("Ov23liExample")));
    assert!(app.world.items().is_empty()); // C-42
}

#[test]
fn whoever_agreed_gets_credentials() {
    let app = App::new();
    app.world.reply_json(200, token_answer(1));
    let Ok(Poll::Granted(credentials)) = app.poll("d3vice", json!({}), "", START) else { panic!("no credentials") };
    let seen = seen(&credentials);
    assert_eq!((&seen["accessToken"], &seen["refreshToken"]), (&json!("gho_access1"), &json!("ghr_refresh1")));
    assert_eq!((&seen["scope"], &seen["expiresAt"]), (&json!(["repo", "gist"]), &json!(NOW + 28800)));
}

#[test]
fn c18_without_a_scope_in_the_answer_it_is_what_was_asked_for() {
    for (named, expected) in [(json!(null), json!(["a", "b"])), (json!("c"), json!(["c"]))] {
        let app = App::new();
        app.world.reply_json(200, merged(token_answer(1), json!({ "scope": named })));
        let Ok(Poll::Granted(credentials)) = app.poll("d3vice", json!({}), "a b", START) else { panic!("no credentials") };
        assert_eq!(seen(&credentials)["scope"], expected);
    }
}

// GitHub says so with status 200, others with 400.
#[test]
fn c37_pending_keeps_the_interval() {
    for status in [200, 400, 429, 503] {
        for interval in [1, 5, 17] {
            let polling = waits(Polling { interval, failures: 0 }, error_reply(status, "authorization_pending"));
            assert_eq!((polling.interval, polling.wait()), (interval, interval), "{status}");
        }
    }
    // Only `slow_down` changes it.
    let body = json!({ "error": "authorization_pending", "interval": 60 });
    assert_eq!(waits(START, json_reply(200, body)).wait(), 5);
}

#[test]
fn c37_slow_down_adds_five_seconds_for_good() {
    let mut polling = START;
    for expected in [10, 15, 20] {
        polling = waits(polling, error_reply(200, "slow_down"));
        assert_eq!((polling.interval, polling.wait()), (expected, expected));
        polling = waits(polling, error_reply(200, "authorization_pending"));
        assert_eq!(polling.wait(), expected);
    }
}

#[test]
fn c37_slow_down_with_an_interval_counts_when_it_is_the_longer_one() {
    for (given, expected) in [
        (json!(15), 15),
        (json!(10), 10),
        (json!(9), 10),
        (json!(0), 10),
        (json!(-60), 10),
        (json!("60"), 10),
        (json!(299), 299),
        (json!(301), 300),
        (json!(1e300), 300),
    ] {
        let polling = waits(START, json_reply(400, json!({ "error": "slow_down", "interval": given })));
        assert_eq!((polling.interval, polling.wait()), (expected, expected), "{given}");
    }
}

#[test]
fn c37_nothing_makes_it_wait_longer_than_five_minutes() {
    let mut polling = Polling { interval: 290, failures: 0 };
    for expected in [295, 300, 300] {
        polling = waits(polling, error_reply(200, "slow_down"));
        assert_eq!(polling.wait(), expected);
    }
}

#[test]
fn c38_what_had_no_answer_is_asked_again_ever_later() {
    // Status 0 is a request that did not get through.
    for reply in [|| Reply::Text(0), || Reply::Text(500), || json_reply(503, json!({})), || Reply::Text(429)] {
        let mut polling = START;
        for expected in [10, 20, 40, 80, 160, 300, 300, 300] {
            polling = waits(polling, reply());
            assert_eq!((polling.interval, polling.wait()), (5, expected));
        }
    }
    assert_eq!(waits(START, error_reply(502, "anything")).wait(), 10);
}

#[test]
fn c38_an_answer_ends_the_back_off() {
    let late = Polling { interval: 7, failures: 4 };
    assert_eq!(waits(late, error_reply(200, "authorization_pending")), Polling { interval: 7, failures: 0 });
    assert_eq!(waits(late, error_reply(400, "slow_down")), Polling { interval: 12, failures: 0 });
}

// The page hands them back as numbers of JavaScript.
#[test]
fn no_number_of_the_page_is_too_large() {
    let large = Polling { interval: u64::MAX, failures: u64::MAX };
    for reply in [error_reply(200, "authorization_pending"), error_reply(200, "slow_down"), Reply::Text(0)] {
        assert_eq!(waits(large, reply).wait(), 300);
    }
}

#[test]
fn what_the_page_keeps_says_how_long_to_wait() {
    let kept = Poll::Wait(Polling { interval: 6, failures: 2 }).to_json();
    assert_eq!(support::json::write(&kept), json!({ "interval": 6, "failures": 2, "wait": 24 }));
}

#[test]
fn c39_every_other_error_stops() {
    for (error, expected) in [
        ("expired_token", "device_code_expired"),
        ("token_expired", "device_code_expired"),
        ("access_denied", "access_denied"),
        ("incorrect_device_code", "device_code_rejected"),
        ("invalid_grant", "device_code_rejected"),
        ("device_flow_disabled", "device_flow_disabled"),
        ("unsupported_grant_type", "device_flow_disabled"),
        ("incorrect_client_credentials", "proxy_misconfigured"),
        ("invalid_client", "proxy_misconfigured"),
        ("proxy_misconfigured", "proxy_misconfigured"),
        ("something_new", "oauth_error"),
        ("Slow_Down", "oauth_error"),
        ("", "oauth_error"),
    ] {
        for status in [200, 400, 401, 403] {
            let got = stops(error_reply(status, error));
            assert_eq!((&got["code"], &got["error"], &got["status"]), (&json!(expected), &json!(error), &json!(status)));
            assert_eq!((&got["errorDescription"], &got["retryable"]), (&json!("why"), &json!(false)));
        }
    }
    // Also beside a token, and when the server means to have failed.
    assert_eq!(stops(json_reply(200, merged(token_answer(1), json!({ "error": "access_denied" }))))["code"], "access_denied");
    assert_eq!(stops(error_reply(500, "expired_token"))["code"], "device_code_expired");
}

#[test]
fn c38_a_refusal_without_a_known_error_stops() {
    for status in [400, 401, 404, 405, 413] {
        assert_eq!(stops(Reply::Text(status))["code"], "invalid_response", "{status}");
        let got = stops(json_reply(status, json!({ "error": 7 })));
        assert_eq!((&got["code"], &got["status"]), (&json!("invalid_response"), &json!(status)));
    }
}

#[test]
fn a_success_that_is_none_stops() {
    for reply in [
        Reply::Text(200),
        json_reply(200, json!({})),
        json_reply(200, json!([])),
        json_reply(200, merged(token_answer(1), json!({ "access_token": "" }))),
        json_reply(200, merged(token_answer(1), json!({ "token_type": "dpop" }))),
        json_reply(302, token_answer(1)),
    ] {
        assert_eq!(stops(reply)["code"], "invalid_response");
    }
}
