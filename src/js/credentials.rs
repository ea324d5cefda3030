//! `GithubUserCredentials`: read-only view of a subject's tokens. Printing it shows no secret.

use crate::oauth::credentials::{Credentials, TOKEN_TYPE};
use crate::web::json::to_js;
use wasm_bindgen::prelude::*;

/// What a person granted.
#[wasm_bindgen]
pub struct GithubUserCredentials {
    credentials: Credentials,
}

impl From<Credentials> for GithubUserCredentials {
    fn from(credentials: Credentials) -> Self {
        Self { credentials }
    }
}

#[wasm_bindgen]
impl GithubUserCredentials {
    /// The access token itself.
    #[wasm_bindgen(getter, js_name = accessToken)]
    pub fn access_token(&self) -> String {
        self.credentials.access_token.secret().clone()
    }

    /// Always `Bearer`.
    #[wasm_bindgen(getter, js_name = tokenType)]
    pub fn token_type(&self) -> String {
        TOKEN_TYPE.into()
    }

    /// The refresh token itself.
    #[wasm_bindgen(getter, js_name = refreshToken)]
    pub fn refresh_token(&self) -> Option<String> {
        self.credentials.refresh_token.as_ref().map(|token| token.secret().clone())
    }

    /// Granted scopes, or `null` when unknown.
    #[wasm_bindgen(getter)]
    pub fn scope(&self) -> JsValue {
        match &self.credentials.scope {
            Some(scope) => to_js(&scope.as_slice().into()),
            None => JsValue::NULL,
        }
    }

    /// Lifetime in seconds at issue.
    #[wasm_bindgen(getter, js_name = expiresIn)]
    pub fn expires_in(&self) -> Option<f64> {
        self.credentials.expires_in.map(|seconds| seconds as f64)
    }

    /// Seconds since the epoch.
    #[wasm_bindgen(getter, js_name = expiresAt)]
    pub fn expires_at(&self) -> Option<f64> {
        self.credentials.expires_at.map(|seconds| seconds as f64)
    }

    /// The ID token itself.
    #[wasm_bindgen(getter, js_name = idToken)]
    pub fn id_token(&self) -> Option<String> {
        self.credentials.id_token.clone()
    }

    /// The token endpoint's whole answer, secrets included.
    #[wasm_bindgen(getter)]
    pub fn raw(&self) -> JsValue {
        to_js(&self.credentials.raw())
    }

    /// Redacted.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> JsValue {
        to_js(&self.credentials.redacted())
    }

    /// Redacted.
    #[wasm_bindgen(js_name = toString)]
    pub fn text(&self) -> String {
        "GithubUserCredentials [redacted]".into()
    }
}
