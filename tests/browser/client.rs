//! `OAuth2Client`, for apps that keep credentials themselves; the end of a token; and `close()`, which gives up what is
//! under way.

use super::api::{Auth, EXPIRED, USER, app, app_with_acme, callback, sign_in, sign_in_to_acme, token_answer};
use super::page::{
    answer_with, answer_with_silence, call, fulfilled, get, js, keys, rejected, sent, set_while_sending, stringify, text, told,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// What was sent: a token request as its form, another request as its authorization.
fn sent_forms() -> Vec<String> {
    let word = |call: &JsValue| get(call, "headers.authorization").as_string().unwrap_or_else(|| text(call, "body"));
    sent().iter().map(word).collect()
}

/// The client of a sign-in that is kept by the app alone.
async fn client(auth: &Auth, answer: &str) -> JsValue {
    answer_with(200, answer);
    let sign_in = "async (auth) => {
      const client = auth.github.oauth2.client({ scope: 'repo' });
      const { state } = client.createAuthorizationUrl();
      await client.fetchToken({ url: `${location.origin}/callback?code=c0de&state=${state}` });
      return client;
    }";
    fulfilled(call(sign_in, auth).into()).await
}

fn request(client: &JsValue) -> js_sys::Promise {
    call("(client) => client.fetch('https://api.github.com/x')", client).into()
}

#[wasm_bindgen_test]
async fn i16_a_client_signs_in_and_stores_nothing() {
    let auth = app();
    let client = client(&auth, &token_answer(1)).await;
    assert_eq!(text(&client, "token.accessToken"), "gho_access1");
    assert!(keys().is_empty(), "{:?}", keys());
    assert_eq!(text(&rejected(auth.session()).await, "code"), "not_signed_in");
    answer_with(200, "{}");
    fulfilled(request(&client)).await;
    assert_eq!(text(&sent()[1], "headers.authorization"), "Bearer gho_access1");
    let elsewhere = rejected(call("(client) => client.fetch('https://evil.example/x')", &client).into()).await;
    assert_eq!((text(&elsewhere, "code"), sent().len()), ("origin_not_allowed".into(), 2));
}

#[wasm_bindgen_test]
async fn i16_a_clients_defaults_are_those_of_its_options() {
    let auth = app();
    let seen = "async ({ github: { oauth2 } }) => {
      const client = oauth2.createClient({ scope: ['repo'], redirectUri: location.origin + '/other' });
      const read = ({ authorizationUrl }) => {
        const { searchParams } = new URL(authorizationUrl);
        return [searchParams.get('scope'), new URL(searchParams.get('redirect_uri')).pathname];
      };
      return [
        client.constructor === Portcullis.OAuth2Client, client.token, read(client.createAuthorizationUrl()),
        read(client.createAuthorizationUrl({ scope: 'gist' })), read(oauth2.client().createAuthorizationUrl()),
        await client.fetch('https://api.github.com/x').catch(({ code }) => code),
        await (async () => client.refreshToken())().catch(({ code }) => code),
      ];
    }";
    let expected = r#"[true,null,["repo","/other"],["gist","/other"],[null,"/callback"],"not_signed_in","not_signed_in"]"#;
    assert_eq!(told(seen, &auth).await, expected);
    assert!(sent().is_empty());
}

#[wasm_bindgen_test]
async fn i16_a_client_renews_once_for_many_requests_and_after_a_rejection() {
    let auth = app();
    let client = client(&auth, EXPIRED).await;
    for answer in [&token_answer(2), "{}", "{}", "{}"] {
        answer_with(200, answer);
    }
    let three = "(client) => Promise.all(['a', 'b', 'c'].map((path) => client.fetch(`https://api.github.com/${path}`)))";
    fulfilled(call(three, &client).into()).await;
    let refresh = |token: &str| format!("grant_type=refresh_token&refresh_token={token}&client_id=Ov23liExample");
    assert_eq!(sent_forms()[1..], [&refresh("ghr_old"), "Bearer gho_access2", "Bearer gho_access2", "Bearer gho_access2"]);
    answer_with(401, r#"{"message":"Bad credentials"}"#);
    answer_with(200, &token_answer(3));
    answer_with(200, "{}");
    assert_eq!(get(&fulfilled(request(&client)).await, "status"), 200);
    assert_eq!(sent_forms()[5..], ["Bearer gho_access2", &refresh("ghr_refresh2"), "Bearer gho_access3"]);
    assert!(keys().is_empty());
}

// An app that keeps credentials keeps them as JSON.
#[wasm_bindgen_test]
async fn i16_a_client_takes_the_token_that_an_app_has_kept() {
    let auth = app();
    for kept in [
        "auth.github.parseUserCredentials({ accessToken: 'gho_kept' })",
        "{ accessToken: 'gho_kept' }",
        "{ access_token: 'gho_kept', token_type: 'bearer' }",
    ] {
        let made = call(&format!("(auth) => auth.github.oauth2.client({{ token: {kept} }})"), &auth);
        answer_with(200, "{}");
        fulfilled(request(&made)).await;
        assert_eq!(text(&sent().pop().unwrap(), "headers.authorization"), "Bearer gho_kept", "{kept}");
    }
    for none in ["{}", "'gho_x'", "{ accessToken: '' }"] {
        let made = format!(
            "(auth) => {{ try {{ auth.github.oauth2.client({{ token: {none} }}) }} catch ({{ code }}) {{ return code }} }}"
        );
        assert_eq!(call(&made, &auth), "invalid_credentials", "{none}");
    }
}

#[wasm_bindgen_test]
async fn i17_an_option_that_no_client_has_is_refused() {
    let auth = app();
    for wrong in ["{ nonsense: 1 }", "{ timeout: 7 }", "7", "null", "'repo'"] {
        let made = format!("(auth) => {{ try {{ auth.github.oauth2.client({wrong}) }} catch ({{ name }}) {{ return name }} }}");
        assert_eq!(call(&made, &auth), "ConfigError", "{wrong}");
    }
}

// C-50, P26
#[wasm_bindgen_test]
async fn c50_revoking_ends_the_refresh_token_first() {
    let auth = app();
    let client = client(&auth, &token_answer(1)).await;
    answer_with(200, "");
    answer_with(200, "");
    assert_eq!(fulfilled(call("(client) => client.revokeToken()", &client).into()).await, true);
    assert!(get(&client, "token").is_null());
    let form = |token: &str, hint: &str| format!("token={token}&token_type_hint={hint}&client_id=Ov23liExample");
    assert_eq!(sent_forms()[1..], [form("ghr_refresh1", "refresh_token"), form("gho_access1", "access_token")]);
    assert!(sent()[1..].iter().all(|call| text(call, "url").ends_with("/auth/github/revoke")));
}

// C-49, P25: out first and always; whether the provider took it is another matter.
#[wasm_bindgen_test]
async fn c49_a_sign_out_happens_whatever_becomes_of_the_revocation() {
    for (first, second, revoked, code) in [
        ((200, ""), (200, ""), true, ""),
        ((503, ""), (200, ""), false, "server_error"),
        ((200, ""), (400, r#"{"error":"invalid_client"}"#), false, "proxy_misconfigured"),
        // A server that revokes no refresh tokens may well revoke access tokens.
        ((400, r#"{"error":"unsupported_token_type"}"#), (200, ""), true, ""),
    ] {
        let auth = app();
        sign_in(&auth).await;
        answer_with(first.0, first.1);
        answer_with(second.0, second.1);
        set_while_sending(&js("() => { globalThis.left = Object.keys(sessionStorage).length }"));
        let result = fulfilled(auth.sign_out_of(&js("{ revoke: true }"))).await;
        assert_eq!(get(&result, "revoked"), revoked, "{}", stringify(&result));
        assert_eq!(get(&result, "error.code").as_string().unwrap_or_default(), code);
        // The credentials were gone before the first request.
        assert_eq!((js("left"), keys().len()), (0.into(), 0));
    }
    js("delete globalThis.left");
    // A provider that has no such endpoint, and a sign-out that does not ask for it, send nothing.
    let auth = app_with_acme("options");
    sign_in_to_acme(&auth, [&token_answer(1), r#"{"sub":"u1"}"#]).await;
    assert_eq!(stringify(&fulfilled(auth.sign_out_of(&js("{ revoke: true }"))).await), r#"{"revoked":false}"#);
    assert!(keys().is_empty() && sent().len() == 2);
}

#[wasm_bindgen_test]
async fn p38_closing_a_provider_gives_up_its_requests_and_no_more() {
    let auth = app();
    let url = callback(&auth);
    answer_with_silence();
    set_while_sending(&call("(auth) => () => queueMicrotask(() => auth.github.close())", &auth));
    let result = fulfilled(auth.handle_redirect_at(&url)).await;
    assert_eq!((get(&result, "success"), text(&result, "error.code")), (JsValue::FALSE, "aborted".into()));
    assert!(keys().is_empty(), "{:?}", keys());
    // Nothing under way, twice, and the provider is as good as before.
    call("(auth) => { auth.github.close(); auth.github.close() }", &auth);
    assert_eq!(sign_in(&auth).await.subject(), "583231");
}

#[wasm_bindgen_test]
async fn p38_a_renewal_that_is_given_up_keeps_the_session() {
    let auth = app();
    let session = super::api::sign_in_with(&auth, EXPIRED).await;
    answer_with_silence();
    set_while_sending(&call("(auth) => () => queueMicrotask(() => auth.github.close())", &auth));
    let request = || session.fetch(&"https://api.github.com/x".into());
    assert_eq!(text(&rejected(request()).await, "code"), "aborted");
    answer_with(200, &token_answer(2));
    answer_with(200, USER);
    assert_eq!(get(&fulfilled(request()).await, "status"), 200);
}

// A flow of the app's own is closed with its provider, and never made for that.
#[wasm_bindgen_test]
async fn p38_closing_a_provider_closes_the_flows_that_were_made() {
    let auth = app();
    let seen = "async ({ github }) => {
      const said = [];
      const own = (name) => ({ authorize() {}, exchange() {}, refresh() {}, close() { said.push(name) } });
      github.defineFlow('used', () => own('used'));
      github.defineFlow('unused', () => { said.push('made'); return own('unused') });
      github.defineFlow('bare', () => ({ authorize() {}, exchange() {}, refresh() {} }));
      [github.used, github.bare];
      github.close();
      return said;
    }";
    assert_eq!(told(seen, &auth).await, r#"["used"]"#);
}
