//! Errors: real `Error` objects of the package's own classes, with everything that the declarations promise.

use super::api::{app, callback, create};
use super::page::{answer_with, fulfilled, get, js, keys, rejected, start_afresh, text};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

// The very module that Rust throws from: `instanceof` is decided by the same classes.
#[wasm_bindgen(module = "/www/errors.js")]
extern "C" {
    type AuthError;
    #[wasm_bindgen(extends = AuthError)]
    type OAuthError;
    #[wasm_bindgen(extends = AuthError)]
    type ConfigError;
}

/// Whether an error is of these classes: AuthError, OAuthError, ConfigError.
fn classes(error: &JsValue) -> [bool; 3] {
    assert!(error.is_instance_of::<js_sys::Error>());
    assert!(!text(error, "message").is_empty() && !text(error, "stack").is_empty());
    [error.is_instance_of::<AuthError>(), error.is_instance_of::<OAuthError>(), error.is_instance_of::<ConfigError>()]
}

#[wasm_bindgen_test]
fn a_wrong_option_is_a_config_error_that_names_it() {
    start_afresh();
    let good = "clientId: 'x', redirectUri: location.origin + '/callback'";
    for (options, code, field) in [
        ("undefined", "missing_option", "github"),
        ("{}", "missing_option", "github"),
        ("null", "invalid_option", "options"),
        ("'Ov23li'", "invalid_option", "options"),
        ("{ github: { clientId: 'x', redirectUri: '/callback', proxyUrl: '/' } }", "invalid_option", "github.redirectUri"),
        ("{ github: { clientId: 'x', redirectUri: 'javascript:x', proxyUrl: '/' } }", "insecure_url", "github.redirectUri"),
        (&format!("{{ github: {{ {good} }} }}"), "missing_option", "github.proxyUrl"),
        (
            &format!("{{ github: {{ {good}, proxyUrl: '/', clientSecret: 's' }} }}"),
            "client_secret_in_browser",
            "github.clientSecret",
        ),
        ("{ github: {} }", "missing_option", "github.clientId"),
        (&format!("{{ github: {{ {good}, proxyUrl: '/' }}, gitlab: {{}} }}"), "missing_option", "gitlab.clientId"),
        (&format!("{{ github: {{ {good}, proxyUrl: '/' }}, gitlub: {{}} }}"), "unknown_option", "gitlub"),
        (&format!("{{ github: {{ {good}, proxyUrl: '/' }}, store: 'cookie' }}"), "invalid_option", "store"),
        (&format!("{{ github: {{ {good}, proxyUrl: '/' }}, allowInsecureOrigin: 1 }}"), "invalid_option", "allowInsecureOrigin"),
        (&format!("{{ github: {{ {good}, proxyUrl: () => '/' }} }}"), "invalid_option", "github"),
    ] {
        let error = create(options).unwrap_err();
        assert_eq!(classes(&error), [true, false, true], "{options}");
        assert_eq!((text(&error, "code"), text(&error, "field")), (code.into(), field.into()), "{options}");
        assert_eq!(text(&error, "name"), "ConfigError");
        assert_eq!(get(&error, "retryable"), JsValue::FALSE);
        assert!(text(&error, "message").starts_with(field), "{options}");
    }
    assert!(keys().is_empty());
}

#[wasm_bindgen_test]
async fn nobody_signed_in_is_an_auth_error() {
    let error = rejected(app().session()).await;
    assert_eq!(classes(&error), [true, false, false]);
    assert_eq!((text(&error, "name"), text(&error, "code")), ("AuthError".into(), "not_signed_in".into()));
    for absent in ["field", "status", "error", "errorDescription", "errorUri", "cause"] {
        assert!(get(&error, absent).is_undefined(), "{absent}");
    }
}

#[wasm_bindgen_test]
async fn what_the_provider_said_is_an_oauth_error() {
    let auth = app();
    answer_with(
        200,
        r#"{"error":"bad_verification_code","error_description":"The code passed is incorrect or expired.","error_uri":"https://docs.github.com/x"}"#,
    );
    let result = fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
    assert_eq!(get(&result, "success"), JsValue::FALSE);
    let error = get(&result, "error");
    assert_eq!(classes(&error), [true, true, false]);
    assert_eq!((text(&error, "name"), text(&error, "code")), ("OAuthError".into(), "code_rejected".into()));
    assert_eq!(text(&error, "error"), "bad_verification_code");
    assert_eq!(text(&error, "errorDescription"), "The code passed is incorrect or expired.");
    assert_eq!(text(&error, "errorUri"), "https://docs.github.com/x");
    assert_eq!(get(&error, "status"), 200);
}

#[wasm_bindgen_test]
async fn a_server_that_fails_is_worth_a_retry() {
    let auth = app();
    answer_with(502, "<h1>Unicorn!</h1>");
    let error = get(&fulfilled(auth.handle_redirect_at(&callback(&auth))).await, "error");
    assert_eq!(classes(&error), [true, false, false]);
    assert_eq!((text(&error, "code"), get(&error, "status")), ("server_error".into(), 502.into()));
    assert_eq!(get(&error, "retryable"), JsValue::TRUE);
}

// Every promise of a flow rejects with the same classes that the synchronous calls throw.
#[wasm_bindgen_test]
async fn wrong_arguments_reject_and_do_not_throw() {
    let auth = app();
    let flow = auth.github().oauth2();
    for wrong in ["null", "7", "'x'", "{ nonsense: 1 }", "() => {}", "Symbol('x')", "[]", "10n"] {
        let wrong = js(wrong);
        assert_eq!(classes(&flow.authorize(&wrong).unwrap_err()), [true, false, true]);
        let promises = [flow.exchange(&wrong), flow.refresh(&wrong), auth.session_of(&wrong), auth.github().sign_in(&wrong)];
        for promise in promises {
            let error = rejected(promise).await;
            assert_eq!(classes(&error), [true, false, true], "{wrong:?} {error:?}");
        }
    }
}

// T-23: an exception that crosses Rust without being caught leaves a promise that never settles and a stack that shrinks.
#[wasm_bindgen_test]
async fn an_argument_that_throws_is_refused_like_any_other() {
    let auth = app();
    let flow = auth.github().oauth2();
    let revoked = "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()";
    for wrong in ["{ get scope() { throw new RangeError('mine') } }", "{ appState: { get a() { throw undefined } } }", revoked] {
        let wrong = js(wrong);
        assert_eq!(classes(&flow.authorize(&wrong).unwrap_err()), [true, false, true]);
    }
    // What JavaScript reads before Rust does rejects with the caller's own exception.
    for (wrong, name) in [("{ get subject() { throw new RangeError('mine') } }", "RangeError"), (revoked, "TypeError")] {
        assert_eq!(text(&rejected(auth.session_of(&js(wrong))).await, "name"), name);
        assert_eq!(text(&rejected(auth.github().sign_in(&js(wrong))).await, "name"), name);
    }
    assert_eq!(
        classes(&rejected(auth.github().sign_in(&js("{ appState: { get a() { throw undefined } } }"))).await),
        [true, false, true]
    );
}
