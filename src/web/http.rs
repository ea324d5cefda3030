//! Requests of the SDK's own: to the token endpoint and for user info. No cookies, no cache, no redirects, no referrer
//! (C-13), and an end to every wait. Requests of the app go through `fetch.rs`.

use super::{Browser, json};
use crate::oauth::ports::{Http, HttpRequest, HttpResponse};
use crate::oauth::text::concat;
use crate::oauth::{AuthError, ErrorCode, Result};
use gloo_net::http::RequestBuilder;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

impl Http for Browser {
    async fn send(&self, request: HttpRequest<'_>) -> Result<HttpResponse> {
        // Our own signal only: gloo-net panics when a caller's signal is aborted with something that is no Error.
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
        let response = built.map_err(|_| unreachable())?.send().await.map_err(|_| failed())?;
        let text = response.text().await.map_err(|_| failed())?;
        Ok(HttpResponse { status: response.status(), body: json::parse(&text) })
    }
}

fn timeout() -> AuthError {
    AuthError::new(ErrorCode::Timeout, "The server did not answer in time.")
}

fn unreachable() -> AuthError {
    let message = "The server cannot be reached: it is down, this device is offline, or it does not allow this origin (CORS).";
    AuthError::new(ErrorCode::NetworkError, message)
}
