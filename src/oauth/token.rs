//! The third step: what goes to the token endpoint and what may come back (RFC 6749 sections 4.1.3, 5 and 6).
//! Owns the reading of answers: an `error` is an error at any status (C-19), everything else must be exact.

use super::credentials::Credentials;
use super::error::{AuthError, ErrorCode, OauthBody, Result};
use super::json::{Json, Object};
use super::ports::{HttpResponse, Urls};
use super::provider::Provider;
use oauth2::{AccessToken, RefreshToken};

/// Ten years: a longer lifetime is a server's way of saying "never", and stays clear of any overflow.
const MAX_LIFETIME: u64 = 10 * 365 * 24 * 3600;
const MAX_TOKEN: usize = 8 * 1024;
const MAX_TEXT: usize = 500;

/// Which request an answer belongs to; decides what its errors mean.
#[derive(Clone, Copy, PartialEq)]
pub enum Step {
    /// A code was exchanged.
    Exchange,
    /// A refresh token was used.
    Refresh,
}

/// A form body (C-13).
pub fn form(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

/// Reads an answer of the token endpoint. `requested` is the scope to assume when the answer names none (C-18).
pub fn read(
    provider: &Provider,
    urls: &impl Urls,
    step: Step,
    answer: &HttpResponse,
    requested: Option<&[String]>,
    now: u64,
) -> Result<Credentials> {
    let body = answer.body.as_ref().and_then(Json::as_object);
    if let Some(error) = body.and_then(|body| body.text("error")) {
        let text = |name| body.and_then(|body| body.text(name));
        let oauth = OauthBody::new(urls, error, text("error_description"), text("error_uri"));
        return Err(token_error(step, answer.status, oauth));
    }
    match (answer.status, body) {
        (200..=299, Some(body)) => credentials(provider, body, requested, now),
        (status, _) => Err(unusable_answer(status)),
    }
}

/// The error for an answer that has no OAuth meaning.
pub fn unusable_answer(status: u16) -> AuthError {
    let (code, message) = match status {
        429 => (ErrorCode::RateLimited, "The server asks to slow down. Please try again in a minute."),
        500.. => (ErrorCode::ServerError, "The server failed. Please try again."),
        _ => {
            (ErrorCode::InvalidResponse, "The server's answer is not the JSON that the protocol asks for. Check the proxy's URL.")
        }
    };
    AuthError::new(code, message).with_status(status)
}

/// An error that came in a callback.
pub fn authorization_error(body: OauthBody) -> AuthError {
    if body.error == "access_denied" {
        return AuthError::new(ErrorCode::AccessDenied, "Access was denied, so you are not signed in.").with_oauth(body);
    }
    AuthError::new(ErrorCode::AuthorizationFailed, &["The provider ended the sign-in: ", &body.error, "."].concat())
        .with_oauth(body)
}

fn token_error(step: Step, status: u16, body: OauthBody) -> AuthError {
    let (code, message) = match (step, body.error.as_str()) {
        (_, "proxy_misconfigured" | "incorrect_client_credentials" | "invalid_client") => (
            ErrorCode::ProxyMisconfigured,
            "The token proxy is not set up correctly: the provider does not know its client id or secret.",
        ),
        (Step::Exchange, "bad_verification_code" | "invalid_grant") => {
            (ErrorCode::CodeRejected, "The sign-in code was not accepted: it is used, wrong or expired. Please sign in again.")
        }
        (Step::Refresh, "bad_refresh_token" | "invalid_grant") => {
            (ErrorCode::RefreshRejected, "The sign-in has ended and could not be renewed. Please sign in again.")
        }
        (_, "access_denied") => (ErrorCode::AccessDenied, "Access was denied."),
        _ if status == 429 || status >= 500 => return unusable_answer(status).with_oauth(body),
        (_, error) => {
            let message = ["The token endpoint answered with the error ", error, "."].concat();
            return AuthError::new(ErrorCode::OauthError, &message).with_status(status).with_oauth(body);
        }
    };
    AuthError::new(code, message).with_status(status).with_oauth(body)
}

fn credentials(provider: &Provider, body: &Object, requested: Option<&[String]>, now: u64) -> Result<Credentials> {
    let access_token = opaque(body, "access_token")?.ok_or_else(|| invalid("no access_token"))?;
    (provider.preset.normalize)(access_token)?;
    let bearer = body.text("token_type").is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"));
    if !bearer {
        return Err(invalid("a token_type other than bearer"));
    }
    let expires_in = lifetime(body.get("expires_in"))?;
    let scope = match body.get("scope") {
        None => requested.filter(|scope| !scope.is_empty()).map(<[String]>::to_vec),
        // GitHub separates with commas, RFC 6749 with spaces; a scope token holds neither here.
        Some(Json::String(text)) => Some(text.split([',', ' ']).filter(|word| !word.is_empty()).map(String::from).collect()),
        Some(_) => return Err(invalid("a scope that is not a string")),
    };
    let secrets = ["access_token", "refresh_token", "id_token"];
    Ok(Credentials {
        access_token: AccessToken::new(access_token.into()),
        refresh_token: opaque(body, "refresh_token")?.map(|token| RefreshToken::new(token.into())),
        id_token: opaque(body, "id_token")?.map(String::from),
        scope,
        expires_in,
        expires_at: expires_in.map(|seconds| now + seconds),
        obtained_at: now,
        extra: Object(body.0.iter().filter(|(name, _)| !secrets.contains(&name.as_str())).cloned().collect()),
    })
}

/// Tokens are opaque, but they travel in a header: printable ASCII of a sane length. Empty counts as absent.
fn opaque<'a>(body: &'a Object, name: &str) -> Result<Option<&'a str>> {
    match body.get(name) {
        None => Ok(None),
        Some(Json::String(text)) if text.len() <= MAX_TOKEN && text.bytes().all(|b| b.is_ascii_graphic()) => {
            Ok(Some(text.as_str()).filter(|text| !text.is_empty()))
        }
        Some(_) => Err(invalid(&["a malformed ", name].concat())),
    }
}

/// C-17: absent is unknown; a non-negative number or digits in a string are seconds; anything else is refused.
fn lifetime(value: Option<&Json>) -> Result<Option<u64>> {
    let seconds = match value {
        None => return Ok(None),
        Some(Json::Number(number)) if *number >= 0.0 => *number as u64,
        Some(Json::String(text)) if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => {
            text.parse().unwrap_or(MAX_LIFETIME)
        }
        Some(_) => return Err(invalid("an expires_in that is not a number of seconds")),
    };
    Ok(Some(seconds.min(MAX_LIFETIME)))
}

fn invalid(what: &str) -> AuthError {
    AuthError::new(ErrorCode::InvalidResponse, &["The token endpoint answered with ", what, "."].concat())
}

impl OauthBody {
    /// Makes a provider's words safe to show (C-06): bounded, no control characters, a link only if it is http(s).
    pub fn new(urls: &impl Urls, error: &str, description: Option<&str>, uri: Option<&str>) -> Self {
        let link = |uri: &str| urls.parse(uri, None).filter(|url| url.scheme == "https" || url.scheme == "http");
        Self {
            error: shown(error),
            description: description.map(shown).filter(|text| !text.is_empty()),
            uri: uri.and_then(link).map(|url| url.href),
        }
    }
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(MAX_TEXT).collect()
}
