//! `createAuth` and `AuthManager`: the entry. Makes each object once, so that `auth.github === auth.github`.

use super::{GithubAuthProvider, GithubUserCredentials, Session, Sessions, options};
use crate::oauth::flow::OAuth2Flow;
use crate::oauth::json::{Json, Object};
use crate::oauth::options::Options;
use crate::oauth::ports::Urls;
use crate::oauth::provider::Provider;
use crate::oauth::providers::GITHUB;
use crate::oauth::redirect::SignIn;
use crate::oauth::secure_url::Page;
use crate::oauth::{Result, session};
use crate::web::json::to_js;
use crate::web::{Browser, page};
use js_sys::{Promise, Reflect};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// Checks the options and makes the manager; sends nothing.
#[wasm_bindgen(js_name = createAuth)]
pub fn create_auth(given: &JsValue) -> std::result::Result<AuthManager, JsValue> {
    let given = options::read("options", given)?;
    let given = Options::new("options", &given, &["github", "allowInsecureOrigin"])?;
    let page = Page {
        url: page::href().and_then(|href| Browser.parse(&href, None)),
        allow_insecure_origin: given.flag("allowInsecureOrigin")?,
    };
    page.check()?;
    let empty = Json::from(Object::new());
    let provider = Provider::configure(&GITHUB, given.get("github").unwrap_or(&empty), &page, &Browser)?;
    page.warnings(&provider.app.redirect_uri, &Browser).into_iter().for_each(page::warn);
    let sessions = Rc::new(session::Sessions::new(OAuth2Flow { provider, page, ports: Browser }));
    Ok(AuthManager { sessions, github: OnceCell::new(), handled: RefCell::default() })
}

/// Providers, sign-in results and sessions of one page.
#[wasm_bindgen]
pub struct AuthManager {
    sessions: Sessions,
    github: OnceCell<JsValue>,
    handled: RefCell<Option<Handled>>,
}

/// The last callback that was taken in. Effects that run twice get the same promise (C-09).
struct Handled {
    url: String,
    clean_url: String,
    promise: Promise,
    is_settled: Rc<Cell<bool>>,
}

#[wasm_bindgen]
impl AuthManager {
    /// The GitHub provider.
    #[wasm_bindgen(getter)]
    pub fn github(&self) -> JsValue {
        self.github.get_or_init(|| GithubAuthProvider::new(&self.sessions).into()).clone()
    }

    /// Finishes a sign-in when the URL is its callback; else `null`. Never rejects for what a URL or a server did.
    #[wasm_bindgen(js_name = handleRedirect)]
    pub fn handle_redirect(&self, url: Option<String>) -> Promise {
        let Some(url) = url.or_else(page::href) else { return Promise::resolve(&JsValue::NULL) };
        if let Some(handled) = &*self.handled.borrow() {
            // The address bar has been cleaned by now, so a second caller without a URL sees the clean one.
            let is_running = !handled.is_settled.get() && handled.clean_url == url;
            if handled.url == url || is_running {
                return handled.promise.clone();
            }
        }
        let received = match self.sessions.receive(&url) {
            Ok(Some(received)) => received,
            Ok(None) => return Promise::resolve(&JsValue::NULL),
            Err(error) => return Promise::resolve(&result(Err(error))),
        };
        let clean_url = received.clean_url.clone();
        if page::href().as_deref() == Some(&url) {
            page::replace_url(&clean_url);
        }
        let is_settled = Rc::new(Cell::new(false));
        let (sessions, settled) = (Rc::clone(&self.sessions), Rc::clone(&is_settled));
        let promise = future_to_promise(async move {
            let outcome = sessions.complete(received).await;
            settled.set(true);
            Ok(result(outcome))
        });
        self.handled.replace(Some(Handled { url, clean_url, promise: promise.clone(), is_settled }));
        promise
    }

    /// The live credentials of a subject.
    pub fn session(&self, given: &JsValue) -> Promise {
        let session = self.open_session(given);
        future_to_promise(async move { Ok(session?.into()) })
    }

    /// Forgets a subject.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self, given: &JsValue) -> Promise {
        let done = read_subject("signOut", given).and_then(|subject| self.sessions.sign_out(subject.as_deref()));
        future_to_promise(async move { Ok(done.map(|()| JsValue::UNDEFINED)?) })
    }

    fn open_session(&self, given: &JsValue) -> Result<Session> {
        let subject = read_subject("session", given)?;
        Ok(Session::new(&self.sessions, self.sessions.subject(subject.as_deref())?))
    }
}

fn read_subject(name: &str, given: &JsValue) -> Result<Option<String>> {
    let given = options::read(name, given)?;
    Ok(Options::new(name, &given, &["subject"])?.text("subject")?.map(String::from))
}

/// An `AuthFlowResult`.
fn result(outcome: Result<SignIn>) -> JsValue {
    let set = |target: &JsValue, name: &str, value: &JsValue| {
        // A fresh plain object takes every property.
        let _ = Reflect::set(target, &name.into(), value);
    };
    match outcome {
        Err(error) => {
            let result = to_js(&Object::new().with("success", false).into());
            set(&result, "error", &error.into());
            result
        }
        Ok(sign_in) => {
            let plain = Object::new()
                .with("success", true)
                .with("subject", &sign_in.subject)
                .with("userInfo", sign_in.user_info)
                .with("appState", sign_in.app_state)
                .with("returnTo", sign_in.return_to.as_ref());
            let result = to_js(&plain.into());
            set(&result, "credentials", &GithubUserCredentials::from(sign_in.credentials).into());
            result
        }
    }
}
