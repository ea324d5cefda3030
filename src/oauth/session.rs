//! Sessions: a subject's live credentials. Owns when a token is renewed (before it ends) and where it may be sent.
//! A sign-out during a renewal wins: nothing is written back.

use super::credentials::Credentials;
use super::error::{AuthError, ErrorCode, Result};
use super::flow::OAuth2Flow;
use super::json::Json;
use super::options::Options;
use super::ports::Ports;
use super::store::CredentialStore;
use super::text::concat;
use super::transaction::Transaction;
use super::url::Url;
use oauth2::AccessToken;

/// The sessions of one provider.
pub struct Sessions<P> {
    /// How their credentials are made.
    pub flow: OAuth2Flow<P>,
}

impl<P: Ports> Sessions<P> {
    /// No session is open yet; they live in storage.
    pub fn new(flow: OAuth2Flow<P>) -> Self {
        Self { flow }
    }

    /// Where their credentials are kept.
    pub fn store(&self) -> CredentialStore<'_, P> {
        CredentialStore::new(&self.flow.ports, &self.flow.provider)
    }

    /// The subject that the options of a call name, or whoever signed in last; empty when there is nobody.
    pub fn subject(&self, called: &str, options: &Json) -> Result<String> {
        match Options::new(called, options, &["subject"])?.text("subject")? {
            Some(subject) => Ok(subject.into()),
            None => Ok(self.store().latest_subject()?.unwrap_or_default()),
        }
    }

    /// A subject's credentials as they are stored now.
    pub fn credentials(&self, subject: &str) -> Result<Credentials> {
        self.store().load(subject)?.ok_or_else(not_signed_in)
    }

    /// Forgets a subject and every sign-in that is under way.
    pub fn sign_out(&self, subject: &str) -> Result<()> {
        self.store().remove(subject)?;
        Transaction::remove_all(&self.flow.ports, &self.flow.provider.app.client_id)
    }

    /// Whether a request may carry the token (C-25, C-26): decided on the parsed origin, as a browser would resolve it.
    pub fn check_request(&self, url: &str, has_authorization: bool) -> Result<()> {
        if has_authorization {
            let message = "The request already has an Authorization header, which the session adds.";
            return Err(AuthError::new(ErrorCode::AuthorizationHeaderSet, message));
        }
        let base = self.flow.page.url.as_ref().map(Url::href);
        let target = self.flow.ports.parse(url, base);
        if target.is_some_and(|target| target.origin() == self.flow.provider.api_origin && !target.has_userinfo()) {
            return Ok(());
        }
        let message =
            concat(&["The token is only sent to ", &self.flow.provider.api_origin, ". Elsewhere, use the plain fetch."]);
        Err(AuthError::new(ErrorCode::OriginNotAllowed, &message))
    }

    /// The access token when it is good for a request now; `None` when it has to be renewed first.
    pub fn fresh_token(&self, subject: &str) -> Result<Option<AccessToken>> {
        let current = self.credentials(subject)?;
        Ok(if current.is_stale(self.flow.ports.now()) { None } else { Some(current.access_token()) })
    }

    /// Replaces a token that is stale or was rejected, by default the stored one. Who comes too late is given what is
    /// stored by then. One call a subject at a time: the caller sees to that.
    pub async fn renew(&self, subject: &str, spent: Option<&str>) -> Result<Credentials> {
        let current = self.credentials(subject)?;
        if spent.is_some_and(|spent| spent != current.access_token().secret()) {
            return Ok(current);
        }
        let Some(refresh_token) = current.refresh_token() else {
            let message = "The sign-in has ended and cannot be renewed. Please sign in again.";
            return Err(AuthError::new(ErrorCode::NoRefreshToken, message));
        };
        let answer = self.flow.refresh(&refresh_token).await;
        // Whoever changed the record meanwhile (a sign-out, a new sign-in) is right, and the answer is dropped.
        let stored = self.credentials(subject)?;
        if stored.access_token().secret() != current.access_token().secret() {
            return Ok(stored);
        }
        match answer {
            Ok(newer) => {
                let renewed = current.renewed_by(newer);
                self.store().save(subject, &renewed)?;
                Ok(renewed)
            }
            Err(error) => {
                // Only a refused refresh token ends the session; a failed network does not.
                if error.code() == ErrorCode::RefreshRejected {
                    self.store().remove(subject)?;
                }
                Err(error)
            }
        }
    }
}

fn not_signed_in() -> AuthError {
    AuthError::new(ErrorCode::NotSignedIn, "Nobody is signed in here. Start with signIn().")
}
