//! Calls from inside calls: whatever runs in a page's own `fetch`, in a getter or in a rejection handler may use the SDK.

use super::api::{Auth, EXPIRED, USER, app, callback, sign_in_with, token_answer};
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
    let session = sign_in_with(&auth, EXPIRED).await;
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
    let session = sign_in_with(&auth, EXPIRED).await;
    let sign_out = call("(auth) => () => auth.signOut()", &auth);
    set_while_sending(&sign_out);
    answer_with(200, &token_answer(2));
    assert_eq!(text(&rejected(session.fetch(&"https://api.github.com/x".into())).await, "code"), "not_signed_in");
    assert!(super::page::keys().is_empty());
}

// Whoever hears that the token was renewed wants to use it; the renewal is over by then, its lock given back.
#[wasm_bindgen_test]
async fn the_sdk_can_be_used_inside_a_listener_of_a_renewal() {
    let auth = app();
    let session = sign_in_with(&auth, EXPIRED).await;
    let listen = "(auth) => {
      globalThis.inside = new Promise((resolve, reject) => {
        auth.addEventListener('tokenrefreshed', async () => {
          try {
            const session = await auth.session();
            const { status } = await session.fetch('https://api.github.com/inner');
            await session.refresh();
            resolve([status, session.credentials().accessToken]);
          } catch (error) { reject(error) }
        }, { once: true });
      });
    }";
    call(listen, &auth);
    // The renewal; then, in whichever order, the two calls; and the listener's own renewal.
    for answer in [token_answer(2), token_answer(3), token_answer(4), token_answer(5)] {
        answer_with(200, &answer);
    }
    fulfilled(session.fetch(&"https://api.github.com/outer".into())).await;
    let seen = fulfilled(js("globalThis.inside").into()).await;
    assert_eq!(get(&seen, "0"), 200);
    let bodies: Vec<String> = sent().iter().skip(2).map(|call| text(call, "body")).collect();
    assert!(bodies[0].contains("refresh_token=ghr_old"), "{bodies:?}");
    // No refresh token was used twice.
    assert_eq!(bodies.iter().filter(|body| body.contains("ghr_old")).count(), 1, "{bodies:?}");
    let stored = call("({ sessionStorage }) => JSON.stringify({ ...sessionStorage })", &js("globalThis")).as_string().unwrap();
    assert!(stored.contains(&text(&seen, "1")), "{stored}");
    js("delete globalThis.inside");
}

#[wasm_bindgen_test]
async fn the_sdk_can_be_used_inside_a_listener_of_a_sign_in_and_a_sign_out() {
    let auth = app();
    let listen = "(auth) => {
      globalThis.inside = [];
      const session = () => auth.session().then(({ subject }) => subject, ({ code }) => code ?? 'crashed');
      auth.addEventListener('signedin', () => globalThis.inside.push(session(), auth.signOut(), session()));
      auth.addEventListener('signedout', () => globalThis.inside.push(session(), auth.signOut()));
      auth.subscribe(() => globalThis.inside.push(auth.getSnapshot().isAuthenticated, auth.handleRedirect()));
    }";
    call(listen, &auth);
    answer_with(200, &token_answer(1));
    answer_with(200, USER);
    let result = fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
    assert_eq!(get(&result, "success"), JsValue::TRUE);
    let said = fulfilled(call("() => Promise.all(globalThis.inside)", &JsValue::NULL).into()).await;
    // A session that is opened while somebody signs out is either there or not.
    let said = stringify(&said);
    assert!(said.contains("not_signed_in") && !said.contains("crashed"), "{said}");
    assert_eq!(text(&rejected(auth.session()).await, "code"), "not_signed_in");
    assert!(super::page::keys().is_empty());
    js("delete globalThis.inside");
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
