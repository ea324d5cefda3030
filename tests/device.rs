//! A code for another device: what is asked for, and what an answer must hold before a person is shown anything of it. The
//! waiting is in `device_poll.rs`.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::flow::OAuth2Flow;
use portcullis::oauth::ports::Urls;
use portcullis::oauth::provider::Provider;
use portcullis::oauth::providers::{GENERIC, GITHUB, preset};
use portcullis::oauth::secure_url::Page;
use serde_json::{Value, json};
use support::app::{App, CALLBACK, PAGE, merged, refusal};
use support::ports::{NOW, Reply, World};

/// As GitHub answers (docs.github.com, "Authorizing OAuth apps").
fn device_answer() -> Value {
    json!({
        "device_code": "3584d83530557fdd1f46af8289938c8ef79f9dc5", "user_code": "WDJB-MJHT",
        "verification_uri": "https://github.com/login/device", "expires_in": 900, "interval": 10,
    })
}

/// Any other provider.
fn generic() -> App {
    App::of_provider(
        &GENERIC,
        json!({
            "name": "acme", "clientId": "x", "redirectUri": CALLBACK, "authorizationUrl": "https://id.acme.example/authorize",
            "tokenUrl": "https://id.acme.example/token", "deviceUrl": "https://id.acme.example/device",
        }),
    )
}

/// What the page gets for an answer with these members instead; nothing is stored about it (C-42).
fn shown(app: &App, changes: Value) -> Value {
    app.world.reply_json(200, merged(device_answer(), changes));
    let shown = app.device_code(json!({})).unwrap();
    assert!(app.world.items().is_empty());
    shown
}

fn refused_by(app: &App, reply: Reply) -> Value {
    app.world.reply(reply);
    let error = refusal(app.device_code(json!({})));
    assert!(!error.to_string().contains("3584d835"), "{error}"); // C-42
    error
}

fn refused(app: &App, changes: Value) -> Value {
    refused_by(app, Reply::Json(200, support::json::read(&merged(device_answer(), changes))))
}

#[test]
fn c35_a_device_code_is_asked_for_with_the_client_id_and_the_scope() {
    let app = App::with(json!({ "scope": ["read:user"] }));
    for (options, expected) in [
        (json!({}), "read:user"),
        (json!({ "scope": ["repo", "gist"] }), "repo gist"),
        (json!({ "scope": "a b", "extraParams": { "audience": "x&y" } }), "a b"),
    ] {
        app.world.reply_json(200, device_answer());
        app.device_code(options.clone()).unwrap();
        let sent = app.world.sent().pop().unwrap();
        assert_eq!(sent.url, "https://app.example/auth/github/device/code");
        assert_eq!((sent.field("client_id"), sent.field("scope")), (Some("Ov23liExample"), Some(expected)));
        assert_eq!(sent.field("audience"), options["extraParams"]["audience"].as_str());
        assert_eq!(sent.form.len(), if options["extraParams"].is_null() { 2 } else { 3 });
    }
}

#[test]
fn c35_without_a_scope_none_is_sent() {
    let app = App::new();
    shown(&app, json!({}));
    assert_eq!(app.world.sent()[0].names(), ["client_id"]);
}

// What is granted without naming a scope is what was asked for: the page keeps it until then.
#[test]
fn c18_the_scope_that_was_asked_for_is_told_with_spaces() {
    let app = App::with(json!({ "scopeSeparator": "," }));
    let (request, scope) = app.flow.device(&support::json::read(&json!({ "scope": ["a", "b"] }))).ok().unwrap();
    assert_eq!((scope.as_str(), request.form.as_str()), ("a b", "client_id=Ov23liExample&scope=a%2Cb"));
}

#[test]
fn without_a_proxy_it_is_the_providers_own_endpoint() {
    for (name, expected) in
        [("github", "https://github.com/login/device/code"), ("gitlab", "https://gitlab.com/oauth/authorize_device")]
    {
        let options = json!({ "clientId": "x", "redirectUri": CALLBACK, "tokenUrl": "https://app.example/token" });
        let app = App::of_provider(preset(name), options);
        assert_eq!(app.flow.device(&support::json::read(&json!({}))).ok().unwrap().0.url, expected);
    }
}

#[test]
fn c43_without_an_endpoint_or_a_client_there_is_no_device_flow() {
    let world = World::new();
    let urls = json!({ "name": "acme", "authorizationUrl": "https://acme.example/a", "tokenUrl": "https://acme.example/t" });
    for (changes, field) in
        [(json!({ "clientId": "x" }), "acme.deviceUrl"), (json!({ "deviceUrl": "https://acme.example/device" }), "acme.clientId")]
    {
        let page = Page { url: world.parse(PAGE, None), allow_insecure_origin: false };
        let options = support::json::read(&merged(urls.clone(), changes));
        let provider = Provider::configure(&GENERIC, &options, false, &page, &world).unwrap();
        let app = App { world: world.clone(), flow: OAuth2Flow { provider, page, ports: world.clone() } };
        let error = refusal(app.device_code(json!({})));
        assert_eq!((&error["code"], &error["field"]), (&json!("missing_option"), &json!(field)));
    }
    assert!(world.sent().is_empty());
}

#[test]
fn c02_what_a_request_adds_is_checked_before_it_is_sent() {
    let app = App::new();
    for (options, code, field) in [
        (json!({ "extraParams": { "Client_Id": "x" } }), "reserved_parameter", "getDeviceCode.extraParams.Client_Id"),
        (json!({ "extraParams": { "scope": "x" } }), "reserved_parameter", "getDeviceCode.extraParams.scope"),
        (json!({ "scope": 7 }), "invalid_option", "getDeviceCode.scope"),
        (json!({ "scopes": "x" }), "unknown_option", "getDeviceCode.scopes"),
    ] {
        let error = refusal(app.device_code(options));
        assert_eq!((&error["code"], &error["field"]), (&json!(code), &json!(field)));
    }
    assert!(app.world.sent().is_empty());
}

#[test]
fn c35_the_person_is_shown_what_the_answer_holds() {
    let app = App::new();
    let complete = "https://github.com/login/device?user_code=WDJB-MJHT";
    assert_eq!(
        shown(&app, json!({ "verification_uri_complete": complete })),
        json!({
            "deviceCode": "3584d83530557fdd1f46af8289938c8ef79f9dc5", "userCode": "WDJB-MJHT",
            "verificationUri": "https://github.com/login/device", "verificationUriComplete": complete,
            "interval": 10, "expiresIn": 900, "expiresAt": NOW + 900, "scope": "",
        })
    );
    assert_eq!(shown(&app, json!({})).get("verificationUriComplete"), None); // C-41: optional
    assert_eq!(shown(&app, json!({ "expires_in": "60" }))["expiresIn"], 60);
}

#[test]
fn c35_an_answer_that_lacks_a_member_is_refused() {
    let app = App::new();
    for name in ["device_code", "user_code", "verification_uri", "expires_in"] {
        for wrong in [json!(null), json!(""), json!(true), json!([]), json!({}), json!(-1)] {
            let error = refused(&app, json!({ name: wrong }));
            assert_eq!(error["code"], "invalid_response", "{name}: {wrong}");
            assert!(error["message"].as_str().unwrap().contains(name), "{error}");
        }
    }
    for (name, wrong) in [("device_code", json!(7)), ("user_code", json!(7)), ("expires_in", json!("soon"))] {
        assert_eq!(refused(&app, json!({ name: wrong }))["code"], "invalid_response", "{name}");
    }
    let nothing = refused_by(&app, Reply::Json(200, support::json::read(&json!({}))));
    assert_eq!(nothing["code"], "invalid_response");
    assert_eq!(refused_by(&app, Reply::Text(200))["code"], "invalid_response");
}

#[test]
fn c35_c37_no_interval_is_five_seconds_and_none_is_longer_than_five_minutes() {
    let app = App::new();
    for wrong in [json!(null), json!(0), json!(0.5), json!(-5), json!("7"), json!(true), json!([9])] {
        assert_eq!(shown(&app, json!({ "interval": wrong }))["interval"], 5, "{wrong}");
    }
    for (given, expected) in [(json!(1), 1), (json!(12.7), 12), (json!(300), 300), (json!(301), 300), (json!(1e300), 300)] {
        assert_eq!(shown(&app, json!({ "interval": given }))["interval"], expected, "{given}");
    }
}

#[test]
fn c41_a_person_is_sent_to_https_or_loopback_only() {
    let app = generic();
    for name in ["verification_uri", "verification_uri_complete"] {
        for safe in ["https://acme.example/device", "https://elsewhere.example/d?a=b", "http://127.0.0.1:8080/device"] {
            let changes = merged(json!({ "verification_uri": "https://acme.example/" }), json!({ name: safe }));
            let member = if name == "verification_uri" { "verificationUri" } else { "verificationUriComplete" };
            assert_eq!(shown(&app, changes)[member], safe);
        }
        for unsafe_uri in [
            "javascript:alert(1)",
            "data:text/html,x",
            "http://acme.example/device",
            "ftp://acme.example/",
            "//acme.example/device",
            "/device",
            "acme.example/device",
            "https://",
            "https://acme.example@evil.example/",
            "https://user:password@acme.example/",
        ] {
            let changes = merged(json!({ "verification_uri": "https://acme.example/" }), json!({ name: unsafe_uri }));
            let error = refused(&app, changes);
            assert_eq!(error["code"], "invalid_response", "{unsafe_uri}");
            assert!(error["message"].as_str().unwrap().contains(name), "{error}");
            assert!(!error.to_string().contains("acme.example"), "{error}");
        }
    }
    assert_eq!(refused(&app, json!({ "verification_uri_complete": 7 }))["code"], "invalid_response");
}

#[test]
fn t59_at_a_built_in_provider_it_is_its_own_site_only() {
    let options = json!({ "clientId": "x", "redirectUri": CALLBACK, "proxyUrl": "/auth", "host": "github.acme.example" });
    let enterprise = App::of_provider(&GITHUB, options);
    for (app, own, others) in [
        (App::new(), "https://github.com/login/device", ["https://github.com.evil.example/login/device", "https://githuh.com/"]),
        (enterprise, "https://github.acme.example/login/device", ["https://github.com/login/device", "https://acme.example/"]),
    ] {
        for (name, member) in [("verification_uri", "verificationUri"), ("verification_uri_complete", "verificationUriComplete")]
        {
            let with = |uri: &str| merged(json!({ "verification_uri": own }), json!({ name: uri }));
            assert_eq!(shown(&app, with(own))[member], own);
            let plain = own.replace("https:", "http:");
            let port = own.replace("/login", ":8443/login");
            for other in others.into_iter().chain([plain.as_str(), port.as_str(), "http://127.0.0.1/login/device"]) {
                assert_eq!(refused(&app, with(other))["code"], "invalid_response", "{other}");
            }
        }
    }
}

#[test]
fn c19_an_error_is_one_at_any_status() {
    let app = App::new();
    for (status, error, expected) in [
        (200, "device_flow_disabled", "device_flow_disabled"),
        (400, "device_flow_disabled", "device_flow_disabled"),
        (400, "unsupported_grant_type", "device_flow_disabled"),
        (401, "invalid_client", "proxy_misconfigured"),
        (200, "incorrect_client_credentials", "proxy_misconfigured"),
        (400, "invalid_scope", "oauth_error"),
        // Of a poll only.
        (400, "expired_token", "oauth_error"),
        (503, "anything", "server_error"),
        (429, "anything", "rate_limited"),
    ] {
        let body = merged(device_answer(), json!({ "error": error, "error_description": "why" }));
        let got = refused_by(&app, Reply::Json(status, support::json::read(&body)));
        assert_eq!((&got["code"], &got["error"], &got["status"]), (&json!(expected), &json!(error), &json!(status)));
        assert_eq!(got["errorDescription"], "why");
    }
    for (status, expected) in [(500, "server_error"), (429, "rate_limited"), (404, "invalid_response"), (302, "invalid_response")]
    {
        let got = refused_by(&app, Reply::Json(status, support::json::read(&device_answer())));
        assert_eq!((&got["code"], &got["status"]), (&json!(expected), &json!(status)));
        assert_eq!(got["retryable"], expected != "invalid_response");
    }
}
