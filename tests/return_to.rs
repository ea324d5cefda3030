//! Where an app goes after a sign-in: a path on its own origin, or `/`.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::return_to::safe_return_to;
use serde_json::json;
use support::app::App;
use support::ports::World;

fn checked(wanted: &str) -> String {
    safe_return_to(&World::new(), "https://app.example", wanted)
}

#[test]
fn c62_a_path_of_this_origin_stays_as_it_is() {
    for path in [
        "/",
        "/orders",
        "/orders/7?open=1&next=https://evil.example#section",
        "/a//b",
        "/a%20b/%C3%A9/ü",
        "/search?q=%2F%2Fevil.example",
        "/@evil.example",
        "/:8080",
        "/a/../b",
        "/#//evil.example",
    ] {
        assert_eq!(checked(path), path);
    }
}

// T-07
#[test]
fn c62_anything_that_could_leave_the_origin_becomes_the_default() {
    for hostile in [
        "",
        "orders",
        "?x=1",
        "#x",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\n/evil.example",
        "/\r\\evil.example",
        "\u{0}//evil.example",
        "/\u{7f}/evil.example",
        "https://evil.example",
        "https://app.example/orders",
        "https:evil.example",
        "https:/evil.example",
        "http://app.example/",
        "HTTPS://EVIL.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "blob:https://app.example/x",
        "%2F%2Fevil.example",
        "/%2Fevil.example",
        "/%2fevil.example",
        "/%5Cevil.example",
        "/%5cevil.example",
        "/%09/evil.example",
        "/%0a/evil.example",
        "/%0D%0ASet-Cookie:x",
        "%68ttps://evil.example",
    ] {
        assert_eq!(checked(hostile), "/", "{hostile:?}");
    }
}

// A router that normalises dots would read `//evil.example` and leave: `new URL(x, origin).pathname` already does.
#[test]
fn c62_dots_cannot_make_a_host_of_a_path() {
    for hostile in [
        "/.//evil.example",
        "/..//evil.example",
        "/a/..//evil.example",
        "/%2e//evil.example",
        "/a/%2E%2e//evil.example",
        "/./\\evil.example",
    ] {
        assert_eq!(checked(hostile), "/", "{hostile:?}");
    }
}

#[test]
fn c62_it_is_the_checked_path_that_comes_back() {
    for (wanted, path) in [("/orders?open=1", "/orders?open=1"), ("//evil.example", "/"), ("https://app.example/x", "/")] {
        let app = App::new();
        let started = app.authorize(json!({ "returnTo": wanted })).unwrap();
        assert_eq!(app.receive(&started.callback("code=c0de")).unwrap().unwrap()["returnTo"], path);
    }
}
