//! The package's API as JavaScript sees it: duck-typed, through the exported classes and never through Rust. Also the one
//! sign-in that many tests begin with.

use super::page::{self, answer_with, fulfilled, get, js, origin, text};
use js_sys::Promise;
use portcullis::js::Engine;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/browser/package.js")]
extern "C" {
    fn address() -> Option<String>;
    pub fn renew(engine: &JsValue, subject: &str) -> Promise;

    pub type AuthManager;
    #[wasm_bindgen(constructor)]
    fn new(engine: &JsValue) -> AuthManager;
    pub type GithubAuthProvider;
    pub type OAuth2Flow;
    #[wasm_bindgen(js_name = Session)]
    pub type SessionClass;
    pub type GithubClient;
    pub type GithubUserCredentials;
}

// Naming a file puts it on the test page, from where `package.js` loads it.
#[wasm_bindgen(module = "/www/page.js")]
extern "C" {
    type PageFile;
}
#[wasm_bindgen(module = "/www/plain.js")]
extern "C" {
    type PlainFile;
}
#[wasm_bindgen(module = "/www/credentials.js")]
extern "C" {
    type CredentialsFile;
}
#[wasm_bindgen(module = "/www/renewals.js")]
extern "C" {
    type RenewalsFile;
}
#[wasm_bindgen(module = "/www/github-client.js")]
extern "C" {
    type GithubClientFile;
}
#[wasm_bindgen(module = "/www/flow.js")]
extern "C" {
    type FlowFile;
}
#[wasm_bindgen(module = "/www/provider.js")]
extern "C" {
    type ProviderFile;
}
#[wasm_bindgen(module = "/www/session.js")]
extern "C" {
    type SessionFile;
}
#[wasm_bindgen(module = "/www/manager.js")]
extern "C" {
    type ManagerFile;
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

pub const USER: &str = r#"{"id":583231,"login":"octocat","name":null}"#;

/// A token answer; the number tells one from the next.
pub fn token_answer(number: u32) -> String {
    format!(
        r#"{{"access_token":"gho_access{number}","token_type":"bearer","scope":"repo,gist","expires_in":28800,"refresh_token":"ghr_refresh{number}"}}"#
    )
}

/// `createAuth` with options that are a JavaScript expression.
pub fn create(options: &str) -> Result<Auth, JsValue> {
    Ok(over(&Engine::new(&js(options), address())?.into()))
}

/// The manager of an engine.
pub fn over(engine: &JsValue) -> Auth {
    AuthManager::new(engine).unchecked_into()
}

const OPTIONS: &str =
    "{ github: { clientId: 'Ov23liExample', redirectUri: location.origin + '/callback', proxyUrl: '/auth/github' } }";

/// The engine of `app()`.
pub fn engine() -> JsValue {
    Engine::new(&js(OPTIONS), address()).unwrap().into()
}

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
