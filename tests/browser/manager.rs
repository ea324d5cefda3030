//! `createAuth` and its objects: made once, usable at once, and free of hidden state in the page.

use super::api::{app, callback, create, same_app, sign_in, sign_in_with, start, token_answer};
use super::page::{address, answer_with, call, fulfilled, get, js, keys, rejected, sent, start_afresh, stringify, text};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn each_object_is_made_once() {
    let auth = app();
    assert_eq!(get(&auth, "github"), get(&auth, "github"));
    assert_eq!(get(&auth, "github.oauth2"), get(&auth, "github.oauth2"));
    let session = sign_in(&auth).await;
    assert_eq!(get(&session, "github"), get(&session, "github"));
    assert_ne!(get(&auth, "github"), get(&same_app(), "github"));
}

#[wasm_bindgen_test]
async fn the_objects_are_of_the_exported_classes() {
    let auth = app();
    assert_eq!((auth.github().name().as_str(), auth.github().oauth2().kind().as_str()), ("github", "oauth2"));
    let session = sign_in(&auth).await;
    for (object, class) in [
        (JsValue::from(auth.clone()), "AuthManager"),
        (auth.github().into(), "GithubAuthProvider"),
        (get(&auth, "github.appCredentials"), "GithubAppCredentials"),
        (auth.github().oauth2().into(), "OAuth2Flow"),
        (session.clone().into(), "Session"),
        (session.client().into(), "GithubClient"),
        (session.credentials().unwrap(), "GithubUserCredentials"),
    ] {
        assert_eq!(call(&format!("(object) => object.constructor === Portcullis.{class}"), &object), true, "{class}");
    }
}

#[wasm_bindgen_test]
async fn making_it_does_nothing() {
    let auth = app();
    assert!(sent().is_empty() && keys().is_empty());
    assert!(fulfilled(auth.handle_redirect()).await.is_null());
    assert!(address().ends_with('/'));
}

// C-67
#[wasm_bindgen_test]
async fn c67_tokens_are_in_session_storage_only() {
    let auth = app();
    start(&auth);
    // Not the token of other tests, which their messages on this page may show.
    sign_in_with(&auth, &token_answer(67)).await;
    for place in [
        "JSON.stringify({ ...localStorage })",
        "document.cookie",
        "window.name",
        "location.href",
        "document.documentElement.outerHTML",
    ] {
        let content = js(place).as_string().unwrap();
        assert!(!content.contains("gho_access67") && !content.contains("ghr_refresh67"), "{place}: {content}");
    }
    assert!(stringify(&js("({ ...sessionStorage })")).contains("gho_access67"));
    assert!(keys().iter().all(|key| key.starts_with("portcullis:v1:")), "{:?}", keys());
}

#[wasm_bindgen_test]
async fn a_sign_in_survives_a_reload_and_ends_with_sign_out() {
    let auth = app();
    assert_eq!(sign_in(&auth).await.subject(), "583231");
    let again = same_app();
    assert_eq!(text(&fulfilled(again.session()).await, "subject"), "583231");
    start(&again);
    assert_eq!(stringify(&fulfilled(again.sign_out()).await), r#"{"revoked":false}"#);
    assert!(keys().is_empty(), "{:?}", keys());
    assert_eq!(text(&rejected(auth.session()).await, "code"), "not_signed_in");
    // Nobody to sign out is fine.
    assert_eq!(stringify(&fulfilled(again.sign_out()).await), r#"{"revoked":false}"#);
}

#[wasm_bindgen_test]
async fn signing_out_takes_everybody_unless_somebody_is_named() {
    let auth = app();
    for user in ["1", "2", "3"] {
        answer_with(200, &token_answer(1));
        answer_with(200, &format!(r#"{{"id":{user}}}"#));
        fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
    }
    fulfilled(auth.sign_out_of(&js("{ subject: '3' }"))).await;
    assert_eq!(text(&fulfilled(auth.session()).await, "subject"), "2");
    fulfilled(auth.sign_out()).await;
    assert!(keys().is_empty(), "{:?}", keys());
    assert_eq!(text(&rejected(auth.sign_out_of(&js("{ user: '3' }"))).await, "field"), "signOut.user");
}

#[wasm_bindgen_test]
async fn a_session_is_of_the_subject_that_was_asked_for() {
    let auth = app();
    sign_in(&auth).await;
    assert_eq!(text(&fulfilled(auth.session_of(&js("{ subject: '583231' }"))).await, "subject"), "583231");
    assert_eq!(text(&rejected(auth.session_of(&js("{ subject: '1' }"))).await, "code"), "not_signed_in");
}

#[wasm_bindgen_test]
fn a_proxy_url_is_relative_to_the_page() {
    start_afresh();
    for proxy in ["'/auth'", "'auth'", "location.origin + '/auth'", "'http://127.0.0.1:8787'", "'https://proxy.example/x'"] {
        assert!(
            create(&format!("{{ github: {{ clientId: 'x', redirectUri: location.origin + '/', proxyUrl: {proxy} }} }}")).is_ok(),
            "{proxy}"
        );
    }
}

// C-33
#[wasm_bindgen_test]
fn localhost_by_name_is_warned_about_in_the_console() {
    start_afresh();
    js("globalThis.warned = []");
    super::page::replace_value(&js("console"), "warn", &js("(text) => globalThis.warned.push(text)"));
    let with = |redirect: &str| create(&format!("{{ github: {{ clientId: 'x', redirectUri: '{redirect}', proxyUrl: '/' }} }}"));
    assert!(with("http://127.0.0.1:1/cb").is_ok());
    assert_eq!(get(&js("warned"), "length"), 0);
    assert!(with("http://localhost:1/cb").is_ok());
    assert_eq!(get(&js("warned"), "length"), 1);
    assert!(text(&js("warned"), "0").contains("127.0.0.1"));
    assert_eq!(js("delete globalThis.warned"), JsValue::TRUE);
}
