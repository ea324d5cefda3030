//! The providers of a manager: built in or registered, under any name, and refused when they cannot be.

use super::api::{app, app_with_acme, create};
use super::page::{call, js, sent, start_afresh, told};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn providers_that_are_built_in_need_only_what_is_the_apps() {
    start_afresh();
    let options = "{ gitlab: { clientId: 'x', redirectUri: location.origin + '/lab' }, discord: { clientId: 'y', redirectUri: location.origin + '/discord' } }";
    let auth = create(options).unwrap();
    let seen = "async (auth) => auth.names().map((name) => {
      const { constructor, appCredentials, oauth2 } = auth.provider(name);
      const url = new URL(oauth2.authorize().authorizationUrl);
      return [constructor === Portcullis[`${name[0].toUpperCase()}${name.slice(1)}AuthProvider`], url.origin + url.pathname, appCredentials.tokenUrl, appCredentials.userInfoUrl];
    })";
    let expected = [
        r#"[true,"https://gitlab.com/oauth/authorize","https://gitlab.com/oauth/token","https://gitlab.com/api/v4/user"]"#,
        r#"[true,"https://discord.com/oauth2/authorize","https://discord.com/api/oauth2/token","https://discord.com/api/v10/users/@me"]"#,
    ];
    assert_eq!(told(seen, &auth).await, format!("[{}]", expected.join(",")));
}

#[wasm_bindgen_test]
async fn i04_a_provider_is_registered_by_options_credentials_or_as_itself() {
    let auth = app();
    let seen = "async (auth) => {
      const { GithubAuthProvider, OAuth2AppCredentials, OAuth2AuthProvider } = Portcullis;
      const options = (path) => ({
        clientId: path, redirectUri: `${location.origin}/${path}`, authorizationUrl: 'https://idp.example/a', tokenUrl: 'https://idp.example/t',
      });
      const made = auth.register('My-IdP', options('one'));
      const credentials = auth.register('two', new OAuth2AppCredentials({ ...options('two'), name: 'two' }));
      const itself = new OAuth2AuthProvider({ ...options('three'), name: 'three' });
      return [
        made.constructor === OAuth2AuthProvider, made.name, [auth.my_idp, auth.provider('my-idp'), auth.provider('MY_IDP')].every((one) => one === made),
        auth.has('my-IDP'), auth.has('nobody'), credentials.appCredentials.clientId, auth.register('three', itself) === itself, auth.three === itself,
        auth.names(), [...auth].map(({ name }) => name), auth.github.constructor === GithubAuthProvider, itself.manager === auth,
      ];
    }";
    let names = r#"["github","my_idp","two","three"]"#;
    let expected = format!(r#"[true,"my_idp",true,true,false,"two",true,true,{names},{names},true,true]"#);
    assert_eq!(told(seen, &auth).await, expected);
}

#[wasm_bindgen_test]
async fn i04_registering_a_name_again_replaces_its_provider() {
    let auth = app();
    let seen = "async (auth) => {
      const before = auth.github;
      const after = auth.register('github', { clientId: 'other', redirectUri: location.origin + '/callback', proxyUrl: '/' });
      return [auth.github === after, before !== after, auth.names(), auth.github.appCredentials.clientId, auth.github.oauth2 !== before.oauth2];
    }";
    assert_eq!(told(seen, &auth).await, r#"[true,true,["github"],"other",true]"#);
}

#[wasm_bindgen_test]
async fn i04_a_provider_that_cannot_be_is_refused_and_changes_nothing() {
    let auth = app();
    let seen = "async (auth) => {
      const { OAuth2AuthProvider } = Portcullis;
      const options = (path) => ({
        clientId: 'x', redirectUri: `${location.origin}/${path}`, authorizationUrl: 'https://idp.example/a', tokenUrl: 'https://idp.example/t',
      });
      const attempts = [
        () => auth.register('acme', {}),
        () => auth.register('acme', { ...options('acme'), clientSecret: 's' }),
        () => auth.register('acme', { ...options('acme'), tokenUrl: 'http://idp.example/t' }),
        () => auth.register('acme', new OAuth2AuthProvider({ ...options('acme'), name: 'other' })),
        () => auth.register('acme', options('callback')), // C-48: two providers, one redirect URI
        () => auth.register('acme', options('callback?provider=acme')),
        () => auth.provider('acme'),
        () => auth.provider('constructor'),
        () => auth.signIn({ provider: 'acme' }),
      ];
      const refused = attempts.map((attempt) => { try { attempt(); return 'accepted' } catch ({ code, field }) { return `${code} ${field}` } });
      return [refused, auth.names(), auth.has('acme'), auth.acme === undefined];
    }";
    let refused = [
        "missing_option acme.clientId",
        "client_secret_in_browser acme.clientSecret",
        "insecure_url acme.tokenUrl",
        "invalid_option acme.name",
        "invalid_option acme.redirectUri",
        "invalid_option acme.redirectUri",
        "unknown_provider acme",
        "unknown_provider constructor",
        "unknown_provider acme",
    ];
    assert_eq!(told(seen, &auth).await, format!(r#"[{refused:?},["github"],false,true]"#).replace("\", \"", "\",\""));
}

// A provider may be called anything; it takes no method's place, and a manager is not mistaken for a promise.
#[wasm_bindgen_test]
async fn i02_a_name_of_a_method_is_a_name_like_any_other() {
    start_afresh();
    let seen = "async () => {
      const providers = Object.fromEntries(['session', 'then', '__proto__', 'names', 'subscribe'].map((name) => [name, {
        clientId: name, redirectUri: `${location.origin}/${name}`, authorizationUrl: 'https://idp.example/a', tokenUrl: 'https://idp.example/t',
      }]));
      delete providers.then;
      const auth = Portcullis.createAuth({ providers });
      const { session, names, subscribe } = Portcullis.AuthManager.prototype;
      const { appCredentials } = auth.provider('session');
      return [auth.session === session, auth.names === names, typeof auth.subscribe, auth.names(), appCredentials.clientId, (await auth) === auth];
    }";
    let expected = r#"[true,true,"function",["session","__proto__","names","subscribe"],"session",true]"#;
    assert_eq!(told(seen, &js("null")).await, expected);
    assert_eq!(call("() => ({}).clientId", &js("null")), js("undefined"));
}

#[wasm_bindgen_test]
async fn p15_a_provider_without_user_info_asks_nobody() {
    let auth = app_with_acme("{ ...options, userInfoUrl: undefined }");
    let seen = "async (auth) => [auth.acme.appCredentials.userInfoUrl ?? '', await auth.acme.getUserInfo(auth.acme.parseUserCredentials({ accessToken: 'x' }))]";
    assert_eq!(told(seen, &auth).await, r#"["",null]"#);
    assert!(sent().is_empty());
}
