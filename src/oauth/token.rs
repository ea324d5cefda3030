//! The third step: what goes to the token endpoint and what may come back (RFC 6749 sections 4.1.3, 5 and 6).
//! Owns the reading of answers: an `error` is an error at any status (C-19), everything else must be exact.

use super::credentials::Credentials;
use super::error::{AuthError, ErrorCode, OauthBody, Result};
use super::flow::TokenAnswer;
use super::json::{Json, Object};
use super::ports::Urls;
use super::provider::Provider;
use super::text::concat;

const MAX_TEXT: usize = 500;

/// Which request an answer belongs to; decides what its errors mean.
#[derive(Clone, Copy, PartialEq)]
pub enum Step {
    /// A code was exchanged.
    Exchange,
    /// A refresh token was used.
    Refresh,
    /// A token was revoked.
    Revoke,
    /// A device code was asked for.
    Device,
    /// Somebody was asked to agree on another device.
    Poll,
}

/// Reads an answer of the revocation endpoint: any success will do, there is nothing in it (RFC 7009 section 2.2).
pub fn revoked(urls: &impl Urls, answer: TokenAnswer) -> Result<()> {
    let none = Object::new();
    check(urls, Step::Revoke, answer.status, answer.body.as_ref().and_then(Json::as_object).unwrap_or(&none))
}

/// Refuses what is an error, at any status (C-19), and what is no success.
pub fn check(urls: &impl Urls, step: Step, status: u16, body: &Object) -> Result<()> {
    if let Some(error) = body.text("error") {
        let oauth = OauthBody::new(urls, error, body.text("error_description"), body.text("error_uri"));
        return Err(token_error(step, status, oauth));
    }
    if (200..=299).contains(&status) { Ok(()) } else { Err(unusable_answer(status)) }
}

/// Reads an answer of the token endpoint. `requested` is the scope to assume when the answer names none (C-18).
pub fn read(
    provider: &Provider,
    urls: &impl Urls,
    step: Step,
    answer: TokenAnswer,
    requested: &str,
    now: u64,
) -> Result<Credentials> {
    let Some(Json::Object(body)) = answer.body else { return Err(unusable_answer(answer.status)) };
    check(urls, step, answer.status, &body)?;
    let assumed = if body.get("scope").is_none() && !requested.is_empty() { Some(requested) } else { None };
    let credentials = Credentials::new(body.with("scope", assumed), now)?;
    (provider.preset.normalize)(credentials.access_token())?;
    Ok(credentials)
}

/// The error for an answer that has no OAuth meaning.
pub fn unusable_answer(status: u16) -> AuthError {
    let (code, message) = match status {
        429 => (ErrorCode::RateLimited, "The server asks to slow down. Please try again later."),
        500.. => (ErrorCode::ServerError, "The server failed. Please try again."),
        _ => (ErrorCode::InvalidResponse, "The server did not answer with the JSON of the protocol. Check the proxy's URL."),
    };
    AuthError::new(code, message).with_status(status)
}

/// An error that came in a callback.
pub fn authorization_error(body: OauthBody) -> AuthError {
    if body.error == "access_denied" {
        return AuthError::new(ErrorCode::AccessDenied, "Access was denied.").with_oauth(body);
    }
    AuthError::new(ErrorCode::AuthorizationFailed, &concat(&["The provider ended the sign-in: ", &body.error, "."]))
        .with_oauth(body)
}

fn token_error(step: Step, status: u16, body: OauthBody) -> AuthError {
    let (code, message) = match (step, body.error.as_str()) {
        (_, "proxy_misconfigured" | "incorrect_client_credentials" | "invalid_client") => {
            (ErrorCode::ProxyMisconfigured, "The token proxy is misconfigured: its client id or secret is wrong.")
        }
        (Step::Exchange, "bad_verification_code" | "invalid_grant") => {
            (ErrorCode::CodeRejected, "The sign-in code is wrong, used or expired. Please sign in again.")
        }
        (Step::Refresh, "bad_refresh_token" | "invalid_grant") => {
            (ErrorCode::RefreshRejected, "The sign-in has ended and cannot be renewed. Please sign in again.")
        }
        (Step::Poll, "expired_token" | "token_expired") => {
            (ErrorCode::DeviceCodeExpired, "The code was not entered in time. Please start again.")
        }
        (Step::Poll, "incorrect_device_code" | "invalid_grant") => {
            (ErrorCode::DeviceCodeRejected, "The provider does not know this device code any more. Please start again.")
        }
        (Step::Device, "not_found") | (Step::Device | Step::Poll, "device_flow_disabled" | "unsupported_grant_type") => {
            (ErrorCode::DeviceFlowDisabled, "The device flow is switched off: in the app's settings, or in the token proxy.")
        }
        (_, "access_denied") => (ErrorCode::AccessDenied, "Access was denied."),
        _ if status == 429 || status >= 500 => return unusable_answer(status).with_oauth(body),
        (_, error) => {
            let message = concat(&["The token endpoint answered with the error ", error, "."]);
            return AuthError::new(ErrorCode::OauthError, &message).with_status(status).with_oauth(body);
        }
    };
    AuthError::new(code, message).with_status(status).with_oauth(body)
}

impl OauthBody {
    /// Makes a provider's words safe to show (C-06): bounded, no control characters, a link only if it is http(s).
    pub fn new(urls: &impl Urls, error: &str, description: Option<&str>, uri: Option<&str>) -> Self {
        let link = |uri: &str| urls.parse(uri, None).filter(|url| url.scheme() == "https" || url.scheme() == "http");
        Self {
            error: shown(error),
            description: description.map(shown).filter(|text| !text.is_empty()),
            uri: uri.and_then(link).map(|url| url.href().into()),
        }
    }
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(MAX_TEXT).collect()
}
