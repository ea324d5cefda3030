//! Requests of the SDK's own: to the token endpoint and for user info. No cookies, no cache, no redirects, no referrer
//! (C-13), and an end to every wait. Requests of the app go through `www/session.js`.

use super::{Browser, json};
use crate::oauth::ports::{Http, HttpRequest, HttpResponse};
use crate::oauth::text::concat;
use crate::oauth::{AuthError, ErrorCode, Result};
use gloo_net::http::RequestBuilder;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReferrerPolicy, Request, RequestCache, RequestCredentials, RequestRedirect, Response};

#[wasm_bindgen]
extern "C" {
    // gloo-net builds the request but must not send it: its `send` panics when a page's own `fetch` rejects with
    // something that is no Error, and a panic would leave every waiting promise open.
    #[wasm_bindgen(catch)]
    fn fetch(request: &Request) -> std::result::Result<JsValue, JsValue>;
}

impl Http for Browser {
    async fn send(&self, request: HttpRequest<'_>) -> Result<HttpResponse> {
        let signal = AbortSignal::timeout_with_u32(request.timeout_ms);
        let mut builder = RequestBuilder::new(request.url)
            .credentials(RequestCredentials::Omit)
            .cache(RequestCache::NoStore)
            .redirect(RequestRedirect::Error)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .abort_signal(Some(&signal))
            .header("Accept", "application/json");
        if let Some(token) = request.bearer {
            builder = builder.header("Authorization", &concat(&["Bearer ", token.secret()]));
        }
        let built = match request.form {
            Some(form) => builder
                .method(gloo_net::http::Method::POST)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(form),
            None => builder.build(),
        };
        let failed = || if signal.aborted() { timeout() } else { unreachable() };
        let request = Request::from(built.map_err(|_| unreachable())?);
        let sent = Promise::resolve(&fetch(&request).map_err(|_| failed())?);
        let response: Response = JsFuture::from(sent).await.map_err(|_| failed())?.unchecked_into();
        let reading = response.text().map_err(|_| failed())?;
        let text = JsFuture::from(reading).await.map_err(|_| failed())?;
        Ok(HttpResponse { status: response.status(), body: text.as_string().and_then(|text| json::parse(&text)) })
    }
}

fn timeout() -> AuthError {
    AuthError::new(ErrorCode::Timeout, "The server did not answer in time.")
}

fn unreachable() -> AuthError {
    let message = "The server cannot be reached: it is down, this device is offline, or it does not allow this origin (CORS).";
    AuthError::new(ErrorCode::NetworkError, message)
}
