//! A transaction: what must survive the round trip to the provider. Owns its stored form, its ten minutes and its
//! single use. It is kept under its state, so two sign-ins in one tab do not overwrite each other.

use super::error::Result;
use super::json::{Json, Object};
use super::ports::{Clock, Storage};
use super::provider::Provider;
use oauth2::{CsrfToken, PkceCodeVerifier};

/// Ten minutes: how long GitHub's code lives, and long enough for a second factor.
const LIFETIME: u64 = 600;
/// A person who clicks on and on must not fill the store.
const MOST_PENDING: usize = 20;
const PREFIX: &str = "portcullis:v1:transaction:";

/// A pending sign-in. No `Debug`: it holds the verifier.
pub struct Transaction {
    /// Unguessable name of the transaction (RFC 6749 section 10.12).
    pub state: CsrfToken,
    /// The PKCE secret (RFC 7636); leaves storage only in the token request.
    pub verifier: PkceCodeVerifier,
    /// Provider it was started with.
    pub provider: String,
    /// That provider's issuer at the time.
    pub issuer: String,
    /// App it was started for.
    pub client_id: String,
    /// The redirect URI as sent.
    pub redirect_uri: String,
    /// Token endpoint that the code is meant for.
    pub token_url: String,
    /// Scopes asked for.
    pub scope: Vec<String>,
    /// Path to return to.
    pub return_to: Option<String>,
    /// The caller's own data.
    pub app_state: Json,
    /// Seconds since the epoch.
    pub created_at: u64,
}

impl Transaction {
    /// Stores it, making room first.
    pub fn save(&self, ports: &(impl Storage + Clock)) -> Result<()> {
        sweep(ports)?;
        ports.set(&key(self.state.secret()), &self.to_json())
    }

    /// The pending transaction of that state; unreadable ones are removed and count as absent.
    pub fn find(ports: &impl Storage, state: &str) -> Result<Option<Self>> {
        let key = key(state);
        let Some(stored) = ports.get(&key)? else { return Ok(None) };
        let transaction = Self::from_json(state, &stored);
        if transaction.is_none() {
            ports.remove(&key)?;
        }
        Ok(transaction)
    }

    /// Ends it: from here on its state is unknown (C-09).
    pub fn remove(&self, ports: &impl Storage) -> Result<()> {
        ports.remove(&key(self.state.secret()))
    }

    /// Removes every pending transaction of an app.
    pub fn remove_all(ports: &impl Storage, client_id: &str) -> Result<()> {
        for key in ports.keys(PREFIX)? {
            let stored = ports.get(&key)?;
            if stored.as_ref().and_then(Json::as_object).is_none_or(|object| object.text("client_id") == Some(client_id)) {
                ports.remove(&key)?;
            }
        }
        Ok(())
    }

    /// Too old, or from the future: a clock that jumped must not make it immortal.
    pub fn is_expired(&self, now: u64) -> bool {
        is_expired(self.created_at, now)
    }

    /// Whether it was started with exactly this configuration (C-47).
    pub fn belongs_to(&self, provider: &Provider) -> bool {
        self.provider == provider.preset.name
            && self.issuer == provider.issuer
            && self.client_id == provider.app.client_id
            && self.token_url == provider.app.token_url
    }

    fn to_json(&self) -> Json {
        Object::new()
            .with("verifier", self.verifier.secret())
            .with("provider", &self.provider)
            .with("issuer", &self.issuer)
            .with("client_id", &self.client_id)
            .with("redirect_uri", &self.redirect_uri)
            .with("token_url", &self.token_url)
            .with("scope", self.scope.as_slice())
            .with("return_to", self.return_to.as_ref())
            .with("app_state", self.app_state.clone())
            .with("created_at", self.created_at)
            .into()
    }

    fn from_json(state: &str, stored: &Json) -> Option<Self> {
        let object = stored.as_object()?;
        let text = |name| object.text(name).map(String::from);
        // C-32: without a well-formed verifier there is no transaction.
        let verifier = text("verifier").filter(|text| (43..=128).contains(&text.len()))?;
        Some(Self {
            state: CsrfToken::new(state.into()),
            verifier: PkceCodeVerifier::new(verifier),
            provider: text("provider")?,
            issuer: text("issuer")?,
            client_id: text("client_id")?,
            redirect_uri: text("redirect_uri")?,
            token_url: text("token_url")?,
            scope: object.texts("scope")?,
            return_to: text("return_to"),
            app_state: object.get("app_state").cloned().unwrap_or(Json::Null),
            created_at: object.whole("created_at")?,
        })
    }
}

fn key(state: &str) -> String {
    [PREFIX, state].concat()
}

fn is_expired(created_at: u64, now: u64) -> bool {
    now.abs_diff(created_at) > LIFETIME
}

fn sweep(ports: &(impl Storage + Clock)) -> Result<()> {
    let now = ports.now();
    let mut pending = Vec::new();
    for key in ports.keys(PREFIX)? {
        let created_at = ports.get(&key)?.as_ref().and_then(Json::as_object).and_then(|object| object.whole("created_at"));
        match created_at {
            Some(created_at) if !is_expired(created_at, now) => pending.push((created_at, key)),
            _ => ports.remove(&key)?,
        }
    }
    match pending.iter().min() {
        Some((_, oldest)) if pending.len() >= MOST_PENDING => ports.remove(oldest),
        _ => Ok(()),
    }
}
