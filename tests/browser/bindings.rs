//! How credentials become a request: bindings of the app's own, and what a session overrides.

use super::api::{app, app_with_acme, ask, open, sign_in, sign_in_to_acme, token_answer};
use super::page::{answer_with, answer_with_silence, call, fulfilled, get, js, rejected, sent, stringify, text, told};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn i34_a_binding_says_what_its_requests_carry_and_where_they_go() {
    let auth = app_with_acme("options");
    call(
        "(auth) => auth.acme.registerBinding('Acme-Files', async (context) => {
          globalThis.context = context;
          return {
            baseUrl: 'https://files.acme.example/v2',
            headers: { 'x-api-key': context.appCredentials.clientId, 'x-token': context.userCredentials.accessToken },
          };
        })",
        &auth,
    );
    sign_in_to_acme(&auth, [&token_answer(1), r#"{"sub":"u1"}"#]).await;
    let session = open(&auth, "undefined").await;
    let request = |url: &str| ask(&session, url);
    answer_with(200, "{}");
    answer_with(200, "{}");
    fulfilled(request("https://files.acme.example/a")).await;
    fulfilled(request("https://api.acme.example/a")).await;
    let headers = |index: usize| stringify(&get(&sent()[index], "headers"));
    assert_eq!(headers(2), r#"{"x-api-key":"acme-app","x-token":"gho_access1"}"#);
    assert_eq!(headers(3), r#"{"authorization":"Bearer gho_access1"}"#);
    let context = "async (auth) => {
      const { manager, provider, subject, appCredentials, userCredentials, ...more } = globalThis.context;
      return [manager === auth, provider === auth.acme, subject, appCredentials === auth.acme.appCredentials, userCredentials.accessToken, Object.keys(more)];
    }";
    assert_eq!(told(context, &auth).await, r#"[true,true,"u1",true,"gho_access1",[]]"#);
    // A token that is rejected is renewed, and the binding asked with the new one.
    answer_with(401, r#"{"error":"invalid_token"}"#);
    answer_with(200, &token_answer(2));
    answer_with(200, "{}");
    assert_eq!(get(&fulfilled(request("https://files.acme.example/b")).await, "status"), 200);
    assert_eq!(headers(6), r#"{"x-api-key":"acme-app","x-token":"gho_access2"}"#);
    let by_name = "async (session) => [await session.headers('acme_files'), await session.headers('acme')]";
    let expected = r#"[{"x-api-key":"acme-app","x-token":"gho_access2"},{"authorization":"Bearer gho_access2"}]"#;
    assert_eq!(told(by_name, &session).await, expected);
    js("delete globalThis.context");
}

#[wasm_bindgen_test]
async fn i35_a_binding_may_replace_the_providers_own_and_may_fail() {
    let auth = app_with_acme("options");
    sign_in_to_acme(&auth, [&token_answer(1), r#"{"sub":"u1"}"#]).await;
    let seen = "async (auth) => {
      const codes = [];
      for (const wrong of [undefined, 'x', {}, null])
        try { auth.acme.registerBinding('x', wrong) } catch ({ code, field }) { codes.push(`${code} ${field}`) }
      auth.acme.registerBinding('acme', ({ userCredentials }) => ({ headers: { authorization: `token ${userCredentials.accessToken}` } }));
      const replaced = await (await auth.session()).headers('acme');
      const mine = new RangeError('mine');
      auth.acme.registerBinding('broken', () => { throw mine });
      const { skipped } = await auth.session();
      const asked = await auth.session({ providers: ['broken'] }).catch((error) => error);
      return [new Set(codes).size, codes[0], replaced, skipped.map(({ name }) => name), skipped[0].reason === mine, asked === mine];
    }";
    let expected = r#"[1,"invalid_option acme.x",{"authorization":"token gho_access1"},["broken"],true,true]"#;
    assert_eq!(told(seen, &auth).await, expected);
}

#[wasm_bindgen_test]
async fn i40_overrides_are_merged_into_what_a_binding_says() {
    let auth = app();
    sign_in(&auth).await;
    let overrides = "{ overrides: { github: { headers: { 'X-Mine': '1' }, baseUrl: 'https://ghe.example/api/v3' } } }";
    let session = open(&auth, overrides).await;
    answer_with(200, "{}");
    fulfilled(ask(&session, "https://ghe.example/x")).await;
    let headers = get(&sent().pop().unwrap(), "headers");
    assert_eq!(stringify(&headers), r#"{"authorization":"Bearer gho_access1","x-mine":"1"}"#);
    // The origin is replaced, not added.
    let error = rejected(ask(&session, "https://api.github.com/x")).await;
    assert_eq!(text(&error, "code"), "origin_not_allowed");
    // And only in that session.
    answer_with(200, "{}");
    let plain = open(&auth, "undefined").await;
    fulfilled(ask(&plain, "https://api.github.com/x")).await;
    assert_eq!(stringify(&get(&sent().pop().unwrap(), "headers")), r#"{"authorization":"Bearer gho_access1"}"#);
}

#[wasm_bindgen_test]
async fn i40_a_binding_may_bound_the_time_of_its_requests() {
    let auth = app();
    sign_in(&auth).await;
    let session = open(&auth, "{ overrides: { github: { timeoutMs: 1 } } }").await;
    answer_with_silence();
    let error = rejected(ask(&session, "https://api.github.com/x")).await;
    assert_eq!(text(&error, "name"), "TimeoutError");
}
