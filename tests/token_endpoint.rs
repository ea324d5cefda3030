//! Which server gets codes and tokens: the token proxy before anything else, else the token endpoint, if a page can use
//! it. And what a personal access token makes of the rest.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::Result;
use portcullis::oauth::provider::Provider;
use portcullis::oauth::providers::{GENERIC, GITHUB, preset};
use serde_json::{Value, json};
use support::app::{App, CALLBACK, configure_as, merged, refusal};

fn github(changes: Value) -> Result<Provider> {
    configure_as(&GITHUB, &merged(json!({ "clientId": "x", "redirectUri": CALLBACK }), changes))
}

fn missing<T>(result: Result<T>) -> Value {
    let error = refusal(result);
    assert_eq!(error["code"], "missing_option", "{error}");
    error["field"].clone()
}

#[test]
fn i27_githubs_own_token_endpoint_is_refused_for_it_answers_no_page() {
    let own = "https://github.com/login/oauth/access_token";
    for changes in [
        json!({}),
        json!({ "tokenUrl": own }),
        json!({ "tokenUrl": "https://github.com/other" }),
        json!({ "host": "octocorp.ghe.com" }),
        json!({ "authorizationUrl": "https://git.example.com/login/oauth/authorize" }),
        json!({ "host": "git.example.com", "tokenUrl": "https://git.example.com/login/oauth/access_token" }),
    ] {
        assert_eq!(missing(github(changes.clone())), "github.proxyUrl", "{changes}");
    }
}

#[test]
fn a_token_url_elsewhere_needs_no_proxy() {
    for elsewhere in ["https://auth.example/github?tenant=1", "https://api.github.com/x", "http://127.0.0.1:8787/token"] {
        let provider = github(json!({ "tokenUrl": elsewhere })).unwrap();
        assert_eq!((provider.text("tokenUrl"), provider.text("revocationUrl")), (elsewhere, ""));
    }
    let revocable = json!({ "tokenUrl": "https://auth.example/t", "revocationUrl": "https://auth.example/r" });
    assert_eq!(github(revocable).unwrap().text("revocationUrl"), "https://auth.example/r");
}

#[test]
fn a_proxy_wins_over_every_other_address_of_its_routes() {
    let others = json!({ "tokenUrl": "https://auth.example/t", "revocationUrl": "https://auth.example/r" });
    for name in ["github", "gitlab", "discord"] {
        for proxy in ["https://proxy.example/base", "https://proxy.example/base/"] {
            let options = json!({ "clientId": "x", "redirectUri": CALLBACK, "proxyUrl": proxy });
            for options in [options.clone(), merged(options, others.clone())] {
                let provider = configure_as(preset(name), &options).unwrap();
                assert_eq!(provider.text("tokenUrl"), "https://proxy.example/base/token");
                assert_eq!(provider.text("revocationUrl"), "https://proxy.example/base/revoke");
            }
        }
    }
}

#[test]
fn c13_the_request_goes_to_the_configured_address() {
    let app = App::with(json!({ "proxyUrl": null, "tokenUrl": "https://auth.example/github?tenant=1" }));
    app.credentials_from(support::app::token_answer(1)).ok().unwrap();
    assert_eq!(app.world.sent()[0].url, "https://auth.example/github?tenant=1");
}

// C-13: a page has no secret to do it with.
#[test]
fn i25_a_client_authenticates_with_nothing() {
    for method in ["client_secret_basic", "client_secret_post", "private_key_jwt", "None", "none ", ""] {
        let error = refusal(github(json!({ "proxyUrl": "/auth", "tokenEndpointAuthMethod": method })));
        let found = (&error["code"], &error["field"]);
        assert_eq!(found, (&json!("invalid_option"), &json!("github.tokenEndpointAuthMethod")), "{method}");
    }
    for wrong in [json!(7), json!(true), json!({}), json!(["none"])] {
        assert!(github(json!({ "proxyUrl": "/auth", "tokenEndpointAuthMethod": wrong })).is_err());
    }
    assert!(github(json!({ "proxyUrl": "/auth", "tokenEndpointAuthMethod": "none" })).is_ok());
}

#[test]
fn i28_with_a_personal_access_token_nothing_else_has_to_be_there() {
    let token = json!({ "token": "ghp_16C7e42F292c6912E7710c838347Ae178B4a" });
    let provider = configure_as(&GITHUB, &token).unwrap();
    assert_eq!((provider.text("clientId"), provider.text("apiUrl")), ("", "https://api.github.com"));
    assert!(configure_as(&GENERIC, &merged(token.clone(), json!({ "name": "acme" }))).is_ok());
    // What is given all the same is checked as ever.
    for (name, wrong) in [("redirectUri", json!("/callback")), ("clientId", json!(7)), ("proxyUrl", json!("javascript:x"))] {
        let error = refusal(configure_as(&GITHUB, &merged(token.clone(), json!({ name: wrong }))));
        assert_eq!(error["field"], format!("github.{name}"));
    }
}

/// What signing in still asks for, with these options and a personal access token.
fn asked_for(options: Value) -> Value {
    let preset = if options.get("name").is_some() { &GENERIC } else { &GITHUB };
    let app = App::of_provider(preset, merged(json!({ "token": "ghp_x" }), options));
    let field = missing(app.authorize(json!({})));
    assert!(app.world.items().is_empty());
    field
}

#[test]
fn i28_with_a_personal_access_token_alone_signing_in_says_what_is_missing() {
    assert_eq!(asked_for(json!({})), "github.clientId");
    assert_eq!(asked_for(json!({ "clientId": "x" })), "github.redirectUri");
    let acme = json!({ "name": "acme", "clientId": "x", "redirectUri": CALLBACK });
    assert_eq!(asked_for(acme.clone()), "acme.authorizationUrl");
    assert_eq!(asked_for(merged(acme, json!({ "authorizationUrl": "https://op.example/" }))), "acme.tokenUrl");
}

// Otherwise somebody would say yes to GitHub, and come back to an exchange that no browser can make.
#[test]
fn i28_with_a_personal_access_token_signing_in_at_github_still_needs_the_proxy() {
    assert_eq!(asked_for(json!({ "clientId": "x", "redirectUri": CALLBACK })), "github.proxyUrl");
}

#[test]
fn c24_a_malformed_token_is_refused_and_not_repeated() {
    let long = "s3cret".repeat(2000);
    for wrong in ["s3cret with space", "s3cret\n", "\u{0}s3cret", "s3crét", &long, "Bearer s3cret"] {
        let error = refusal(configure_as(&GITHUB, &json!({ "token": wrong })));
        assert_eq!((&error["code"], &error["field"]), (&json!("invalid_option"), &json!("github.token")));
        assert!(!error.to_string().contains("s3cr"), "{error}");
    }
    for wrong in [json!(""), json!("  "), json!(7), json!({ "s3cret": 1 })] {
        let error = refusal(configure_as(&GITHUB, &json!({ "token": wrong })));
        assert_eq!((&error["code"], &error["field"]), (&json!("invalid_option"), &json!("github.token")));
    }
}

// C-24: the configuration is what apps print.
#[test]
fn c24_a_personal_access_token_is_not_among_what_is_shown() {
    let provider = configure_as(&GITHUB, &json!({ "token": "ghp_s3cret", "extra": { "a": [1] } })).unwrap();
    let shown = support::json::write(&provider.to_json());
    assert!(!shown.to_string().contains("s3cret"), "{shown}");
    assert_eq!(shown["extra"], json!({ "a": [1] }));
}
