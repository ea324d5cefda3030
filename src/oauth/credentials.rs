//! Credentials: what a person gets. Owns their stored form, their renewal by a newer answer and the two views of
//! them that leave this layer: the raw answer (asked for by name) and a redacted summary.

use super::json::{Json, Object};
use oauth2::{AccessToken, RefreshToken};

/// Refresh this many seconds before the expiry, but never in the first half of a token's life.
const LEEWAY: u64 = 60;

/// The one token type that this SDK uses (RFC 6750).
pub const TOKEN_TYPE: &str = "Bearer";

/// A subject's tokens. No `Debug`, no `Display`: nothing can print them by accident.
#[derive(Clone)]
pub struct Credentials {
    /// The access token.
    pub access_token: AccessToken,
    /// The refresh token, where the provider gave one.
    pub refresh_token: Option<RefreshToken>,
    /// The ID token, where the provider gave one.
    pub id_token: Option<String>,
    /// Granted scopes; `None` when unknown.
    pub scope: Option<Vec<String>>,
    /// Lifetime in seconds when it was issued.
    pub expires_in: Option<u64>,
    /// Seconds since the epoch; `None` when unknown.
    pub expires_at: Option<u64>,
    /// Seconds since the epoch.
    pub obtained_at: u64,
    /// The other members of the answer.
    pub extra: Object,
}

impl Credentials {
    /// Whether the access token is over, or so near to it that a request could come too late.
    pub fn is_stale(&self, now: u64) -> bool {
        let leeway = LEEWAY.min(self.expires_in.unwrap_or(0) / 2);
        self.expires_at.is_some_and(|expires_at| now + leeway >= expires_at)
    }

    /// The credentials after a refresh: what the answer left out stays (RFC 6749 section 6, C-21).
    pub fn renewed_by(&self, newer: Credentials) -> Self {
        Self {
            refresh_token: newer.refresh_token.or_else(|| self.refresh_token.clone()),
            id_token: newer.id_token.or_else(|| self.id_token.clone()),
            scope: newer.scope.or_else(|| self.scope.clone()),
            ..newer
        }
    }

    /// The stored form.
    pub fn to_json(&self) -> Json {
        self.tokens()
            .with("scope", self.scope.as_deref())
            .with("expires_in", self.expires_in)
            .with("expires_at", self.expires_at)
            .with("obtained_at", self.obtained_at)
            .with("extra", self.extra.clone())
            .into()
    }

    /// Reads the stored form; anything else is `None`.
    pub fn from_json(stored: &Json) -> Option<Self> {
        let object = stored.as_object()?;
        let token = |name| object.text(name).filter(|text| !text.is_empty()).map(String::from);
        Some(Self {
            access_token: AccessToken::new(token("access_token")?),
            refresh_token: token("refresh_token").map(RefreshToken::new),
            id_token: token("id_token"),
            scope: object.texts("scope"),
            expires_in: object.whole("expires_in"),
            expires_at: object.whole("expires_at"),
            obtained_at: object.whole("obtained_at")?,
            extra: object.get("extra")?.as_object()?.clone(),
        })
    }

    /// The answer as it came.
    pub fn raw(&self) -> Json {
        let mut raw = self.tokens();
        raw.0.extend(self.extra.0.iter().cloned());
        raw.into()
    }

    /// A summary that is safe in a log: says which secrets there are, never what they are (C-24).
    pub fn redacted(&self) -> Json {
        let present = |there: bool| there.then_some("[redacted]");
        Object::new()
            .with("accessToken", "[redacted]")
            .with("tokenType", TOKEN_TYPE)
            .with("refreshToken", present(self.refresh_token.is_some()))
            .with("idToken", present(self.id_token.is_some()))
            .with("scope", self.scope.as_deref())
            .with("expiresIn", self.expires_in)
            .with("expiresAt", self.expires_at)
            .into()
    }

    fn tokens(&self) -> Object {
        Object::new()
            .with("access_token", self.access_token.secret())
            .with("refresh_token", self.refresh_token.as_ref().map(|token| token.secret()))
            .with("id_token", self.id_token.as_ref())
    }
}
