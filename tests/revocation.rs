//! The end of a token (RFC 7009): what is sent, and what the answer means. Which token goes first, and that it is a best
//! effort, is the page's part: `www/oauth2-flow.js`.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::providers::preset;
use serde_json::{Value, json};
use support::app::{App, CALLBACK, refusal};
use support::ports::Reply;

fn json_reply(status: u16, body: Value) -> Reply {
    Reply::Json(status, support::json::read(&body))
}

/// The error of a revocation that is answered like this.
fn refused(reply: Reply) -> Value {
    let app = App::new();
    app.world.reply(reply);
    let error = refusal(app.revoke("gho_s3cret", "access_token"));
    assert_eq!(app.world.sent().len(), 1);
    assert!(!error.to_string().contains("s3cret"), "{error}"); // C-24
    error
}

#[test]
fn c50_a_token_and_its_kind_are_sent_in_a_form() {
    let app = App::new();
    for (token, hint) in [("ghr_a b&c=d", "refresh_token"), ("gho_x", "access_token")] {
        app.world.reply_json(200, json!({}));
        app.revoke(token, hint).ok().unwrap();
        let sent = app.world.sent().pop().unwrap();
        assert_eq!(sent.url, "https://app.example/auth/github/revoke");
        assert_eq!(sent.names(), ["token", "token_type_hint", "client_id"]);
        assert_eq!((sent.field("token"), sent.field("token_type_hint")), (Some(token), Some(hint)));
        assert_eq!(sent.field("client_id"), Some("Ov23liExample"));
    }
}

#[test]
fn c50_without_a_proxy_it_goes_to_the_providers_own_endpoint() {
    let app = App::of_provider(preset("gitlab"), json!({ "clientId": "x", "redirectUri": CALLBACK }));
    app.world.reply_json(200, json!({}));
    app.revoke("glpat_x", "access_token").ok().unwrap();
    assert_eq!(app.world.sent()[0].url, "https://gitlab.com/oauth/revoke");
}

// RFC 7009 section 2.2: the body of a success means nothing, and an unknown token is one.
#[test]
fn c49_any_success_is_a_success_and_makes_no_credentials() {
    let answers = [
        Reply::Text(200),
        Reply::Text(204),
        json_reply(200, json!(null)),
        json_reply(200, json!([])),
        json_reply(200, json!("ok")),
        json_reply(202, json!({})),
        json_reply(200, support::app::token_answer(1)),
        json_reply(299, json!({ "error": null })),
    ];
    for answer in answers {
        let app = App::new();
        app.world.reply(answer);
        assert!(!app.revoke("gho_x", "access_token").ok().unwrap());
        assert!(app.world.items().is_empty());
    }
}

#[test]
fn c49_a_server_that_fails_can_be_asked_again() {
    for (status, expected) in [(429, "rate_limited"), (500, "server_error"), (502, "server_error"), (503, "server_error")] {
        for reply in [Reply::Text(status), json_reply(status, json!({ "error": "temporarily_unavailable" }))] {
            let error = refused(reply);
            assert_eq!((&error["code"], &error["status"], &error["retryable"]), (&json!(expected), &json!(status), &json!(true)));
        }
    }
}

#[test]
fn an_answer_of_something_else_is_no_success() {
    for status in [199, 300, 302, 400, 404, 405] {
        for reply in [Reply::Text(status), json_reply(status, json!({})), json_reply(status, json!(["error"]))] {
            let error = refused(reply);
            assert_eq!((&error["code"], &error["status"]), (&json!("invalid_response"), &json!(status)));
        }
    }
}

#[test]
fn c19_an_oauth_error_is_one_at_any_status() {
    for status in [200, 400, 401] {
        let description = "This provider cannot revoke that kind.";
        let error = refused(json_reply(status, json!({ "error": "unsupported_token_type", "error_description": description })));
        assert_eq!((&error["code"], &error["error"]), (&json!("oauth_error"), &json!("unsupported_token_type")));
        assert_eq!((&error["errorDescription"], &error["status"]), (&json!(description), &json!(status)));
        assert_eq!(error["retryable"], false);
        for wrong_secret in ["proxy_misconfigured", "incorrect_client_credentials", "invalid_client"] {
            assert_eq!(refused(json_reply(status, json!({ "error": wrong_secret })))["code"], "proxy_misconfigured");
        }
        // What these mean elsewhere, they do not mean here: nobody is signed out by them.
        for other in ["invalid_grant", "bad_refresh_token", "bad_verification_code", ""] {
            assert_eq!(refused(json_reply(status, json!({ "error": other })))["code"], "oauth_error");
        }
    }
}
