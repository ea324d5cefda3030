//! The built-in providers: which endpoints an app gets with them, on their usual host or another, and what it has to give
//! where nothing is built in.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod support;

use portcullis::oauth::Result;
use portcullis::oauth::provider::Provider;
use portcullis::oauth::providers::{GENERIC, GITHUB, preset};
use serde_json::{Value, json};
use support::app::{App, CALLBACK, configure_as, merged, refusal};

fn app_of(name: &str, changes: Value) -> Result<Provider> {
    let base = json!({ "clientId": "x", "redirectUri": CALLBACK });
    let proxy = if name == "github" { json!({ "proxyUrl": "https://proxy.example" }) } else { json!({}) };
    configure_as(preset(name), &merged(merged(base, proxy), changes))
}

/// Authorization endpoint, API, user info and issuer.
fn endpoints(name: &str, changes: Value) -> [String; 4] {
    let provider = app_of(name, changes).unwrap();
    ["authorizationUrl", "apiUrl", "userInfoUrl", "issuer"].map(|field| provider.text(field).to_string())
}

#[test]
fn a_preset_has_the_name_it_is_found_by() {
    for name in ["github", "gitlab", "discord"] {
        assert_eq!(app_of(name, json!({})).unwrap().text("name"), name);
        assert_eq!(app_of(name, json!({ "name": "work" })).unwrap().text("name"), "work");
        assert_eq!(refusal(app_of(name, json!({ "name": "work", "clientId": 7 })))["field"], "work.clientId");
    }
    for stranger in ["", "Github", "git", "oidc", "__proto__"] {
        assert_eq!(preset(stranger).name, "", "{stranger}");
    }
}

#[test]
fn i27_github_is_on_github_com() {
    assert_eq!(
        endpoints("github", json!({})),
        [
            "https://github.com/login/oauth/authorize",
            "https://api.github.com",
            "https://api.github.com/user",
            "https://github.com/login/oauth"
        ]
    );
    assert_eq!(endpoints("github", json!({ "host": "github.com" })), endpoints("github", json!({})));
}

// docs.github.com/enterprise-cloud@latest/admin/data-residency/network-details-for-ghecom
#[test]
fn github_with_data_residency_has_its_api_on_a_host_of_its_own() {
    assert_eq!(
        endpoints("github", json!({ "host": "octocorp.ghe.com" })),
        [
            "https://octocorp.ghe.com/login/oauth/authorize",
            "https://api.octocorp.ghe.com",
            "https://api.octocorp.ghe.com/user",
            "https://octocorp.ghe.com/login/oauth"
        ]
    );
}

#[test]
fn github_enterprise_server_has_its_api_below_a_path() {
    for host in ["git.example.com", "git.example.com:8443", "127.0.0.1:3000", "[2001:db8::1]", "xn--bcher-kva.example"] {
        assert_eq!(
            endpoints("github", json!({ "host": host })),
            [
                format!("https://{host}/login/oauth/authorize"),
                format!("https://{host}/api/v3"),
                format!("https://{host}/api/v3/user"),
                format!("https://{host}/login/oauth")
            ]
        );
    }
}

#[test]
fn only_github_com_itself_has_the_api_of_github_com() {
    for host in ["acmegithub.com", "git.github.com", "github.com.example", "octoghe.com", "ghe.com.example"] {
        assert_eq!(endpoints("github", json!({ "host": host }))[1], format!("https://{host}/api/v3"));
    }
}

#[test]
fn i43_gitlab_is_on_gitlab_com_or_self_managed() {
    for (changes, host) in [(json!({}), "gitlab.com"), (json!({ "host": "gitlab.example:8443" }), "gitlab.example:8443")] {
        let expected = ["oauth/authorize", "api/v4", "api/v4/user"].map(|path| format!("https://{host}/{path}"));
        let found = endpoints("gitlab", changes.clone());
        assert_eq!(found[..3], expected);
        assert_eq!(found[3], format!("https://{host}"));
        let provider = app_of("gitlab", changes).unwrap();
        // An app without a secret needs no proxy there.
        assert_eq!(provider.text("tokenUrl"), format!("https://{host}/oauth/token"));
        assert_eq!(provider.text("revocationUrl"), format!("https://{host}/oauth/revoke"));
    }
}

#[test]
fn i43_discord_is_on_discord_com() {
    let provider = app_of("discord", json!({})).unwrap();
    for (field, expected) in [
        ("authorizationUrl", "https://discord.com/oauth2/authorize"),
        ("tokenUrl", "https://discord.com/api/oauth2/token"),
        ("revocationUrl", "https://discord.com/api/oauth2/token/revoke"),
        ("apiUrl", "https://discord.com/api/v10"),
        ("userInfoUrl", "https://discord.com/api/v10/users/@me"),
        ("issuer", "https://discord.com"),
    ] {
        assert_eq!(provider.text(field), expected, "{field}");
    }
}

#[test]
fn what_an_app_gives_takes_the_place_of_what_the_host_says() {
    let own = json!({
        "host": "git.example.com", "authorizationUrl": "https://login.example.com/login/oauth/authorize?tenant=1",
        "apiUrl": "https://api.example.com/v3/", "userInfoUrl": "https://who.example.com/me?x=1", "issuer": "https://issuer.example.com/",
    });
    assert_eq!(
        endpoints("github", own),
        [
            "https://login.example.com/login/oauth/authorize?tenant=1",
            "https://api.example.com/v3",
            "https://who.example.com/me?x=1",
            "https://issuer.example.com/"
        ]
    );
    // Who somebody is, the API says, wherever it is.
    assert_eq!(endpoints("gitlab", json!({ "apiUrl": "https://api.example.com/v4/" }))[2], "https://api.example.com/v4/user");
    // C-45: the issuer goes with the authorization endpoint.
    assert_eq!(endpoints("gitlab", json!({ "authorizationUrl": "https://op.example/x?y" }))[3], "https://op.example/x");
}

fn is_no_host(wrong: &Value) {
    for name in ["github", "gitlab", "discord"] {
        let error = refusal(app_of(name, json!({ "host": wrong })));
        assert_eq!((&error["code"], &error["field"]), (&json!("invalid_option"), &json!(format!("{name}.host"))), "{wrong}");
    }
}

#[test]
fn a_host_is_a_name_and_perhaps_a_port() {
    for wrong in [
        "https://git.example.com",
        "git.example.com/",
        "git.example.com/path",
        "git.example.com?x",
        "git.example.com#x",
        "git.example.com\\x",
        "user@git.example.com",
        "user:pw@git.example.com",
        "@git.example.com",
        "git.example.com:",
        "git.example.com:443",
        "git.example.com:x",
        "git.example.com:99999",
        "GitHub.com",
        " github.com",
        "github.com\n",
        "git%2Eexample.com",
        "bücher.example",
        "2130706433",
        "[::1",
        "a b.example",
        "",
        "  ",
    ] {
        is_no_host(&json!(wrong));
    }
    for wrong in [json!(7), json!(true), json!({}), json!(["github.com"])] {
        is_no_host(&wrong);
    }
}

// To a URL parser it is a host, to nobody else.
#[test]
fn a_host_is_no_pattern() {
    for wrong in ["*", "*.example.com", "*.ghe.com", "git.*"] {
        is_no_host(&json!(wrong));
    }
}

/// What an app of no built-in provider gives, in the order in which it is asked for.
const GENERIC_OPTIONS: [(&str, &str); 5] = [
    ("name", "acme"),
    ("clientId", "x"),
    ("redirectUri", CALLBACK),
    ("authorizationUrl", "https://op.example/authorize?tenant=1"),
    ("tokenUrl", "https://op.example/token"),
];

fn first_generic_options(count: usize) -> Value {
    GENERIC_OPTIONS[..count].iter().map(|(name, value)| (name.to_string(), json!(value))).collect()
}

#[test]
fn a_provider_of_ones_own_is_asked_for_what_is_missing_one_by_one() {
    for (count, (name, _)) in GENERIC_OPTIONS.iter().enumerate() {
        let error = refusal(configure_as(&GENERIC, &first_generic_options(count)));
        let field = if count == 0 { name.to_string() } else { format!("acme.{name}") };
        assert_eq!((&error["code"], &error["field"]), (&json!("missing_option"), &json!(field)), "{error}");
    }
    let provider = configure_as(&GENERIC, &first_generic_options(5)).unwrap();
    for (name, value) in GENERIC_OPTIONS {
        assert_eq!(provider.text(name), value);
    }
    // Without a name of its own the issuer is where people are sent to.
    assert_eq!(provider.text("issuer"), "https://op.example/authorize");
    for name in ["apiUrl", "userInfoUrl", "revocationUrl"] {
        assert_eq!(provider.text(name), "", "{name}");
    }
}

#[test]
fn a_proxy_does_for_the_token_endpoint_of_a_provider_of_ones_own() {
    let provider = configure_as(&GENERIC, &merged(first_generic_options(4), json!({ "proxyUrl": "/auth/acme" }))).unwrap();
    assert_eq!(provider.text("tokenUrl"), "https://app.example/auth/acme/token");
    assert_eq!(provider.text("revocationUrl"), "https://app.example/auth/acme/revoke");
}

#[test]
fn nobody_knows_where_a_provider_of_ones_own_says_who_somebody_is() {
    let provider =
        configure_as(&GENERIC, &merged(first_generic_options(5), json!({ "apiUrl": "https://api.op.example/v1" }))).unwrap();
    assert_eq!((provider.text("apiUrl"), provider.text("userInfoUrl")), ("https://api.op.example/v1", ""));
}

// C-46
#[test]
fn c46_a_provider_without_an_issuer_refuses_one_it_does_not_know() {
    for (changes, iss, is_accepted) in [
        (json!({}), "", true),
        (json!({}), "&iss=https%3A%2F%2Fop.example", false),
        (json!({ "issuer": "https://op.example" }), "&iss=https%3A%2F%2Fop.example", true),
        (json!({ "issuer": "https://op.example" }), "", true),
        (json!({ "issuer": "https://op.example" }), "&iss=https%3A%2F%2Fop.example%2F", false), // C-45
    ] {
        let app = App::of_provider(&GENERIC, merged(first_generic_options(5), changes));
        let started = app.start();
        assert_eq!(app.accept(&started.callback(&format!("code=c0de{iss}"))).is_ok(), is_accepted, "{iss}");
    }
}

#[test]
fn a_rule_of_one_provider_does_not_bind_another() {
    let personal = json!({ "access_token": "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "token_type": "bearer" });
    let acme = App::of_provider(&GENERIC, first_generic_options(5));
    assert!(acme.credentials_from(personal.clone()).is_ok());
    let github = App::of_provider(&GITHUB, support::app::github_options());
    assert!(github.credentials_from(personal).is_err());
}
