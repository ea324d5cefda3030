//! The package's API as JavaScript sees it: duck-typed, through the exported classes and never through Rust. Also the one
//! sign-in that many tests begin with.

use super::page::{self, answer_with, fulfilled, get, js, origin, text};
use js_sys::Promise;
use portcullis::js::Engine;
use std::sync::Once;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/browser/package.js")]
extern "C" {
    #[wasm_bindgen(js_name = useEngine)]
    fn give_engine(class: &JsValue);
    #[wasm_bindgen(catch, js_name = createAuth)]
    fn create_auth(options: &JsValue) -> Result<Auth, JsValue>;
    #[wasm_bindgen(js_name = keeperOf)]
    pub fn keeper_of(auth: &Auth, subject: &str) -> JsValue;
}

// Naming a file puts it on the test page, from where `package.js` loads it.
macro_rules! on_the_page {
    ($($file:tt)*) => { $(const _: () = {
        #[wasm_bindgen(module = $file)]
        extern "C" {
            type File;
        }
    };)* };
}
on_the_page!(
    "/www/app-credentials.js" "/www/authorized-fetch.js" "/www/awake.js" "/www/credentials.js" "/www/device-flow.js"
    "/www/env.js" "/www/errors.js" "/www/exports.js" "/www/flow.js" "/www/github-client.js" "/www/http.js" "/www/hub.js"
    "/www/keeper.js" "/www/lock.js" "/www/manager.js" "/www/maybe.js" "/www/names.js" "/www/oauth2-client.js"
    "/www/oauth2-flow.js" "/www/open-session.js" "/www/page.js" "/www/plain.js" "/www/provider.js"
    "/www/sealed-cookie.js" "/www/server/authenticate.js" "/www/server/host-provider.js" "/www/server/py-oidc-auth.js"
    "/www/server/server-session.js" "/www/session.js" "/www/sign-in/come-back.js" "/www/sign-in/complete.js"
    "/www/sign-in/environment.js" "/www/sign-in/flow-manager.js" "/www/sign-in/popup.js" "/www/sign-in/relay.js"
    "/www/sign-in/run.js" "/www/stores/index.js" "/www/stores/indexeddb.js" "/www/stores/memory.js" "/www/stores/web.js"
    "/www/tabs.js" "/www/wasm.js"
);

static ENGINE: Once = Once::new();

/// Hands the package the engine's class, which is this wasm's.
pub fn use_engine() {
    ENGINE.call_once(|| {
        let any = Engine::new(&js("{ url: location.href, options: { name: 'any' } }")).unwrap();
        give_engine(&get(&any.into(), "constructor"));
    });
}

#[wasm_bindgen]
extern "C" {
    #[derive(Clone, Debug)]
    pub type Auth;
    #[wasm_bindgen(method, structural, getter)]
    pub fn github(this: &Auth) -> Provider;
    #[wasm_bindgen(method, structural, js_name = handleRedirect)]
    pub fn handle_redirect(this: &Auth) -> Promise;
    #[wasm_bindgen(method, structural, js_name = handleRedirect)]
    pub fn handle_redirect_at(this: &Auth, url: &str) -> Promise;
    #[wasm_bindgen(method, structural)]
    pub fn session(this: &Auth) -> Promise;
    #[wasm_bindgen(method, structural, js_name = session)]
    pub fn session_of(this: &Auth, options: &JsValue) -> Promise;
    #[wasm_bindgen(method, structural, js_name = signOut)]
    pub fn sign_out(this: &Auth) -> Promise;
    #[wasm_bindgen(method, structural, js_name = signOut)]
    pub fn sign_out_of(this: &Auth, options: &JsValue) -> Promise;

    pub type Provider;
    #[wasm_bindgen(method, structural, getter)]
    pub fn name(this: &Provider) -> String;
    #[wasm_bindgen(method, structural, getter)]
    pub fn oauth2(this: &Provider) -> Flow;
    #[wasm_bindgen(method, structural, js_name = signIn)]
    pub fn sign_in(this: &Provider, options: &JsValue) -> Promise;

    pub type Flow;
    #[wasm_bindgen(method, structural, getter)]
    pub fn kind(this: &Flow) -> String;
    #[wasm_bindgen(method, structural, catch)]
    pub fn authorize(this: &Flow, options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural)]
    pub fn exchange(this: &Flow, callback: &JsValue) -> Promise;
    #[wasm_bindgen(method, structural)]
    pub fn refresh(this: &Flow, from: &JsValue) -> Promise;

    #[derive(Clone)]
    pub type Session;
    #[wasm_bindgen(method, structural, getter)]
    pub fn subject(this: &Session) -> String;
    #[wasm_bindgen(method, structural, getter, js_name = github)]
    pub fn client(this: &Session) -> Client;
    #[wasm_bindgen(method, structural, catch)]
    pub fn credentials(this: &Session) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural)]
    pub fn fetch(this: &Session, input: &JsValue) -> Promise;
    #[wasm_bindgen(method, structural, js_name = fetch)]
    pub fn fetch_with(this: &Session, input: &JsValue, init: &JsValue) -> Promise;

    pub type Client;
    #[wasm_bindgen(method, structural, js_name = getAuthenticatedUser)]
    pub fn get_authenticated_user(this: &Client) -> Promise;
}

/// How GitHub's API rejects a token.
pub const BAD: &str = r#"{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}"#;
/// A token answer whose token is over when it comes.
pub const EXPIRED: &str = r#"{"access_token":"gho_old","token_type":"bearer","expires_in":0,"refresh_token":"ghr_old"}"#;
/// How GitHub's API says who somebody is.
pub const USER: &str = r#"{"id":583231,"login":"octocat","name":null}"#;

/// A token answer; the number tells one from the next.
pub fn token_answer(number: u32) -> String {
    format!(
        r#"{{"access_token":"gho_access{number}","token_type":"bearer","scope":"repo,gist","expires_in":28800,"refresh_token":"ghr_refresh{number}"}}"#
    )
}

/// `createAuth` with options that are a JavaScript expression.
pub fn create(options: &str) -> Result<Auth, JsValue> {
    create_auth(&js(options))
}

const OPTIONS: &str =
    "{ github: { clientId: 'Ov23liExample', redirectUri: location.origin + '/callback', proxyUrl: '/auth/github' } }";

/// An app of this page on a page that is as new.
pub fn app() -> Auth {
    page::start_afresh();
    same_app()
}

/// The same app, as after a reload.
pub fn same_app() -> Auth {
    create(OPTIONS).unwrap()
}

/// A new sign-in: its state.
pub fn start(auth: &Auth) -> String {
    text(&auth.github().oauth2().authorize(&JsValue::UNDEFINED).unwrap(), "state")
}

/// The callback URL for a new sign-in.
pub fn callback(auth: &Auth) -> String {
    format!("{}/callback?code=c0de&state={}", origin(), start(auth))
}

/// Signs in as octocat with that token answer.
pub async fn sign_in_with(auth: &Auth, answer: &str) -> Session {
    answer_with(200, answer);
    answer_with(200, USER);
    let result = fulfilled(auth.handle_redirect_at(&callback(auth))).await;
    assert_eq!(get(&result, "success"), JsValue::TRUE, "{}", page::stringify(&result));
    fulfilled(auth.session()).await.unchecked_into()
}

pub async fn sign_in(auth: &Auth) -> Session {
    sign_in_with(auth, &token_answer(1)).await
}

/// A session with options that are a JavaScript expression.
pub async fn open(auth: &Auth, options: &str) -> Session {
    fulfilled(auth.session_of(&js(options))).await.unchecked_into()
}

/// A request with a session's token.
pub fn ask(session: &Session, url: &str) -> Promise {
    session.fetch(&url.into())
}

/// Options of a provider that is none of the built-in ones.
pub const ACME: &str = "{
  clientId: 'acme-app', redirectUri: location.origin + '/acme', apiUrl: 'https://api.acme.example/v1',
  authorizationUrl: 'https://acme.example/authorize', tokenUrl: 'https://acme.example/token',
  userInfoUrl: 'https://acme.example/me',
}";

/// An app with the provider `acme`, an expression that may use `options`, on a page that is as new.
pub fn app_with_acme(acme: &str) -> Auth {
    page::start_afresh();
    let made = format!("((options) => ({{ providers: {{ acme: {acme} }} }}))({ACME})");
    create(&made).unwrap()
}

/// Ends a sign-in with acme that answers the callback with these: the result.
pub async fn sign_in_to_acme(auth: &Auth, answers: [&str; 2]) -> JsValue {
    answers.into_iter().for_each(|answer| answer_with(200, answer));
    let sign_in = "(auth) => {
      const { state } = auth.acme.flow().authorize();
      return auth.handleRedirect(`${location.origin}/acme?code=c0de&state=${state}`);
    }";
    fulfilled(page::call(sign_in, auth).into()).await
}
