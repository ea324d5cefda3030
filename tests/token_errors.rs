//! What it means when the token endpoint, or the proxy before it, says no. GitHub says so with status 200.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use serde_json::{Value, json};
use support::app::{App, merged, refusal, token_answer};
use support::ports::Reply;

/// The error of an exchange that is answered like this.
fn exchanged(reply: Reply) -> Value {
    let app = App::new();
    app.world.reply(reply);
    let error = refusal(app.handle(&app.start().callback("code=c0de")));
    assert!(app.world.items().is_empty());
    assert_eq!(app.world.sent().len(), 1);
    error
}

fn refreshed(status: u16, body: Value) -> Value {
    let app = App::new();
    app.world.reply_json(status, body);
    refusal(app.refresh_with("ghr_x"))
}

fn json_reply(status: u16, body: Value) -> Reply {
    Reply::Json(status, support::json::read(&body))
}

#[test]
fn c19_githubs_errors_are_errors_at_status_200() {
    let uri = "https://docs.github.com/apps/managing-oauth-apps/troubleshooting";
    for (error, description, expected) in [
        ("bad_verification_code", "The code passed is incorrect or expired.", "code_rejected"),
        ("incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect.", "proxy_misconfigured"),
        ("redirect_uri_mismatch", "The redirect_uri MUST match the registered callback URL for this application.", "oauth_error"),
        ("unverified_user_email", "The user must have a verified primary email.", "oauth_error"),
        ("unsupported_grant_type", "", "oauth_error"),
    ] {
        for status in [200, 400, 401] {
            let body = json!({ "error": error, "error_description": description, "error_uri": uri });
            let got = exchanged(json_reply(status, body));
            assert_eq!((&got["code"], &got["error"], &got["status"]), (&json!(expected), &json!(error), &json!(status)));
            assert_eq!(got["errorDescription"], if description.is_empty() { Value::Null } else { json!(description) });
            assert_eq!(got["errorUri"], uri);
            assert_eq!(got["retryable"], false);
        }
    }
}

#[test]
fn c19_an_error_beside_a_token_is_an_error() {
    for error in ["bad_verification_code", "anything", ""] {
        let body = merged(token_answer(1), json!({ "error": error }));
        assert_eq!(exchanged(json_reply(200, body))["error"], error);
    }
    // Only a string is an error (RFC 6749 section 5.2).
    for other in [json!(null), json!(false), json!(0), json!({})] {
        let app = App::new();
        assert!(app.credentials_from(merged(token_answer(1), json!({ "error": other }))).is_ok(), "{other}");
    }
}

#[test]
fn the_step_decides_what_an_error_means() {
    assert_eq!(exchanged(json_reply(400, json!({ "error": "invalid_grant" })))["code"], "code_rejected");
    assert_eq!(refreshed(400, json!({ "error": "invalid_grant" }))["code"], "refresh_rejected");
    assert_eq!(refreshed(200, json!({ "error": "bad_refresh_token" }))["code"], "refresh_rejected");
    assert_eq!(exchanged(json_reply(200, json!({ "error": "bad_refresh_token" })))["code"], "oauth_error");
    // Some see this one for a refresh with a wrong secret: that is no sign-out.
    assert_eq!(refreshed(200, json!({ "error": "incorrect_client_credentials" }))["code"], "proxy_misconfigured");
    assert_eq!(refreshed(401, json!({ "error": "invalid_client" }))["code"], "proxy_misconfigured");
}

#[test]
fn the_proxys_own_errors_keep_their_meaning() {
    let got = exchanged(json_reply(502, json!({ "error": "proxy_misconfigured" })));
    assert_eq!((&got["code"], &got["status"], &got["retryable"]), (&json!("proxy_misconfigured"), &json!(502), &json!(false)));
    for (status, expected) in
        [(429, "rate_limited"), (500, "server_error"), (502, "server_error"), (503, "server_error"), (504, "server_error")]
    {
        for reply in [
            json_reply(status, json!({ "error": "temporarily_unavailable" })),
            json_reply(status, json!({})),
            Reply::Text(status),
        ] {
            let got = exchanged(reply);
            assert_eq!((&got["code"], &got["status"], &got["retryable"]), (&json!(expected), &json!(status), &json!(true)));
        }
    }
}

#[test]
fn an_answer_that_is_no_json_is_named_so() {
    for status in [200, 201, 301, 400, 404, 418] {
        let got = exchanged(Reply::Text(status));
        assert_eq!(
            (&got["code"], &got["status"], &got["retryable"]),
            (&json!("invalid_response"), &json!(status), &json!(false))
        );
        assert_eq!(got["error"], Value::Null);
    }
    // A token in an answer with another status is no success.
    for status in [199, 300, 302, 400, 404] {
        assert_eq!(exchanged(json_reply(status, token_answer(1)))["code"], "invalid_response", "{status}");
    }
}

#[test]
fn c06_the_token_endpoints_texts_are_made_safe_too() {
    let got = exchanged(json_reply(
        400,
        json!({ "error": "a\u{0}b".repeat(400), "error_description": 7, "error_uri": "javascript:alert(1)" }),
    ));
    assert_eq!(got["error"].as_str().unwrap().len(), 500);
    assert!(!got.to_string().contains("\\u0000"));
    assert_eq!((&got["errorDescription"], &got["errorUri"]), (&Value::Null, &Value::Null));
}

// C-24
#[test]
fn no_secret_is_in_an_error() {
    for body in [
        json!({ "access_token": "gho_secret value", "token_type": "bearer" }),
        json!({ "access_token": "gho_secret", "token_type": "mac", "refresh_token": "ghr_secret" }),
        json!({ "access_token": "ghp_secret", "token_type": "bearer" }),
    ] {
        let got = exchanged(json_reply(200, body)).to_string();
        assert!(!got.contains("secret"), "{got}");
    }
    let app = App::new();
    app.world.reply_json(400, json!({ "error": "invalid_grant" }));
    assert!(!refusal(app.refresh_with("ghr_secret")).to_string().contains("secret"));
}
