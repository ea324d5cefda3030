//! Where credentials are kept: one record per app, provider and subject, under a versioned key. A record that cannot
//! be read is nobody's: it is removed and the subject counts as signed out (T-17). Never throws for bad content.

use super::credentials::Credentials;
use super::error::Result;
use super::ports::Storage;
use super::provider::Provider;
use super::text::concat;

/// The credentials of one provider's subjects.
pub struct CredentialStore<'a, S> {
    storage: &'a S,
    prefix: String,
}

impl<'a, S: Storage> CredentialStore<'a, S> {
    /// The store of one app at one provider.
    pub fn new(storage: &'a S, provider: &Provider) -> Self {
        // The subject comes last and may hold anything; a colon in the client id would make two keys read alike.
        let client_id = provider.app.client_id.replace('%', "%25").replace(':', "%3A");
        Self { storage, prefix: concat(&["portcullis:v1:", &client_id, ":", provider.preset.name, ":"]) }
    }

    /// The subject's credentials.
    pub fn load(&self, subject: &str) -> Result<Option<Credentials>> {
        let key = self.key(subject);
        let Some(stored) = self.storage.get(&key)? else { return Ok(None) };
        let credentials = Credentials::from_json(&stored);
        if credentials.is_none() {
            self.storage.remove(&key)?;
        }
        Ok(credentials)
    }

    /// Replaces the subject's credentials in one write.
    pub fn save(&self, subject: &str, credentials: &Credentials) -> Result<()> {
        self.storage.set(&self.key(subject), &credentials.to_json())
    }

    /// Removes the subject's credentials.
    pub fn remove(&self, subject: &str) -> Result<()> {
        self.storage.remove(&self.key(subject))
    }

    /// Who signed in last.
    pub fn latest_subject(&self) -> Result<Option<String>> {
        let (mut latest, mut latest_at) = (None, 0);
        for key in self.storage.keys(&self.prefix)? {
            let subject = key.strip_prefix(&self.prefix).unwrap_or_default();
            if let Some(credentials) = self.load(subject)?
                && credentials.signed_in_at() >= latest_at
            {
                (latest, latest_at) = (Some(subject.into()), credentials.signed_in_at());
            }
        }
        Ok(latest)
    }

    fn key(&self, subject: &str) -> String {
        concat(&[self.prefix.as_str(), subject])
    }
}
