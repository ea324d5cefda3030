//! App credentials: checked when they are made, and never changed after.

use super::api::app_with_acme;
use super::page::{js, start_afresh, told};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn i21_app_credentials_cannot_be_changed() {
    let auth = app_with_acme("{ ...options, extraParams: { audience: 'files' }, extra: { team: 'blue' } }");
    let seen = "async (auth) => {
      'use strict';
      const app = auth.acme.appCredentials;
      const before = JSON.stringify(app);
      const attempts = [
        () => { app.clientId = 'evil' },
        () => { app.tokenUrl = 'https://evil.example' },
        () => { app.apiUrl = 'https://evil.example' },
        () => { app.more = 1 },
        () => { delete app.clientId },
        () => { app.extraParams.audience = 'evil' },
        () => { app.extra.team = 'evil' },
        () => Object.defineProperty(app, 'clientId', { value: 'evil' }),
      ];
      const refused = attempts.map((attempt) => { try { attempt(); return false } catch (error) { return error instanceof TypeError } });
      return [refused.every(Boolean), JSON.stringify(app) === before, app.clientId, app.extra];
    }";
    assert_eq!(told(seen, &auth).await, r#"[true,true,"acme-app",{"team":"blue"}]"#);
}

#[wasm_bindgen_test]
async fn i21_the_options_that_they_were_made_of_are_no_way_in() {
    start_afresh();
    let seen = "async () => {
      const given = { clientId: 'x', redirectUri: location.origin + '/callback', proxyUrl: '/', extraParams: { a: '1' }, scope: ['repo'] };
      const app = new Portcullis.GithubAppCredentials(given);
      Object.assign(given, { clientId: 'evil' });
      given.extraParams.a = 'evil';
      given.scope.push('admin');
      const copy = app.with({});
      return [app.clientId, app.extraParams.a, app.scope, copy.clientId, copy.extraParams.a, copy.scope];
    }";
    assert_eq!(told(seen, &js("null")).await, r#"["x","1","repo","x","1","repo"]"#);
}

#[wasm_bindgen_test]
async fn i21_a_copy_with_changes_is_checked_like_the_first() {
    start_afresh();
    let seen = "async () => {
      const { GithubAppCredentials } = Portcullis;
      const app = new GithubAppCredentials({ clientId: 'x', redirectUri: location.origin + '/callback', proxyUrl: '/' });
      const ghe = app.with({ host: 'acme.ghe.com', scope: ['repo', 'gist'] });
      const refusal = (changes) => { try { return app.with(changes) } catch ({ code, field }) { return `${code} ${field}` } };
      return [
        ghe !== app, ghe.constructor === GithubAppCredentials, Object.isFrozen(ghe), ghe.clientId, ghe.scope, ghe.authorizationUrl, ghe.apiUrl,
        app.scope, app.authorizationUrl, app.apiUrl,
        refusal({ clientId: '' }), refusal({ clientSecret: 's' }), refusal({ redirectUri: 'javascript:x' }), refusal({ nonsense: 1 }),
      ];
    }";
    let expected = [
        r#"true,true,true,"x","repo gist","https://acme.ghe.com/login/oauth/authorize","https://api.acme.ghe.com""#,
        r#""","https://github.com/login/oauth/authorize","https://api.github.com""#,
        r#""invalid_option github.clientId","client_secret_in_browser github.clientSecret""#,
        r#""insecure_url github.redirectUri","unknown_option github.nonsense""#,
    ];
    assert_eq!(told(seen, &js("null")).await, format!("[{}]", expected.join(",")));
}
