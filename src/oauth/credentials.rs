//! Credentials: what a person gets. They are the token endpoint's answer and the time it came; everything else is
//! read out of those. Owns what makes an answer acceptable, in the same way for a fresh one and for a stored one.

use super::error::{AuthError, ErrorCode, Result};
use super::json::{Json, Object};
use super::text::concat;

/// Refresh this many seconds before the expiry, but never in the first half of a token's life.
const LEEWAY: u64 = 60;
/// Ten years: a longer lifetime is a server's way of saying "never", and stays clear of any overflow.
const MAX_LIFETIME: u64 = 10 * 365 * 24 * 3600;
const MAX_TOKEN: usize = 8 * 1024;

/// The one token type that this SDK uses (RFC 6750).
const TOKEN_TYPE: &str = "Bearer";

/// A subject's tokens. No `Debug`, no `Display`: nothing can print them by accident.
#[derive(Clone)]
pub struct Credentials {
    answer: Object,
    obtained_at: u64,
}

impl Credentials {
    /// Accepts an answer of the token endpoint (RFC 6749 section 5.1) or says what is wrong with it.
    pub fn new(answer: Object, obtained_at: u64) -> Result<Self> {
        let is_bearer = answer.text("token_type").is_some_and(|kind| kind.eq_ignore_ascii_case(TOKEN_TYPE));
        let wrong = if !is_bearer {
            "a token_type other than bearer"
        } else if opaque(&answer, "access_token") != Some(true) {
            "no usable access_token"
        } else if opaque(&answer, "refresh_token") == Some(false) {
            "a malformed refresh_token"
        } else if lifetime(answer.get("expires_in")).is_none() && answer.get("expires_in").is_some() {
            "an expires_in that is not a number of seconds"
        } else if answer.get("scope").is_some() && answer.text("scope").is_none() {
            "a scope that is not a string"
        } else {
            return Ok(Self { answer, obtained_at });
        };
        let message = concat(&["The token endpoint answered with ", wrong, "."]);
        Err(AuthError::new(ErrorCode::InvalidResponse, &message))
    }

    /// The access token.
    pub fn access_token(&self) -> &str {
        self.secret("access_token").unwrap_or_default()
    }

    fn secret(&self, name: &str) -> Option<&str> {
        self.answer.text(name).filter(|text| !text.is_empty())
    }

    /// Granted scopes; `None` when unknown. GitHub separates with commas, RFC 6749 with spaces.
    pub fn scope(&self) -> Option<Json> {
        let words = self.answer.text("scope")?.split([',', ' ']).filter(|word| !word.is_empty());
        Some(Json::Array(words.map(Json::from).collect()))
    }

    /// Lifetime in seconds when it was issued; `None` when unknown (C-17).
    pub fn expires_in(&self) -> Option<u64> {
        lifetime(self.answer.get("expires_in"))
    }

    /// Seconds since the epoch; `None` when unknown.
    pub fn expires_at(&self) -> Option<u64> {
        self.expires_in().map(|seconds| self.obtained_at.saturating_add(seconds))
    }

    /// When the access token should be replaced: so near to its end that a request could come too late.
    pub fn renew_at(&self) -> Option<u64> {
        // A token that cannot be renewed is good to its last second.
        let leeway = if self.secret("refresh_token").is_some() { LEEWAY } else { 0 };
        Some(self.expires_at()? - leeway.min(self.expires_in()? / 2))
    }

    /// The credentials after a refresh: what the newer answer leaves out stays (RFC 6749 section 6, C-21).
    pub fn renewed_by(&self, mut newer: Credentials) -> Self {
        for name in ["refresh_token", "id_token", "scope"] {
            if newer.answer.get(name).is_none() {
                newer.answer = newer.answer.with(name, self.answer.get(name).cloned());
            }
        }
        newer
    }

    /// The stored form.
    pub fn to_json(&self) -> Json {
        Object::new().with("answer", self.answer.clone()).with("obtained_at", self.obtained_at).into()
    }

    /// Reads the stored form; anything else is `None`.
    pub fn from_json(stored: &Json) -> Option<Self> {
        let record = stored.as_object()?;
        Self::new(record.get("answer")?.as_object()?.clone(), record.whole("obtained_at")?).ok()
    }

    /// What JavaScript makes a credentials object of; `raw` is the answer as it came.
    pub fn to_view(&self) -> Json {
        Object::new()
            .with("accessToken", self.secret("access_token"))
            .with("tokenType", TOKEN_TYPE)
            .with("refreshToken", self.secret("refresh_token"))
            .with("idToken", self.secret("id_token"))
            .with("scope", self.scope())
            .with("expiresIn", self.expires_in())
            .with("expiresAt", self.expires_at())
            .with("renewAt", self.renew_at())
            .with("raw", self.answer.clone())
            .into()
    }
}

/// Tokens are opaque, but they travel in a header: printable ASCII of a sane length.
pub fn is_token(text: &str) -> bool {
    (1..=MAX_TOKEN).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

/// Whether the member is a token; `None` when absent.
fn opaque(answer: &Object, name: &str) -> Option<bool> {
    Some(is_token(answer.get(name)?.as_str().unwrap_or_default()))
}

/// C-17: a non-negative number, or digits in a string, are seconds.
pub fn lifetime(value: Option<&Json>) -> Option<u64> {
    let seconds = match value? {
        Json::Number(number) if *number >= 0.0 => *number as u64,
        Json::String(text) if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => {
            text.bytes().fold(0u64, |seconds, digit| seconds.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
        }
        _ => return None,
    };
    Some(seconds.min(MAX_LIFETIME))
}
