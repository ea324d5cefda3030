//! Where a token may go: which URLs an app may name for it, and the origin of one. That requests elsewhere are refused is
//! the page's part, which compares with this origin: `www/authorized-fetch.js`.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::Result;
use serde_json::{Value, json};
use support::app::{App, configure_as, refusal};

const API: &str = "https://api.github.com";

/// The origin of a base URL as a session asks for it.
fn origin(app: &App, url: &str) -> Result<String> {
    app.flow.page.endpoint(&app.world, "github.baseUrl", url).map(|url| url.origin())
}

#[test]
fn c25_the_api_has_one_origin_however_it_is_written() {
    for url in [
        "https://api.github.com",
        "https://api.github.com/user",
        "https://api.github.com:443/user?x=@evil.example",
        "HTTPS://API.GitHub.COM/user",
        "https:\\\\api.github.com\\user",
        " https://api.github.com/user\n",
        "https://api.github.com/https://evil.example/",
        "https://api.github.com/../@evil.example",
        "https:api.github.com/../..//evil.example",
    ] {
        assert_eq!(origin(&App::new(), url).unwrap(), API, "{url}");
    }
}

// T-24
#[test]
fn c25_no_other_url_has_the_apis_origin() {
    for url in [
        "",
        "/user",
        "user",
        "//evil.example/user",
        "//api.github.com/user",
        "\\\\evil.example",
        "https://evil.example",
        "https://github.com/login",
        "https://api.github.com.evil.example/",
        "https://evil-api.github.com/",
        "https://x.api.github.com/",
        "https://api.github.com./user",
        "https://api.github.com:8443/user",
        "https://api.github.com:80/user",
        "http://api.github.com/user",
        "http://api.github.com:443/user",
        "wss://api.github.com/user",
        "https://api.github.com@evil.example/",
        "https://api.github.com%40evil.example/",
        "https://api.github.com:443@evil.example/",
        "https://evil.example/@api.github.com",
        "https://evil.example\\@api.github.com",
        "https://evil.example#@api.github.com",
        "https://evil.example?@api.github.com",
        "https://user@api.github.com/",
        "https://user:pw@api.github.com/",
        "https://:pw@api.github.com/",
        "https://apı.github.com/",
        "https://xn--api-github.com/",
        "blob:https://api.github.com/6a7c",
        "data:text/plain,https://api.github.com/",
        "javascript:alert('https://api.github.com/')",
        "file://api.github.com/user",
        "about:blank",
        "https://",
        "https://[::1",
    ] {
        assert_ne!(origin(&App::new(), url).ok().as_deref(), Some(API), "{url}");
    }
}

// C-54: a browser would run the first ones.
#[test]
fn c54_what_is_no_secure_address_is_refused_by_name() {
    for (url, expected) in [
        ("javascript:alert(1)", "insecure_url"),
        ("data:text/html,x", "insecure_url"),
        ("blob:https://api.github.com/6a7c", "insecure_url"),
        ("file:///etc/passwd", "insecure_url"),
        ("about:blank", "insecure_url"),
        ("http://api.github.com/", "insecure_url"),
        ("https://u:p@api.github.com/", "insecure_url"),
        ("https://api.github.com/#x", "insecure_url"),
        ("/user", "invalid_option"),
        ("", "invalid_option"),
        ("https://", "invalid_option"),
    ] {
        let error = refusal(origin(&App::new(), url));
        assert_eq!((&error["code"], &error["field"]), (&json!(expected), &json!("github.baseUrl")), "{url}");
    }
}

#[test]
fn c25_another_api_has_its_own_origin_with_its_port() {
    let app = App::new();
    for (url, expected) in [
        ("https://ghe.example:8443/api/v3/user", "https://ghe.example:8443"),
        ("https://ghe.example/api/v3", "https://ghe.example"),
        ("http://127.0.0.1:3002/user", "http://127.0.0.1:3002"),
        ("http://localhost:3002/", "http://localhost:3002"),
        ("https://[2001:DB8::1]:8443/x", "https://[2001:db8::1]:8443"),
    ] {
        assert_eq!(origin(&app, url).unwrap(), expected);
    }
}

#[test]
fn the_api_of_the_options_is_kept_without_the_slash_at_its_end() {
    let api = |given: Value| {
        let options = json!({ "clientId": "x", "redirectUri": "https://app.example/", "proxyUrl": "/auth", "apiUrl": given });
        configure_as(&portcullis::oauth::providers::GITHUB, &options).unwrap().text("apiUrl").to_string()
    };
    assert_eq!(api(json!("https://ghe.example:8443/api/v3/")), "https://ghe.example:8443/api/v3");
    assert_eq!(api(json!("https://ghe.example")), "https://ghe.example");
    assert_eq!(api(Value::Null), API);
}
