//! A personal access token in place of an app: for one's own tools, in memory only.

use super::api::{BAD, ask, create, open};
use super::page::{answer_with, call, fulfilled, get, js, keys, rejected, sent, start_afresh, stringify, text, told};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn i28_a_personal_access_token_is_used_and_never_stored_shown_or_renewed() {
    start_afresh();
    let auth = create("{ github: { token: 'ghp_mine' } }").unwrap();
    let session = open(&auth, "undefined").await;
    answer_with(200, "{}");
    fulfilled(ask(&session, "https://api.github.com/x")).await;
    assert_eq!(text(&sent()[0], "headers.authorization"), "Bearer ghp_mine");
    let refused = rejected(call("(session) => session.refresh()", &session).into()).await;
    assert_eq!(text(&refused, "code"), "refresh_not_supported");
    // A rejected one is the API's to explain.
    answer_with(401, BAD);
    let response = fulfilled(ask(&session, "https://api.github.com/x")).await;
    assert_eq!(get(&response, "status"), 401);
    assert_eq!(sent().len(), 2);
    let seen = "async (auth) => {
      const { isAuthenticated, provider, subject } = auth.getSnapshot();
      const printed = [auth, auth.github, auth.github.appCredentials, await auth.session(), auth.github.appCredentials.with({})];
      const shown = printed.map((one) => JSON.stringify(one) + Object.values(one).join() + String(one)).join();
      return [isAuthenticated, provider, subject, shown.includes('ghp_mine')];
    }";
    assert_eq!(told(seen, &auth).await, r#"[true,"github","default",false]"#);
    assert!(keys().is_empty() && stringify(&js("({ ...localStorage })")) == "{}");
    // Nobody can sign in with it: there is no app.
    let error = rejected(auth.github().sign_in(&JsValue::UNDEFINED)).await;
    assert_eq!((text(&error, "name"), text(&error, "field")), ("ConfigError".into(), "github.clientId".into()));
    for wrong in ["''", "' '", "7", "'a b'", "'ghp_\\n'", "{}"] {
        let error = create(&format!("{{ github: {{ token: {wrong} }} }}")).unwrap_err();
        assert_eq!(text(&error, "field"), "github.token", "{wrong}");
    }
}
