//! Requests to the token endpoint, by a function of the page's: `(url, form) => Promise<{status, body}>`. How a request is
//! built, bounded in time and given up is in `www/http.js`, where `fetch` is at home; what is in it, Rust says.

use super::json::from_js;
use crate::oauth::ports::{Http, HttpResponse};
use crate::oauth::{AuthError, ErrorCode, Result};
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// That function.
pub struct Sender(pub Function);

impl Http for Sender {
    async fn post(&self, url: &str, form: &str) -> Result<HttpResponse> {
        // The page knows why it failed, and says so itself.
        let failed = |_: JsValue| AuthError::new(ErrorCode::NetworkError, "The request failed.");
        let sent = self.0.call2(&JsValue::UNDEFINED, &url.into(), &form.into()).map_err(failed)?;
        let answer = from_js(&JsFuture::from(Promise::resolve(&sent)).await.map_err(failed)?);
        let answer = answer.as_ref().and_then(|answer| answer.as_object());
        Ok(HttpResponse {
            status: answer.and_then(|answer| answer.whole("status")).unwrap_or_default() as u16,
            body: answer.and_then(|answer| answer.get("body")).cloned(),
        })
    }
}
