//! The options under `github: {…}`: what is accepted, and that everything else is refused before anything is sent, with
//! the field named.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::provider::Provider;
use portcullis::oauth::secure_url::Page;
use portcullis::oauth::{ErrorCode, Result};
use serde_json::{Value, json};
use support::app::{code, configure, github_options, merged, refusal};
use support::ports::World;

const PAGE: &str = "https://app.example/start?tab=1";
const LAN: &str = "http://devbox.lan:5173/start";

fn with(changes: Value) -> Result<(Provider, Page)> {
    configure(&World::new(), &merged(github_options(), changes), PAGE, false)
}

/// On a plain-http page of a LAN, with that option.
fn on_lan(changes: Value, allow: bool) -> Result<(Provider, Page)> {
    let options = json!({ "clientId": "x", "redirectUri": "http://devbox.lan:5173/callback", "proxyUrl": "/auth" });
    configure(&World::new(), &merged(options, changes), LAN, allow)
}

/// What a page warns of for a redirect URI.
fn warning(page: &Page, redirect_uri: &str) -> Option<&'static str> {
    let warning = page.warning(redirect_uri, &World::new());
    assert!(warning.is_none_or(|text| text.starts_with("Portcullis: ")), "{warning:?}");
    warning
}

fn is_refused(name: &str, value: Value, expected: &str) {
    is_refusal(with(json!({ name: value })), &format!("github.{name}"), expected);
}

fn is_refusal<T>(result: Result<T>, field: &str, expected: &str) {
    let error = refusal(result);
    assert_eq!((&error["code"], &error["field"]), (&json!(expected), &json!(field)), "{error}");
    assert_eq!(error["config"], true);
    assert!(error["message"].as_str().unwrap().starts_with(&format!("{field} ")), "{error}");
}

#[test]
fn the_smallest_configuration_is_accepted() {
    let (provider, _) = with(json!({})).ok().unwrap();
    assert_eq!(provider.text("tokenUrl"), "https://app.example/auth/github/token");
    assert_eq!(provider.text("apiUrl"), "https://api.github.com");
    assert_eq!(provider.text("issuer"), "https://github.com/login/oauth");
}

#[test]
fn what_is_missing_is_named() {
    for name in ["clientId", "redirectUri", "proxyUrl"] {
        is_refused(name, Value::Null, "missing_option");
        for wrong in [json!(""), json!("  "), json!(7), json!({}), json!([])] {
            is_refused(name, wrong, "invalid_option");
        }
    }
    let world = World::new();
    assert_eq!(refusal(configure(&world, &json!({}), PAGE, false))["field"], "github.clientId");
    for wrong in [json!(null), json!("Ov23li"), json!([]), json!(7)] {
        let error = refusal(configure(&world, &wrong, PAGE, false));
        assert_eq!((&error["code"], &error["field"]), (&json!("invalid_option"), &json!("github")), "{wrong}");
    }
}

#[test]
fn what_is_unknown_is_named() {
    is_refused("clientID", json!("x"), "unknown_option");
    is_refused("__proto__", json!({ "clientId": "x" }), "unknown_option");
    is_refused("revokeUrl", json!("https://github.com/login/oauth/revoke"), "unknown_option");
}

#[test]
fn c13_a_client_secret_has_no_business_in_a_page() {
    for name in ["clientSecret", "client_secret"] {
        is_refused(name, json!("1f2e3d"), "client_secret_in_browser");
        assert!(!refusal(with(json!({ name: "1f2e3d" }))).to_string().contains("1f2e3d"));
    }
}

#[test]
fn c03_a_redirect_uri_is_absolute_secure_and_plain() {
    for (wrong, expected) in [
        ("javascript:alert(1)", "insecure_url"),
        ("data:text/html,x", "insecure_url"),
        ("blob:https://app.example/x", "insecure_url"),
        ("file:///callback", "insecure_url"),
        ("myapp://callback", "insecure_url"),
        ("ws://127.0.0.1/", "insecure_url"),
        ("//app.example/callback", "invalid_option"),
        ("/callback", "invalid_option"),
        ("callback", "invalid_option"),
        ("https://", "invalid_option"),
        ("https://u:p@app.example/callback", "insecure_url"),
        ("https://u@app.example/callback", "insecure_url"),
        ("https://app.example/#x", "insecure_url"),
        ("https://app.example/callback#", "insecure_url"),
        ("http://app.example/callback", "insecure_url"),
        ("https://app.example/callback?code=1", "invalid_option"),
        ("https://app.example/callback?a=1&st%61te=2", "invalid_option"),
        ("https://app.example/callback?error", "invalid_option"),
    ] {
        is_refused("redirectUri", json!(wrong), expected);
    }
    for right in ["https://app.example/callback", "https://other.example:8443/a%20b?tenant=1", "https://[2001:db8::1]/"] {
        assert!(with(json!({ "redirectUri": right })).is_ok(), "{right}");
    }
}

#[test]
fn c33_plain_http_is_for_loopback() {
    for right in
        ["http://127.0.0.1:5173/cb", "http://127.0.0.1/", "http://[::1]:1/cb", "http://localhost:3000/cb", "http://LOCALHOST/"]
    {
        let (provider, _) = with(json!({ "redirectUri": right })).ok().unwrap();
        assert_eq!(provider.text("redirectUri"), right); // byte for byte, port included
    }
    for wrong in [
        "http://127.0.0.1.evil.example/",
        "http://127.0.0.2.evil/",
        "http://localhost.evil.example/",
        "http://evil.localhost.example/",
        "http://192.168.1.7/",
        "http://10.0.0.1/",
        "http://[::2]/",
        "http://0.0.0.0/",
        "http://app.example/?127.0.0.1",
    ] {
        is_refused("redirectUri", json!(wrong), "insecure_url");
    }
}

// RFC 8252 section 8.3
#[test]
fn c33_localhost_by_name_is_warned_about() {
    let (_, page) = with(json!({})).ok().unwrap();
    assert!(warning(&page, "http://localhost:3000/cb").is_some_and(|text| text.contains("127.0.0.1")));
    assert_eq!(warning(&page, "http://127.0.0.1:3000/cb"), None);
    assert_eq!(warning(&page, "https://localhost/cb"), None);
    // The page learns of it with the configuration.
    let configured = |redirect_uri| with(json!({ "redirectUri": redirect_uri })).ok().unwrap().0;
    assert_eq!(configured("http://localhost:3000/cb").text("warning"), warning(&page, "http://localhost:3000/cb").unwrap());
    assert_eq!(configured("http://127.0.0.1:3000/cb").text("warning"), "");
}

#[test]
fn c23_every_endpoint_is_https_or_loopback() {
    // With a token proxy its routes would take the place of two of these.
    let without_proxy = |name: &str, value: &str| {
        let base = json!({ "proxyUrl": null, "tokenUrl": "https://token.example/" });
        with(merged(base, json!({ name: value })))
    };
    for name in ["authorizationUrl", "tokenUrl", "revocationUrl", "apiUrl", "userInfoUrl"] {
        for (wrong, expected) in [
            ("http://github.example/x", "insecure_url"),
            ("ftp://github.example/", "insecure_url"),
            ("javascript:alert(1)", "insecure_url"),
            ("data:,", "insecure_url"),
            ("https://u@github.example/", "insecure_url"),
            ("https://github.example/#x", "insecure_url"),
            ("/login", "invalid_option"),
            ("github.example", "invalid_option"),
            ("//github.example/login", "invalid_option"),
        ] {
            is_refusal(without_proxy(name, wrong), &format!("github.{name}"), expected);
        }
        for right in ["https://ghe.example/x", "http://127.0.0.1:3001/x", "http://localhost:3001/x", "http://[::1]:3001/x"] {
            assert_eq!(without_proxy(name, right).ok().unwrap().0.text(name), right);
        }
    }
    for wrong in ["http://proxy.example/", "javascript:x", "https://u:p@proxy.example/", "https://proxy.example/#x"] {
        is_refused("proxyUrl", json!(wrong), "insecure_url");
    }
}

#[test]
fn a_proxy_url_is_resolved_against_the_page() {
    for (given, token_url) in [
        ("/auth/github", "https://app.example/auth/github/token"),
        ("/auth/github/", "https://app.example/auth/github/token"),
        ("auth", "https://app.example/auth/token"),
        ("/", "https://app.example/token"),
        ("//proxy.example/a", "https://proxy.example/a/token"),
        ("https://proxy.example", "https://proxy.example/token"),
        ("https://proxy.example:8787/a/", "https://proxy.example:8787/a/token"),
        ("http://127.0.0.1:8787", "http://127.0.0.1:8787/token"),
    ] {
        assert_eq!(with(json!({ "proxyUrl": given })).ok().unwrap().0.text("tokenUrl"), token_url, "{given}");
    }
}

// RFC 10017: only the token proxy seals cookies, so without one there is nothing to send them to.
#[test]
fn sealed_cookies_need_the_token_proxy() {
    for given in [true, false] {
        assert!(with(json!({ "proxyUrl": "/auth", "sealedCookie": given })).is_ok());
    }
    let direct = json!({ "proxyUrl": null, "tokenUrl": "https://token.example/", "sealedCookie": true });
    is_refusal(with(direct), "github.proxyUrl", "missing_option");
    for wrong in [json!("true"), json!(1), json!({})] {
        is_refused("sealedCookie", wrong, "invalid_option");
    }
}

// The path of a request is appended to these; a query in between, even an empty one, would swallow it.
#[test]
fn a_base_url_has_no_query() {
    for name in ["proxyUrl", "apiUrl"] {
        is_refused(name, json!("https://host.example/base?x=1"), "invalid_option");
        is_refused(name, json!("https://host.example/base?"), "invalid_option");
    }
}

// C-01: each of these is in the URL exactly once, so it cannot be in the endpoint too.
#[test]
fn c01_the_authorization_endpoint_sets_no_parameter_of_the_flow() {
    for name in
        ["response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method", "st%61te"]
    {
        is_refused(
            "authorizationUrl",
            json!(format!("https://github.com/login/oauth/authorize?tenant=1&{name}=x")),
            "invalid_option",
        );
    }
}

#[test]
fn c03_a_page_on_plain_http_needs_the_option() {
    let error = refusal(on_lan(json!({}), false));
    assert_eq!((&error["code"], &error["field"]), (&json!("insecure_origin"), &json!("allowInsecureOrigin")));
    let world = World::new();
    for page in ["http://127.0.0.1:5173/", "http://localhost:5173/", "http://[::1]/", PAGE] {
        let (_, page) = configure(&world, &github_options(), page, false).ok().unwrap();
        assert_eq!(warning(&page, "https://app.example/"), None);
    }
}

#[test]
fn c03_the_option_allows_the_pages_own_origin_and_nothing_else() {
    let (provider, page) = on_lan(json!({}), true).ok().unwrap();
    assert_eq!(provider.text("tokenUrl"), "http://devbox.lan:5173/auth/token");
    assert!(warning(&page, provider.text("redirectUri")).is_some_and(|text| text.contains("allowInsecureOrigin")));
    for (name, wrong) in [
        ("redirectUri", "http://devbox.lan/callback"),
        ("redirectUri", "http://other.lan:5173/callback"),
        ("redirectUri", "ftp://devbox.lan:5173/callback"),
        ("proxyUrl", "http://devbox.lan:8787"),
        ("proxyUrl", "//proxy.lan/"),
        ("authorizationUrl", "http://devbox.lan:5173/authorize"),
        ("apiUrl", "http://devbox.lan:5173/api"),
    ] {
        assert_eq!(code(on_lan(json!({ name: wrong }), true)), Some(ErrorCode::InsecureUrl), "{name}: {wrong}");
    }
    // A page that has no host has no origin to speak of.
    let from_disk = merged(github_options(), json!({ "redirectUri": "file:///callback" }));
    assert_eq!(code(configure(&World::new(), &from_disk, "file:///app.html", true)), Some(ErrorCode::InsecureUrl));
    // On a secure page the option changes nothing.
    let secure =
        configure(&World::new(), &merged(github_options(), json!({ "redirectUri": "http://app.example/callback" })), PAGE, true);
    assert_eq!(code(secure), Some(ErrorCode::InsecureUrl));
}
