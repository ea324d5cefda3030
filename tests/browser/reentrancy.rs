//! Calls from inside calls: whatever runs in a page's own `fetch`, in a getter or in a rejection handler may use the SDK.

use super::api::{Auth, USER, app, callback, sign_in_with, token_answer};
use super::page::{answer_with, call, fulfilled, get, js, rejected, sent, set_while_sending, stringify, text};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// Uses every class from inside the next request and keeps what came of it in `globalThis.inside`.
fn use_everything_while_sending(auth: &Auth) {
    let action = r#"(auth) => () => {
      globalThis.inside = [];
      const note = (word) => globalThis.inside.push(word);
      note(typeof auth.github.oauth2.authorize().state);
      note(auth.github.name + auth.github.oauth2.kind);
      try { auth.github.oauth2.authorize({ nonsense: 1 }) } catch (error) { note(error.code) }
      auth.handleRedirect().then((result) => note(`handled: ${result?.success}`));
      auth.handleRedirect(location.origin + "/callback?code=x&state=y").then((result) => note(result.error.code));
      auth.session().then((session) => note(session.subject), (error) => note(error.code));
      auth.github.oauth2.exchange({ code: "x", state: "y" }).catch((error) => note(error.code));
    }"#;
    set_while_sending(&call(action, auth));
}

fn noted() -> Vec<String> {
    let mut words: Vec<String> =
        js_sys::Array::from(&js("globalThis.inside")).iter().map(|word| word.as_string().unwrap()).collect();
    words.sort();
    words
}

#[wasm_bindgen_test]
async fn the_sdk_can_be_used_inside_its_own_token_request() {
    let auth = app();
    use_everything_while_sending(&auth);
    answer_with(200, &token_answer(1));
    answer_with(200, USER);
    let result = fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
    assert_eq!(get(&result, "success"), JsValue::TRUE, "{}", stringify(&result));
    assert_eq!(
        noted(),
        ["githuboauth2", "handled: true", "not_signed_in", "state_mismatch", "state_mismatch", "string", "unknown_option"]
    );
}

#[wasm_bindgen_test]
async fn the_sdk_can_be_used_inside_a_renewal() {
    let auth = app();
    let expired = r#"{"access_token":"gho_old","token_type":"bearer","expires_in":0,"refresh_token":"ghr_old"}"#;
    let session = sign_in_with(&auth, expired).await;
    use_everything_while_sending(&auth);
    answer_with(200, &token_answer(2));
    answer_with(200, "{}");
    fulfilled(session.fetch(&"https://api.github.com/x".into())).await;
    assert!(noted().contains(&"583231".to_string()), "{:?}", noted());
    assert_eq!(sent().len(), 4);
}

#[wasm_bindgen_test]
async fn a_sign_out_inside_a_renewal_wins() {
    let auth = app();
    let expired = r#"{"access_token":"gho_old","token_type":"bearer","expires_in":0,"refresh_token":"ghr_old"}"#;
    let session = sign_in_with(&auth, expired).await;
    let sign_out = call("(auth) => () => auth.signOut()", &auth);
    set_while_sending(&sign_out);
    answer_with(200, &token_answer(2));
    assert_eq!(text(&rejected(session.fetch(&"https://api.github.com/x".into())).await, "code"), "not_signed_in");
    assert!(super::page::keys().is_empty());
}

#[wasm_bindgen_test]
async fn a_request_inside_a_request_works() {
    let auth = app();
    let session = super::api::sign_in(&auth).await;
    let inner = "(session) => () => { globalThis.inner = session.fetch('https://api.github.com/inner') }";
    set_while_sending(&call(inner, &session));
    answer_with(200, "{}");
    answer_with(200, "{}");
    fulfilled(session.fetch(&"https://api.github.com/outer".into())).await;
    fulfilled(js("globalThis.inner").into()).await;
    assert_eq!(sent().len(), 4);
}

// Options are read while a getter of the caller's runs.
#[wasm_bindgen_test]
fn the_sdk_can_be_used_inside_a_getter_of_its_options() {
    let auth = app();
    let options = "(auth) => ({ get returnTo() { globalThis.nested = auth.github.oauth2.authorize().state; return '/x' } })";
    let options = call(options, &auth);
    let outer = text(&auth.github().oauth2().authorize(&options).unwrap(), "state");
    assert_ne!(js("globalThis.nested"), outer);
    assert_eq!(super::page::keys().len(), 2);
}
