//! A transaction: what must survive the round trip to the provider. Owns its stored form, its ten minutes and its
//! single use. It is kept under its state, so two sign-ins in one tab do not overwrite each other.

use super::error::Result;
use super::json::{Json, Object};
use super::ports::{Clock, Storage};
use super::provider::Provider;
use super::text::concat;

/// Ten minutes: how long GitHub's code lives, and long enough for a second factor.
const LIFETIME: u64 = 600;
/// Sign-ins that a tab may have begun at once; nobody can finish more.
const MOST: usize = 20;
/// The empty part, where credentials have a client id, keeps the two apart.
const PREFIX: &str = "portcullis:v1::transaction:";

/// A pending sign-in: its state and its stored record. No `Debug`: the record holds the verifier.
pub struct Transaction {
    /// Unguessable name of the transaction (RFC 6749 section 10.12).
    pub state: String,
    record: Object,
}

impl Transaction {
    /// What a sign-in with this provider is bound to (C-47), and the PKCE secret that only the token request will see.
    pub fn new(state: String, provider: &Provider, redirect_uri: &str, verifier: &str, scope: &str, now: u64) -> Self {
        let record = Self::binding(provider)
            .with("redirect_uri", redirect_uri)
            .with("verifier", verifier)
            .with("scope", scope)
            .with("created_at", now);
        Self { state, record }
    }

    /// The same transaction with data of the caller's.
    pub fn with(self, name: &str, value: Option<Json>) -> Self {
        Self { record: self.record.with(name, value), ..self }
    }

    /// Stores it, after removing those that came too late, and the oldest when there are too many (T-20).
    pub fn save(self, ports: &(impl Storage + Clock)) -> Result<()> {
        if let (MOST.., Some(oldest)) = remove(ports, None)? {
            ports.remove(&oldest)?;
        }
        ports.set(&key(&self.state), &self.record.into())
    }

    /// The pending transaction of that state; unreadable ones are removed and count as absent.
    pub fn find(ports: &impl Storage, state: &str) -> Result<Option<Self>> {
        let key = key(state);
        let Some(stored) = ports.get(&key)? else { return Ok(None) };
        if let Json::Object(record) = stored {
            let transaction = Self { state: state.into(), record };
            // C-32: without a well-formed verifier there is no transaction.
            if is_verifier(transaction.text("verifier")) {
                return Ok(Some(transaction));
            }
        }
        ports.remove(&key)?;
        Ok(None)
    }

    /// Ends it: from here on its state is unknown (C-09).
    pub fn remove(&self, ports: &impl Storage) -> Result<()> {
        Self::forget(ports, &self.state)
    }

    /// Ends the one of that state.
    pub fn forget(ports: &impl Storage, state: &str) -> Result<()> {
        ports.remove(&key(state))
    }

    /// Removes every pending transaction of an app, and what cannot be read.
    pub fn remove_all(ports: &(impl Storage + Clock), client_id: &str) -> Result<()> {
        remove(ports, Some(client_id)).map(|_| ())
    }

    /// Too old, or from the future: a clock that jumped must not make it immortal.
    pub fn is_expired(&self, now: u64) -> bool {
        is_expired(self.record.whole("created_at"), now)
    }

    /// Whether it was started with exactly this configuration (C-47).
    pub fn belongs_to(&self, provider: &Provider) -> bool {
        Self::binding(provider).0.iter().all(|(name, value)| self.record.text(name) == value.as_str())
    }

    /// The PKCE verifier: ours, or that of the server that made the state.
    pub fn verifier(&self) -> &str {
        if self.state.contains('|') { self.state.split('|').nth(2).unwrap_or_default() } else { self.text("verifier") }
    }

    /// Whether a callback can be its answer: the server's part of the state may be wrong, and a sign-in at the app's own server
    /// comes back without a code.
    pub fn can_be_exchanged(&self) -> bool {
        is_verifier(self.verifier()) && self.text("mode") != "server"
    }

    /// A text of the record; empty when it is missing, which matches nothing.
    pub fn text(&self, name: &str) -> &str {
        self.record.text(name).unwrap_or_default()
    }

    /// What it was begun with, as JavaScript sees it.
    pub fn to_json(&self) -> Object {
        let names = [
            ("provider", "provider"),
            ("flow", "flow"),
            ("mode", "mode"),
            ("subject", "subject"),
            ("appState", "app_state"),
            ("returnTo", "return_to"),
        ];
        names.iter().fold(Object::new(), |object, (name, key)| object.with(name, self.record.get(key).cloned()))
    }

    fn binding(provider: &Provider) -> Object {
        Object::new()
            .with("provider", provider.text("name"))
            .with("issuer", provider.text("issuer"))
            .with("client_id", provider.text("clientId"))
            .with("token_url", provider.text("tokenUrl"))
    }
}

/// A state that the app's server has made holds the redirect URI, `nonce|redirect_uri|verifier`: all that is known of it before.
fn key(state: &str) -> String {
    match state.split('|').nth(1) {
        Some(redirect_uri) => concat(&[PREFIX, "|", redirect_uri]),
        None => concat(&[PREFIX, state]),
    }
}

/// As long as RFC 7636 section 4.1 wants it.
fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len())
}

fn is_expired(created_at: Option<u64>, now: u64) -> bool {
    created_at.is_none_or(|created_at| now.abs_diff(created_at) > LIFETIME)
}

/// Removes those that came too late, those of that app, and what cannot be read. How many are left, and the oldest's key.
fn remove(ports: &(impl Storage + Clock), client_id: Option<&str>) -> Result<(usize, Option<String>)> {
    let mut left = 0;
    let mut oldest = None;
    let mut since = u64::MAX;
    for key in ports.keys(PREFIX)? {
        let stored = ports.get(&key)?;
        let record = stored.as_ref().and_then(Json::as_object);
        let created_at = record.and_then(|record| record.whole("created_at"));
        let is_asked = record.is_some_and(|record| client_id.is_some() && record.text("client_id") == client_id);
        if is_asked || is_expired(created_at, ports.now()) {
            ports.remove(&key)?;
            continue;
        }
        left += 1;
        if let Some(created_at) = created_at
            && created_at < since
        {
            since = created_at;
            oldest = Some(key);
        }
    }
    Ok((left, oldest))
}
