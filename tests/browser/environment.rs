//! App credentials from environment variables, as bundlers put them into a page.

use super::page::{js, keys, sent, start_afresh, told};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn i23_the_environment_configures_under_every_bundlers_prefix() {
    start_afresh();
    let seen = "async () => {
      const { GithubAppCredentials, createAuth } = Portcullis;
      const callback = location.origin + '/callback';
      return ['', 'VITE_', 'NEXT_PUBLIC_', 'PUBLIC_', 'REACT_APP_'].map((prefix) => {
        const env = {
          [`${prefix}GITHUB_CLIENT_ID`]: 'from-env', [`${prefix}GITHUB_REDIRECT_URI`]: callback, [`${prefix}GITHUB_PROXY_URL`]: '/auth',
          [`${prefix}GITHUB_SCOPE`]: 'repo gist', [`${prefix}GITHUB_HOST`]: 'acme.ghe.com', [`${prefix}GITHUB_API_URL`]: 'https://api.example/v1',
          [`${prefix}GITHUB_AUTHORIZE_URL`]: 'https://login.example/a',
        };
        const app = GithubAppCredentials.fromEnv(env);
        const same = createAuth({ env }).github.appCredentials;
        return JSON.stringify(app) === JSON.stringify(same) && JSON.stringify([
          app.clientId, app.redirectUri === callback, new URL(app.tokenUrl).pathname, app.scope, app.apiUrl, app.authorizationUrl,
        ]);
      });
    }";
    let each = r#""[\"from-env\",true,\"/auth/token\",\"repo gist\",\"https://api.example/v1\",\"https://login.example/a\"]""#;
    assert_eq!(told(seen, &js("null")).await, format!("[{}]", [each; 5].join(",")));
}

#[wasm_bindgen_test]
async fn i23_what_is_given_counts_more_and_the_first_variable_wins() {
    start_afresh();
    let seen = "async () => {
      const { GithubAppCredentials, createAuth } = Portcullis;
      const env = {
        GITHUB_CLIENT_ID: '', VITE_GITHUB_CLIENT_ID: 'vite', REACT_APP_GITHUB_CLIENT_ID: 'react', GITHUB_SCOPE: 'repo', VITE_GITHUB_SCOPE: 'gist',
        GITHUB_PROXY_URL: '/auth', GITHUB_REDIRECT_URI: location.origin + '/env',
        VITE_GITHUB_AUTHORIZATION_URL: 'https://a.example/new', GITHUB_AUTHORIZE_URL: 'https://a.example/old',
      };
      const given = { redirectUri: location.origin + '/given' };
      const [app, { github }] = [GithubAppCredentials.fromEnv(env, given), createAuth({ env, github: given })];
      return [app, github.appCredentials].map(({ clientId, scope, redirectUri, authorizationUrl }) =>
        [clientId, scope, new URL(redirectUri).pathname, authorizationUrl]);
    }";
    let each = r#"["vite","repo","/given","https://a.example/new"]"#;
    assert_eq!(told(seen, &js("null")).await, format!("[{each},{each}]"));
}

#[wasm_bindgen_test]
async fn i23_names_without_the_provider_are_nobodys() {
    start_afresh();
    let seen = "async () => {
      const env = { CLIENT_ID: 'x', VITE_CLIENT_ID: 'x', TOKEN: 'x', GH_TOKEN: 'x', GITHUB_TOKEN_FILE: 'x', REDIRECT_URI: 'x', MY_GITHUB_CLIENT_ID: 'x' };
      const auth = Portcullis.createAuth({ env });
      let field;
      try { Portcullis.GithubAppCredentials.fromEnv(env) } catch (error) { field = error.field }
      return [auth.names(), field];
    }";
    assert_eq!(told(seen, &js("null")).await, r#"[[],"github.clientId"]"#);
}

#[wasm_bindgen_test]
async fn i23_a_secret_in_the_environment_is_refused_wherever_it_is() {
    start_afresh();
    let seen = "async () => {
      const good = { GITHUB_CLIENT_ID: 'x', GITHUB_PROXY_URL: '/', GITHUB_REDIRECT_URI: location.origin + '/callback' };
      const refusals = ['', 'VITE_', 'NEXT_PUBLIC_', 'PUBLIC_', 'REACT_APP_'].flatMap((prefix) => {
        const env = { ...good, [`${prefix}GITHUB_CLIENT_SECRET`]: 'gh_secret' };
        return [() => Portcullis.createAuth({ env }), () => Portcullis.GithubAppCredentials.fromEnv(env)].map((attempt) => {
          try { attempt(); return 'accepted' } catch (error) {
            return error.code === 'client_secret_in_browser' && error.field === `${prefix}GITHUB_CLIENT_SECRET` && !(error.message + error.stack).includes('gh_secret');
          }
        });
      });
      return refusals;
    }";
    assert_eq!(told(seen, &js("null")).await, format!("[{}]", ["true"; 10].join(",")));
    assert!(keys().is_empty() && sent().is_empty());
}

#[wasm_bindgen_test]
async fn i23_a_provider_of_another_name_has_variables_of_its_own() {
    start_afresh();
    let seen = "async () => {
      const env = {
        GITLAB_CLIENT_ID: 'lab', GITLAB_REDIRECT_URI: location.origin + '/lab', MY_IDP_CLIENT_ID: 'idp', MY_IDP_REDIRECT_URI: location.origin + '/idp',
        MY_IDP_AUTHORIZATION_URL: 'https://idp.example/a', MY_IDP_TOKEN_URL: 'https://idp.example/t',
      };
      const auth = Portcullis.createAuth({ env });
      const app = Portcullis.OAuth2AppCredentials.fromEnv(env, { name: 'my_idp' });
      return [auth.names(), auth.gitlab.appCredentials.tokenUrl, app.name, app.clientId, app.tokenUrl];
    }";
    let expected = r#"[["gitlab"],"https://gitlab.com/oauth/token","my_idp","idp","https://idp.example/t"]"#;
    assert_eq!(told(seen, &js("null")).await, expected);
}
