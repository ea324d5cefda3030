//! `GithubClient`: the one API call that every app begins with.

use super::Sessions;
use crate::oauth::json::Object;
use crate::web::fetch::{Outgoing, api_json};
use crate::web::json::to_js;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// GitHub's REST API with a session's token.
#[wasm_bindgen]
pub struct GithubClient {
    sessions: Sessions,
    subject: String,
}

impl GithubClient {
    pub(super) fn new(sessions: &Sessions, subject: &str) -> Self {
        Self { sessions: Rc::clone(sessions), subject: subject.into() }
    }
}

#[wasm_bindgen]
impl GithubClient {
    /// `GET /user`.
    #[wasm_bindgen(js_name = getAuthenticatedUser)]
    pub fn get_authenticated_user(&self) -> Promise {
        let provider = &self.sessions.flow.provider;
        let url = [&provider.app.api_url, provider.preset.user_info_path].concat();
        let (name, version) = provider.preset.api_version;
        let headers = Object::new().with("Accept", "application/vnd.github+json").with(name, version);
        let init = to_js(&Object::new().with("headers", headers).into());
        let outgoing = Outgoing::new(&url.into(), &init);
        let (sessions, subject) = (Rc::clone(&self.sessions), self.subject.clone());
        future_to_promise(async move { Ok(api_json(outgoing?.send(&sessions, &subject).await?).await?) })
    }
}
