//! Flows that an app brings along, extended from the SDK's or entirely its own: what runs, what is kept, and what becomes
//! of their failures.

use super::api::{EXPIRED, app_with_acme, sign_in_to_acme, token_answer};
use super::page::{answer_with, call, fulfilled, get, js, keys, sent, stringify, text, told};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// A flow that changes one thing at each step, as an app would that has to.
const EXTENDED: &str = "(() => {
  class Mine extends Portcullis.OAuth2Flow {
    calls = [];
    authorize(options, ...rest) {
      return super.authorize({ ...options, extraParams: { audience: 'files' } }, ...rest);
    }
    async exchange(callback) {
      this.calls.push(['exchange', callback.code, Object.keys(callback).sort().join()]);
      return super.exchange({ ...callback, tokenParams: { audience: 'files' } });
    }
    async refresh(given) {
      this.calls.push(['refresh', given.subject, given.credentials.accessToken]);
      return super.refresh({ ...given, tokenParams: { audience: 'files' } });
    }
  }
  return class extends Portcullis.OAuth2AuthProvider {
    static flows = { oauth2: Portcullis.flow((provider) => new Mine(provider.appCredentials)) };
  };
})()";

#[wasm_bindgen_test]
async fn i08_the_overrides_of_an_extended_flow_are_what_runs() {
    let auth = app_with_acme(&format!("new ({EXTENDED})({{ ...options, name: 'acme' }})"));
    let result = sign_in_to_acme(&auth, [EXPIRED, r#"{"sub":"u1"}"#]).await;
    assert_eq!((get(&result, "success"), text(&result, "subject")), (JsValue::TRUE, "u1".into()), "{}", stringify(&result));
    answer_with(200, &token_answer(2));
    answer_with(200, "{}");
    let fetch = "async (auth) => (await auth.session()).fetch('https://api.acme.example/v1/x')";
    fulfilled(call(fetch, &auth).into()).await;
    assert_eq!(
        stringify(&get(&auth, "acme.oauth2.calls")),
        r#"[["exchange","c0de","code,state,url"],["refresh","u1","gho_old"]]"#
    );
    let url = call("(auth) => new URL(auth.acme.oauth2.authorize().authorizationUrl).searchParams.get('audience')", &auth);
    assert_eq!(url, "files");
    for (index, grant) in [(0, "authorization_code"), (2, "refresh_token")] {
        let form = text(&sent()[index], "body");
        assert!(form.starts_with(&format!("grant_type={grant}&")) && form.ends_with("&audience=files"), "{form}");
    }
    assert_eq!(text(&sent()[3], "headers.authorization"), "Bearer gho_access2");
}

/// A sign-in by password at the app's own server, which no redirect belongs to. Not even a class of the SDK's.
const OWN: &str = "{
  kind: 'password',
  calls: [],
  async authorize({ appState }) { return { password: 'pa55', appState: 'not this one' } },
  async exchange(given) {
    this.calls.push(['exchange', given.password]);
    return { accessToken: 'own1', refreshToken: 'again1', expiresIn: 0, scope: ['a', 'b'] };
  },
  async refresh({ credentials, subject }) {
    this.calls.push(['refresh', subject, credentials.refreshToken, credentials.scope]);
    return { access_token: 'own2', token_type: 'bearer', expires_in: 3600 };
  },
}";

#[wasm_bindgen_test]
async fn i08_an_object_with_the_three_methods_is_a_flow() {
    let auth = app_with_acme("options");
    let seen = format!(
        "async (auth) => {{
          const own = {OWN};
          auth.acme.defineFlow('password', () => own);
          const result = await auth.signIn({{ provider: 'acme', flow: 'password', appState: {{ cart: 1 }}, subject: 'mona' }});
          const session = await auth.session();
          const first = session.credentials().accessToken;
          const token = await session.accessToken();
          const {{ refreshToken, expiresIn }} = session.credentials();
          return [result.success, result.subject, result.appState, first, token, refreshToken, expiresIn, own.calls];
        }}"
    );
    // Who it is, asked for with the new token; the app says otherwise.
    answer_with(200, r#"{"sub":"u1"}"#);
    let calls = r#"[["exchange","pa55"],["refresh","mona","again1",["a","b"]]]"#;
    assert_eq!(told(&seen, &auth).await, format!(r#"[true,"mona",{{"cart":1}},"own1","own2","again1",3600,{calls}]"#));
    assert_eq!(text(&sent()[0], "headers.authorization"), "Bearer own1");
    assert_eq!(sent().len(), 1);
    assert!(keys().iter().all(|key| !key.contains("transaction")), "{:?}", keys());
}

#[wasm_bindgen_test]
async fn i08_a_flow_that_cannot_renew_says_so() {
    let auth = app_with_acme("options");
    let seen = "async (auth) => {
      class Once extends Portcullis.BaseAuthFlow {
        authorize() { return {} }
        async exchange() { return { accessToken: 'once' } }
      }
      auth.acme.defineFlow('once', () => new Once());
      await auth.acme.signIn({ flow: 'once', subject: 'mona' });
      const session = await auth.session();
      const code = ({ code }) => code;
      const bare = new Portcullis.BaseAuthFlow();
      let authorize;
      try { bare.authorize() } catch (error) { authorize = error.code }
      return [await session.refresh().catch(code), await session.accessToken(), authorize, await bare.exchange().catch(code), await bare.refresh().catch(code)];
    }";
    answer_with(404, "");
    assert_eq!(
        told(seen, &auth).await,
        r#"["refresh_not_supported","once","invalid_flow","invalid_flow","refresh_not_supported"]"#
    );
}

// Whatever an app's flow does with a callback: it counts once (C-09), and a sign-in never rejects.
#[wasm_bindgen_test]
async fn i08_a_flow_that_fails_is_a_result_and_its_callback_is_used() {
    for exchange in [
        "exchange() { throw globalThis.mine }",
        "async exchange() { throw globalThis.mine }",
        "async exchange() { return Promise.reject(globalThis.mine) }",
    ] {
        js("globalThis.mine = new RangeError('mine')");
        let own = format!("class extends Portcullis.OAuth2Flow {{ {exchange} }}");
        let auth = app_with_acme("options");
        call(&format!("(auth) => auth.acme.defineFlow('oauth2', (provider) => new ({own})(provider.appCredentials))"), &auth);
        let result = sign_in_to_acme(&auth, ["", ""]).await;
        assert_eq!((get(&result, "success"), text(&result, "error.code")), (JsValue::FALSE, "flow_failed".into()), "{exchange}");
        assert_eq!((get(&result, "error.cause"), text(&result, "error.provider")), (js("globalThis.mine"), "acme".into()));
        assert!(keys().is_empty(), "{:?}", keys());
    }
    for nothing in ["undefined", "null", "{}", "'token'", "{ accessToken: '' }", "{ error: 'denied' }"] {
        let auth = app_with_acme("options");
        let own = format!("({{ authorize() {{}}, refresh() {{}}, exchange: async () => ({nothing}) }})");
        let seen = format!(
            "async (auth) => {{
              auth.acme.defineFlow('own', () => {own});
              const {{ success, error }} = await auth.acme.signIn({{ flow: 'own' }});
              return [success, error?.code];
            }}"
        );
        assert_eq!(told(&seen, &auth).await, r#"[false,"invalid_credentials"]"#, "{nothing}");
        assert!(keys().is_empty(), "{:?}", keys());
    }
    js("delete globalThis.mine");
}

#[wasm_bindgen_test]
async fn i08_a_renewal_that_brings_nothing_usable_keeps_the_session() {
    for (refresh, code) in [
        ("() => undefined", r#""invalid_credentials""#),
        ("async () => null", r#""invalid_credentials""#),
        ("async () => ({})", r#""invalid_credentials""#),
        // The app's own error is the app's to see.
        ("() => { throw globalThis.mine }", "true"),
        ("async () => { throw globalThis.mine }", "true"),
    ] {
        js("globalThis.mine = new RangeError('mine')");
        let auth = app_with_acme("options");
        let own = format!(
            "({{ authorize() {{}}, exchange: () => ({{ accessToken: 'own', refreshToken: 'r' }}), refresh: {refresh} }})"
        );
        let seen = format!(
            "async (auth) => {{
              auth.acme.defineFlow('own', () => {own});
              await auth.acme.signIn({{ flow: 'own', subject: 'mona' }});
              const session = await auth.session();
              const error = await session.refresh().catch((error) => error);
              const isMine = [error, error.cause].includes(globalThis.mine);
              return [isMine || error.code, session.credentials().accessToken, await session.accessToken()];
            }}"
        );
        answer_with(404, "");
        assert_eq!(told(&seen, &auth).await, format!(r#"[{code},"own","own"]"#), "{refresh}");
    }
    js("delete globalThis.mine");
}
