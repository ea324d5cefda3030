//! Sessions: a subject's live credentials. Owns when a token is renewed (before it ends, once however many ask) and
//! where it may be sent. A sign-out during a renewal wins: nothing is written back.

use super::credentials::Credentials;
use super::error::{AuthError, ErrorCode, Result};
use super::flight::Flight;
use super::flow::OAuth2Flow;
use super::json::{Json, Object};
use super::options::Options;
use super::ports::Ports;
use super::store::CredentialStore;
use super::transaction::Transaction;
use super::url::Url;
use oauth2::{AccessToken, RefreshToken};
use std::cell::RefCell;
use std::rc::Rc;

type Renewal = Rc<Flight<Result<Credentials>>>;

/// The sessions of one provider.
pub struct Sessions<P> {
    /// How their credentials are made.
    pub flow: OAuth2Flow<P>,
    renewals: RefCell<Vec<(String, Renewal)>>,
}

impl<P: Ports> Sessions<P> {
    /// No session is open yet; they live in storage.
    pub fn new(flow: OAuth2Flow<P>) -> Self {
        Self { flow, renewals: RefCell::default() }
    }

    /// Where their credentials are kept.
    pub fn store(&self) -> CredentialStore<'_, P> {
        CredentialStore::new(&self.flow.ports, &self.flow.provider)
    }

    /// The subject that the options name, or whoever signed in last.
    pub fn subject(&self, options: &Json) -> Result<String> {
        match wanted_subject("session", options)? {
            Some(subject) => self.credentials(subject).map(|_| subject.into()),
            None => self.store().latest_subject()?.ok_or_else(not_signed_in),
        }
    }

    /// A subject's credentials as they are stored now.
    pub fn credentials(&self, subject: &str) -> Result<Credentials> {
        self.store().load(subject)?.ok_or_else(not_signed_in)
    }

    /// Forgets the subject that the options name, or whoever signed in last, and every sign-in that is under way.
    pub fn sign_out(&self, options: &Json) -> Result<()> {
        let wanted = wanted_subject("signOut", options)?;
        let latest = self.store().latest_subject()?;
        if let Some(subject) = wanted.or(latest.as_deref()) {
            self.store().remove(subject)?;
        }
        Transaction::remove_all(&self.flow.ports, &self.flow.provider.app.client_id)
    }

    /// Whether a request may carry the token (C-25, C-26): decided on the parsed origin, as a browser would resolve it.
    pub fn check_request(&self, url: &str, has_authorization: bool) -> Result<()> {
        if has_authorization {
            let message = "The request already has an Authorization header. Leave it out: the session adds it.";
            return Err(AuthError::new(ErrorCode::AuthorizationHeaderSet, message));
        }
        let base = self.flow.page.url.as_ref().map(Url::href);
        let target = self.flow.ports.parse(url, base);
        if target.is_some_and(|target| target.origin() == self.flow.provider.api_origin && !target.has_userinfo()) {
            return Ok(());
        }
        let message =
            ["The token is only sent to ", &self.flow.provider.api_origin, ". Use the plain fetch for other addresses."].concat();
        Err(AuthError::new(ErrorCode::OriginNotAllowed, &message))
    }

    /// The access token when it is good for a request now; `None` when it has to be renewed first.
    pub fn fresh_token(&self, subject: &str) -> Result<Option<AccessToken>> {
        let current = self.credentials(subject)?;
        Ok(if current.is_stale(self.flow.ports.now()) { None } else { Some(current.access_token()) })
    }

    /// Replaces a token that is stale or was rejected, by default the stored one. All who ask at the same time share one
    /// request, and who comes too late is given what is stored by then.
    pub async fn renew(&self, subject: &str, spent: Option<&str>) -> Result<Credentials> {
        let current = self.credentials(subject)?;
        if spent.is_some_and(|spent| spent != current.access_token().secret()) {
            return Ok(current);
        }
        let running = self.renewals.borrow().iter().find(|(name, _)| name == subject).map(|(_, renewal)| Rc::clone(renewal));
        if let Some(renewal) = running {
            return renewal.outcome().await;
        }
        let renewal = Renewal::default();
        self.renewals.borrow_mut().push((subject.into(), Rc::clone(&renewal)));
        let outcome = self.refresh_and_store(subject, current).await;
        self.renewals.borrow_mut().retain(|(name, _)| name != subject);
        renewal.land(outcome.clone());
        outcome
    }

    /// Renews on request: the credentials of a stored subject, or, without storing anything, those behind a refresh
    /// token that the caller holds.
    pub async fn refresh(&self, options: &Json) -> Result<Credentials> {
        if let Some(refresh_token) = options.as_object().and_then(|options| options.text("refreshToken")) {
            return self.flow.refresh(&RefreshToken::new(refresh_token.into())).await;
        }
        let subject = self.subject(options)?;
        self.renew(&subject, None).await
    }

    async fn refresh_and_store(&self, subject: &str, current: Credentials) -> Result<Credentials> {
        let Some(refresh_token) = current.refresh_token() else {
            let message = "The access token has expired and there is no refresh token. Please sign in again.";
            return Err(AuthError::new(ErrorCode::NoRefreshToken, message));
        };
        let answer = self.flow.refresh(&refresh_token).await;
        // Whoever changed the record meanwhile (a sign-out, a new sign-in) is right, and the answer is dropped.
        if self.credentials(subject)?.access_token().secret() != current.access_token().secret() {
            return self.credentials(subject);
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

/// Whether a 401 means that the token itself is over (RFC 6750 section 3.1; GitHub says "Bad credentials").
pub fn is_token_rejected(body: Option<&Object>) -> bool {
    let says = |name, text| body.and_then(|body| body.text(name)) == Some(text);
    says("message", "Bad credentials") || says("error", "invalid_token")
}

fn wanted_subject<'a>(called: &str, options: &'a Json) -> Result<Option<&'a str>> {
    Options::new(called, options, &["subject"])?.text("subject")
}

fn not_signed_in() -> AuthError {
    AuthError::new(ErrorCode::NotSignedIn, "Nobody is signed in here. Start with signIn().")
}
