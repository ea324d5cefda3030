//! Where a token may go: to the provider's API origin, decided on the parsed URL as a browser would resolve it.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::ErrorCode;
use serde_json::json;
use support::app::{App, code, refusal};

fn is_allowed(app: &App, url: &str) -> bool {
    match code(app.sessions.check_request(url, false)) {
        None => true,
        Some(ErrorCode::OriginNotAllowed) => false,
        Some(other) => panic!("{other:?} for {url}"),
    }
}

#[test]
fn c25_the_api_is_allowed_however_it_is_written() {
    for url in [
        "https://api.github.com",
        "https://api.github.com/user",
        "https://api.github.com:443/user?x=@evil.example#@evil.example",
        "HTTPS://API.GitHub.COM/user",
        "https:\\\\api.github.com\\user",
        " https://api.github.com/user\n",
        "https://api.github.com/https://evil.example/",
        "https://api.github.com/../@evil.example",
        "//api.github.com/user",
        "https:api.github.com/../..//api.github.com/user",
    ] {
        // The last one is relative to an https page, and stays there.
        let expected = !url.starts_with("https:api");
        assert_eq!(is_allowed(&App::new(), url), expected, "{url}");
    }
}

// T-24
#[test]
fn c25_everything_else_is_refused() {
    for url in [
        "",
        "/user",
        "user",
        "//evil.example/user",
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
        let error = refusal(App::new().sessions.check_request(url, false));
        assert_eq!(error["code"], "origin_not_allowed", "{url}");
        assert!(error["message"].as_str().unwrap().contains("https://api.github.com"));
    }
}

#[test]
fn c25_another_api_is_the_only_one_then() {
    let app = App::with(json!({ "apiUrl": "https://ghe.example:8443/api/v3/" }));
    assert!(is_allowed(&app, "https://ghe.example:8443/api/v3/user"));
    assert!(is_allowed(&app, "https://ghe.example:8443/"));
    for url in ["https://ghe.example/api/v3/user", "https://api.github.com/user", "/api/v3/user"] {
        assert!(!is_allowed(&app, url), "{url}");
    }
    let local = App::with(json!({ "apiUrl": "http://127.0.0.1:3002" }));
    assert!(is_allowed(&local, "http://127.0.0.1:3002/user"));
    assert!(!is_allowed(&local, "http://127.0.0.1:3003/user") && !is_allowed(&local, "http://localhost:3002/user"));
    // On the API's own origin a relative address is enough.
    let own = App::with(json!({ "apiUrl": "https://app.example/api" }));
    assert!(is_allowed(&own, "/api/user") && is_allowed(&own, "user") && !is_allowed(&own, "//evil.example"));
}

#[test]
fn c26_a_header_of_the_callers_own_is_refused_wherever_it_goes() {
    for url in ["https://api.github.com/user", "https://evil.example/"] {
        assert_eq!(code(App::new().sessions.check_request(url, true)), Some(ErrorCode::AuthorizationHeaderSet), "{url}");
    }
}
