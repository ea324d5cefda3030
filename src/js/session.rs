//! `Session`: a subject's credentials and requests made with them.

use super::{GithubClient, GithubUserCredentials, Sessions};
use crate::web::fetch::Outgoing;
use js_sys::Promise;
use std::cell::OnceCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// One signed-in subject.
#[wasm_bindgen]
pub struct Session {
    sessions: Sessions,
    subject: String,
    github: OnceCell<JsValue>,
}

impl Session {
    pub(super) fn new(sessions: &Sessions, subject: String) -> Self {
        Self { sessions: Rc::clone(sessions), subject, github: OnceCell::new() }
    }
}

#[wasm_bindgen]
impl Session {
    /// Whose session it is.
    #[wasm_bindgen(getter)]
    pub fn subject(&self) -> String {
        self.subject.clone()
    }

    /// A small client of GitHub's API.
    #[wasm_bindgen(getter)]
    pub fn github(&self) -> JsValue {
        self.github.get_or_init(|| GithubClient::new(&self.sessions, &self.subject).into()).clone()
    }

    /// The credentials as they are now.
    pub fn credentials(&self) -> Result<GithubUserCredentials, JsValue> {
        Ok(self.sessions.credentials(&self.subject)?.into())
    }

    /// `fetch` with the token added, for the provider's API only.
    pub fn fetch(&self, input: &JsValue, init: &JsValue) -> Promise {
        let outgoing = Outgoing::new(input, init);
        let (sessions, subject) = (Rc::clone(&self.sessions), self.subject.clone());
        future_to_promise(async move { Ok(outgoing?.send(&sessions, &subject).await?.into()) })
    }
}
