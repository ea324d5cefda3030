//! What `OAuth2Flow` can be given: a class for its credentials, a reader for odd answers, and a `fetch` of the app's own.

use super::api::{USER, app, app_with_acme, sign_in_to_acme, token_answer};
use super::page::{answer_with, call, get, js, keys, stringify, text, told};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn i18_credentials_are_of_the_class_that_the_flow_or_the_provider_names() {
    let tokens = "class Mine extends Portcullis.OAuth2UserCredentials { get plan() { return this.raw.plan } }";
    for provider in [
        "class extends Portcullis.OAuth2AuthProvider { static flows = { oauth2: Portcullis.flow(({ appCredentials }) => new Portcullis.OAuth2Flow(appCredentials, { tokenClass: Mine })) } }",
        "class extends Portcullis.OAuth2AuthProvider { static userCredentials = Mine }",
    ] {
        let made =
            format!("(() => {{ {tokens}; globalThis.Mine = Mine; return new ({provider})({{ ...options, name: 'acme' }}) }})()");
        let auth = app_with_acme(&made);
        let answer =
            |plan: &str| format!(r#"{{"access_token":"x{plan}","token_type":"bearer","refresh_token":"r","plan":"{plan}"}}"#);
        let result = sign_in_to_acme(&auth, [&answer("free"), r#"{"sub":"u1"}"#]).await;
        let is_mine = "(credentials) => credentials.constructor === globalThis.Mine && credentials.plan";
        assert_eq!(call(is_mine, &get(&result, "credentials")), "free");
        answer_with(200, &answer("pro"));
        let seen = "async (auth) => {
          const session = await auth.session();
          const before = session.credentials();
          await session.refresh();
          const all = [before, session.credentials(), await auth.loadCredentials('acme', 'u1')];
          return all.map((one) => one.constructor === globalThis.Mine && one.plan);
        }";
        assert_eq!(told(seen, &auth).await, r#"["free","pro","pro"]"#);
        // Printed, it is as silent as ours.
        assert!(!stringify(&get(&result, "credentials")).contains("xfree"));
    }
    js("delete globalThis.Mine");
}

#[wasm_bindgen_test]
async fn i18_an_answer_of_an_odd_shape_is_translated_first() {
    let parse = "(body) => ({ access_token: body.data.token, token_type: 'bearer', expires_in: body.data.ttl })";
    let with = |parse: &str| {
        let flow = format!("(provider) => new Portcullis.OAuth2Flow(provider.appCredentials, {{ parseToken: {parse} }})");
        let auth = app_with_acme("options");
        call(&format!("(auth) => auth.acme.defineFlow('oauth2', {flow})"), &auth);
        auth
    };
    let auth = with(parse);
    let result = sign_in_to_acme(&auth, [r#"{"data":{"token":"odd","ttl":60}}"#, USER]).await;
    assert_eq!(
        (text(&result, "credentials.accessToken"), get(&result, "credentials.expiresIn")),
        ("odd".into(), 60.into()),
        "{}",
        stringify(&result)
    );
    // What the provider says about an error is not for it, and what it gives is checked like any answer.
    for (parse, answer, code) in [
        (parse, r#"{"error":"invalid_grant"}"#, "code_rejected"),
        (parse, "{}", "invalid_response"),
        ("() => undefined", "{}", "invalid_response"),
        ("() => ({ access_token: 7 })", "{}", "invalid_response"),
        ("() => { throw undefined }", "{}", "invalid_response"),
    ] {
        let result = sign_in_to_acme(&with(parse), [answer, USER]).await;
        assert_eq!((get(&result, "success"), text(&result, "error.code")), (JsValue::FALSE, code.into()), "{parse} {answer}");
        assert!(keys().is_empty(), "{:?}", keys());
    }
}

// P38, I17: an app's own `fetch` carries the flow's requests, and no others.
#[wasm_bindgen_test]
async fn i17_a_flow_sends_by_the_function_that_it_is_given() {
    let own = "(provider) => new Portcullis.OAuth2Flow(provider.appCredentials, { fetch: (url, init) => {
      globalThis.carried = [url, init.method, init.credentials];
      return fetch(url, init);
    } })";
    let auth = app_with_acme("options");
    call(&format!("(auth) => auth.acme.defineFlow('oauth2', {own})"), &auth);
    let result = sign_in_to_acme(&auth, [&token_answer(1), USER]).await;
    assert_eq!(get(&result, "success"), JsValue::TRUE, "{}", stringify(&result));
    assert_eq!(stringify(&js("globalThis.carried")), r#"["https://acme.example/token","POST","omit"]"#);
    js("delete globalThis.carried");
}

#[wasm_bindgen_test]
async fn i17_an_option_that_no_flow_has_is_refused() {
    let auth = app();
    let seen = "async ({ github: { appCredentials } }) => {
      const attempts = [[appCredentials, { scope: 'x' }], [appCredentials, null], [{ clientId: 'x' }], []];
      return attempts.map((given) => { try { new Portcullis.OAuth2Flow(...given) } catch ({ code, field }) { return `${code} ${field}` } });
    }";
    let expected = r#"["unknown_option OAuth2Flow.scope","invalid_option OAuth2Flow","invalid_option appCredentials","invalid_option appCredentials"]"#;
    assert_eq!(told(seen, &auth).await, expected);
}
