//! `GithubAuthProvider`: a provider's sign-in and its flows.

use super::{OAuth2Flow, Sessions, options};
use crate::oauth::{AuthError, ErrorCode, Result};
use crate::web::page;
use js_sys::Promise;
use std::cell::OnceCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// GitHub, as this app uses it.
#[wasm_bindgen]
pub struct GithubAuthProvider {
    sessions: Sessions,
    oauth2: OnceCell<JsValue>,
}

impl GithubAuthProvider {
    pub(super) fn new(sessions: &Sessions) -> Self {
        Self { sessions: Rc::clone(sessions), oauth2: OnceCell::new() }
    }

    fn start(&self, given: &JsValue) -> Result<String> {
        let given = options::read("signIn", given)?;
        if page::is_framed() {
            // C-34: providers refuse to be framed, and the callback would come back inside the frame.
            let message = "Sign-in cannot start inside a frame. Open this page in a tab of its own.";
            return Err(AuthError::new(ErrorCode::TopLevelRequired, message));
        }
        self.sessions.flow.authorize("signIn", &given).map(|request| request.authorization_url)
    }
}

#[wasm_bindgen]
impl GithubAuthProvider {
    /// The provider's name.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> String {
        self.sessions.flow.provider.preset.name.into()
    }

    /// The authorization code flow.
    #[wasm_bindgen(getter)]
    pub fn oauth2(&self) -> JsValue {
        self.oauth2.get_or_init(|| OAuth2Flow::new(&self.sessions).into()).clone()
    }

    /// Leaves for the provider's sign-in page. The promise stays open, for the page is left; it rejects when the
    /// sign-in could not be started.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, given: &JsValue) -> Promise {
        match self.start(given).map_err(JsValue::from).and_then(|url| page::navigate(&url)) {
            Ok(()) => Promise::new(&mut |_, _| {}),
            Err(error) => Promise::reject(&error),
        }
    }
}
