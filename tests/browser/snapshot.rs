//! Who is signed in, as a view shows it: `getSnapshot` and `subscribe` as React's `useSyncExternalStore` wants them, and
//! the events. None of them holds a token.

use super::api::{app, callback, create, same_app, sign_in, token_answer};
use super::page::{answer_with, call, fulfilled, get, js, rejected, start_afresh, stringify, text, told};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const NOBODY: &str =
    r#"{"isLoading":false,"isAuthenticated":false,"provider":null,"subject":null,"expiresAt":null,"accounts":[]}"#;

/// Records every event of a manager, as JSON, in `globalThis.seen`.
fn record(auth: &JsValue) {
    call(
        "(auth) => {
          globalThis.seen = [];
          for (const type of ['change', 'signedin', 'signedout', 'tokenrefreshed', 'reauthrequired', 'error'])
            auth.addEventListener(type, ({ detail }) => globalThis.seen.push([type, detail]));
        }",
        auth,
    );
}

/// The events so far, but for `change`.
fn news() -> String {
    stringify(&js("globalThis.seen.filter(([type]) => type !== 'change')"))
}

#[wasm_bindgen_test]
async fn p44_a_snapshot_is_the_same_object_until_something_changes() {
    let auth = app();
    let snapshot = || call("({ getSnapshot }) => getSnapshot()", &auth);
    let before = snapshot();
    assert_eq!(stringify(&before), NOBODY);
    assert_eq!(snapshot(), before);
    let session = sign_in(&auth).await;
    let signed_in = snapshot();
    assert_ne!(signed_in, before);
    let expires_at = get(&session.credentials().unwrap(), "expiresAt").as_f64().unwrap();
    let account = format!(r#"{{"provider":"github","subject":"583231","expiresAt":{expires_at},"isLive":true}}"#);
    let expected = format!(
        r#"{{"isLoading":false,"isAuthenticated":true,"provider":"github","subject":"583231","expiresAt":{expires_at},"accounts":[{account}]}}"#
    );
    assert_eq!(stringify(&signed_in), expected);
    // Calls that change nothing.
    answer_with(200, "{}");
    fulfilled(session.fetch(&"https://api.github.com/x".into())).await;
    fulfilled(auth.session()).await;
    assert!(fulfilled(auth.handle_redirect()).await.is_null());
    assert_eq!(snapshot(), signed_in);
    // Another page knows before its first await.
    assert_eq!(stringify(&call("({ getSnapshot }) => getSnapshot()", &same_app())), expected);
    fulfilled(auth.sign_out()).await;
    assert_eq!(stringify(&snapshot()), NOBODY);
}

#[wasm_bindgen_test]
async fn p44_nobody_can_change_a_snapshot() {
    let auth = app();
    sign_in(&auth).await;
    let attempts = "(auth) => {
      'use strict';
      const { accounts } = auth.getSnapshot();
      const refused = [
        () => { auth.getSnapshot().subject = 'x' },
        () => { accounts.push({}) },
        () => { accounts[0].subject = 'x' },
      ].map((attempt) => { try { attempt(); return false } catch (error) { return error instanceof TypeError } });
      return refused.every(Boolean);
    }";
    assert_eq!(call(attempts, &auth), true);
}

#[wasm_bindgen_test]
async fn p44_a_store_that_answers_later_is_loading_first() {
    start_afresh();
    let late = "{ get: async () => {}, set: async () => {}, delete: async () => {}, keys: async () => [] }";
    let options = format!("{{ github: {{ clientId: 'x', redirectUri: location.origin + '/', proxyUrl: '/' }}, store: {late} }}");
    let auth = create(&options).unwrap();
    let seen = "async (auth) => {
      const first = auth.getSnapshot();
      const { detail } = await new Promise((resolve) => auth.addEventListener('change', resolve));
      return [first, detail === auth.getSnapshot(), detail];
    }";
    assert_eq!(told(seen, &auth).await, format!(r#"[{{"isLoading":true}},true,{NOBODY}]"#));
}

#[wasm_bindgen_test]
async fn p44_a_subscriber_is_called_at_every_change_until_it_leaves() {
    let auth = app();
    call(
        "({ subscribe, getSnapshot }) => {
          globalThis.called = [];
          globalThis.leave = subscribe((...given) => globalThis.called.push([given.length, getSnapshot().isAuthenticated]));
        }",
        &auth,
    );
    sign_in(&auth).await;
    assert_eq!(stringify(&js("globalThis.called")), "[[0,true]]");
    fulfilled(auth.sign_out()).await;
    assert_eq!(stringify(&js("globalThis.called")), "[[0,true],[0,false]]");
    js("globalThis.leave()");
    sign_in(&auth).await;
    assert_eq!(stringify(&js("globalThis.called")), "[[0,true],[0,false]]");
    js("['called', 'leave'].forEach((name) => delete globalThis[name])");
}

// A listener's error is the page's to see, and nobody else's to feel.
#[wasm_bindgen_test]
async fn p44_a_listener_that_throws_stops_nothing() {
    let auth = app();
    call(
        "(auth) => {
          globalThis.called = [];
          addEventListener('error', (event) => { event.preventDefault(); globalThis.called.push(event.error?.message) });
          for (const type of ['change', 'signedin']) {
            auth.addEventListener(type, () => { throw new Error('mine') });
            auth.addEventListener(type, () => globalThis.called.push(type));
          }
        }",
        &auth,
    );
    sign_in(&auth).await;
    assert_eq!(stringify(&js("globalThis.called")), r#"["mine","change","mine","signedin"]"#);
    js("delete globalThis.called");
}

#[wasm_bindgen_test]
async fn p45_signing_in_and_out_are_told_after_the_snapshot_has_changed() {
    let auth = app();
    record(&auth);
    sign_in(&auth).await;
    fulfilled(auth.sign_out()).await;
    assert_eq!(stringify(&js("globalThis.seen.map(([type]) => type)")), r#"["change","signedin","change","signedout"]"#);
    let detail = r#"{"provider":"github","subject":"583231","isRemote":false}"#;
    assert_eq!(news(), format!(r#"[["signedin",{detail}],["signedout",{detail}]]"#));
    // A sign-out of nobody, and a sign-in that fails, are no news.
    fulfilled(auth.sign_out()).await;
    answer_with(200, r#"{"error":"bad_verification_code"}"#);
    fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
    assert_eq!(js("globalThis.seen.length"), 4);
}

#[wasm_bindgen_test]
async fn p45_a_renewal_and_its_refusal_are_told_once() {
    let auth = app();
    record(&auth);
    let session = sign_in(&auth).await;
    js("globalThis.seen.length = 0");
    let detail = r#""provider":"github","subject":"583231","isRemote":false"#;
    answer_with(200, &token_answer(2));
    fulfilled(call("(session) => session.refresh()", &session).into()).await;
    assert_eq!(news(), format!(r#"[["tokenrefreshed",{{{detail}}}]]"#));
    js("globalThis.seen.length = 0");
    answer_with(200, r#"{"error":"bad_refresh_token"}"#);
    let error = rejected(call("(session) => session.refresh()", &session).into()).await;
    rejected(call("(session) => session.refresh()", &session).into()).await;
    assert_eq!(stringify(&js("globalThis.seen.map(([type]) => type)")), r#"["change","reauthrequired"]"#);
    assert_eq!((js("globalThis.seen[1][1].error"), text(&error, "code")), (error.clone(), "refresh_rejected".into()));
    assert_eq!(stringify(&js("globalThis.seen[0][1]")), NOBODY);
}

// T-26: the tabs of an app say what happened, and nothing that could be used.
#[wasm_bindgen_test]
async fn p45_another_tab_is_told_without_a_token() {
    start_afresh();
    let options = "{ github: { clientId: 'x', redirectUri: location.origin + '/callback', proxyUrl: '/' }, store: 'local' }";
    let auth = create(options).unwrap();
    js("(() => {
      globalThis.said = '';
      const bytes = (data) => data instanceof ArrayBuffer ? String.fromCharCode(...new Uint8Array(data)) : data;
      new BroadcastChannel('portcullis:v1').onmessage = ({ data }) => {
        globalThis.said += JSON.stringify(data, (_, value) => bytes(value));
      };
    })()");
    let other = create(options).unwrap();
    record(&other);
    let heard = |type_: &str| {
        let once = "new Promise((resolve) => other.addEventListener(type, resolve, { once: true }))";
        call(&format!("(other) => {}", once.replace("type", &format!("'{type_}'"))), &other).into()
    };
    let is_signed_in = || call("(other) => other.getSnapshot().isAuthenticated", &other);

    let told = heard("signedin");
    let session = sign_in(&auth).await;
    fulfilled(told).await;
    assert_eq!(is_signed_in(), true);
    let told = heard("tokenrefreshed");
    answer_with(200, &token_answer(2));
    fulfilled(call("(session) => session.refresh()", &session).into()).await;
    fulfilled(told).await;
    let told = heard("signedout");
    fulfilled(auth.sign_out()).await;
    fulfilled(told).await;
    assert_eq!(is_signed_in(), false);

    let detail = r#"{"provider":"github","subject":"583231","isRemote":true}"#;
    let expected = format!(r#"[["signedin",{detail}],["tokenrefreshed",{detail}],["signedout",{detail}]]"#);
    assert_eq!(news(), expected);
    let said = js("globalThis.said").as_string().unwrap();
    assert!(["signedin", "tokenrefreshed", "sealed", "signedout"].iter().all(|word| said.contains(word)), "{said}");
    assert!(!["gho_", "ghr_", "octocat"].iter().any(|word| said.contains(word)), "{said}");
}

// What ended while the page lay in the browser's back-forward cache is not shown (T-30).
#[wasm_bindgen_test]
async fn t30_a_page_that_comes_back_looks_again() {
    let auth = app();
    let seen = "async (auth) => {
      await auth.storeCredentials('github', 'mona', { accessToken: 'gho_mona' });
      sessionStorage.clear();
      const before = auth.getSnapshot().isAuthenticated;
      const changed = new Promise((resolve) => auth.addEventListener('change', resolve));
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      await changed;
      return [before, auth.getSnapshot().isAuthenticated];
    }";
    assert_eq!(told(seen, &auth).await, "[true,false]");
}

// React calls `getSnapshot` while it renders: no request, nothing stored.
#[wasm_bindgen_test]
fn p44_a_snapshot_asks_nobody() {
    let auth = app();
    call("(auth) => auth.getSnapshot()", &auth);
    assert!(super::page::sent().is_empty() && super::page::keys().is_empty());
    assert_eq!(call("(auth) => auth.getSnapshot().isLoading", &auth), JsValue::FALSE);
}
