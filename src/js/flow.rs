//! `OAuth2Flow`: the three steps by hand, for apps that drive their own navigation.

use super::{GithubUserCredentials, Sessions, options};
use crate::oauth::json::Object;
use crate::web::json::to_js;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// The authorization code flow of one provider.
#[wasm_bindgen]
pub struct OAuth2Flow {
    sessions: Sessions,
}

impl OAuth2Flow {
    pub(super) fn new(sessions: &Sessions) -> Self {
        Self { sessions: Rc::clone(sessions) }
    }
}

#[wasm_bindgen]
impl OAuth2Flow {
    /// Always `oauth2`.
    #[wasm_bindgen(getter)]
    pub fn kind(&self) -> String {
        "oauth2".into()
    }

    /// Makes the authorization URL; synchronous.
    pub fn authorize(&self, given: &JsValue) -> Result<JsValue, JsValue> {
        let request = self.sessions.flow.authorize("authorize", &options::read("authorize", given)?)?;
        let object = Object::new().with("authorizationUrl", &request.authorization_url).with("state", &request.state);
        Ok(to_js(&object.into()))
    }

    /// Exchanges a callback URL, or a code and its state, for credentials. Stores nothing.
    pub fn exchange(&self, given: &JsValue) -> Promise {
        let sessions = Rc::clone(&self.sessions);
        let grant = options::read("exchange", given).and_then(|given| sessions.flow.grant(&given));
        future_to_promise(async move {
            let credentials = sessions.flow.exchange(grant?).await?;
            Ok(GithubUserCredentials::from(credentials).into())
        })
    }

    /// Renews a subject's stored credentials, or uses a refresh token that the caller holds.
    pub fn refresh(&self, given: &JsValue) -> Promise {
        let sessions = Rc::clone(&self.sessions);
        let given = options::read("refresh", given);
        future_to_promise(async move {
            let credentials = sessions.refresh(&given?).await?;
            Ok(GithubUserCredentials::from(credentials).into())
        })
    }
}
