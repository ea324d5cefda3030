//! Sessions: a subject's live credentials. Owns when a token is renewed (before it ends, once however many ask) and
//! where it may be sent. A sign-out during a renewal wins: nothing is written back.

use super::credentials::Credentials;
use super::error::{AuthError, ErrorCode, Result};
use super::flow::OAuth2Flow;
use super::json::Json;
use super::options::Options;
use super::ports::Ports;
use super::store::CredentialStore;
use super::transaction::Transaction;
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};
use oauth2::{AccessToken, RefreshToken};
use std::cell::RefCell;
use std::rc::Rc;

type Renewal = Shared<LocalBoxFuture<'static, Result<Credentials>>>;

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

    /// The named subject, or whoever signed in last.
    pub fn subject(&self, wanted: Option<&str>) -> Result<String> {
        match wanted {
            Some(subject) => self.credentials(subject).map(|_| subject.into()),
            None => self.store().latest_subject()?.ok_or_else(not_signed_in),
        }
    }

    /// A subject's credentials as they are stored now.
    pub fn credentials(&self, subject: &str) -> Result<Credentials> {
        self.store().load(subject)?.ok_or_else(not_signed_in)
    }

    /// Forgets the subject (whoever signed in last by default) and every sign-in that is under way.
    pub fn sign_out(&self, subject: Option<&str>) -> Result<()> {
        let latest = self.store().latest_subject()?;
        if let Some(subject) = subject.or(latest.as_deref()) {
            self.store().remove(subject)?;
        }
        Transaction::remove_all(&self.flow.ports, &self.flow.provider.app.client_id)
    }

    /// Whether the token may go to that URL (C-25): decided on the parsed origin, as a browser would resolve it.
    pub fn check_target(&self, url: &str) -> Result<()> {
        let base = self.flow.page.url.as_ref().map(|page| page.href.as_str());
        let target = self.flow.ports.parse(url, base);
        if target.is_some_and(|target| target.origin == self.flow.provider.api_origin && !target.has_userinfo) {
            return Ok(());
        }
        let message =
            ["The token is only sent to ", &self.flow.provider.api_origin, ". Use the plain fetch for other addresses."].concat();
        Err(AuthError::new(ErrorCode::OriginNotAllowed, &message))
    }
}

impl<P: Ports + 'static> Sessions<P> {
    /// A token that is good for a request now.
    pub async fn access_token(self: &Rc<Self>, subject: &str) -> Result<AccessToken> {
        let current = self.credentials(subject)?;
        if !current.is_stale(self.flow.ports.now()) {
            return Ok(current.access_token);
        }
        self.renew(subject, &current.access_token).await.map(|renewed| renewed.access_token)
    }

    /// Replaces a token that is stale or was rejected. All who ask at the same time share one request, and who comes
    /// too late is given what is stored by then.
    pub async fn renew(self: &Rc<Self>, subject: &str, spent: &AccessToken) -> Result<Credentials> {
        let current = self.credentials(subject)?;
        if current.access_token.secret() != spent.secret() {
            return Ok(current);
        }
        let running = self.renewals.borrow().iter().find(|(name, _)| name == subject).map(|(_, renewal)| renewal.clone());
        let renewal = running.unwrap_or_else(|| self.start_renewal(subject, current));
        renewal.await
    }

    /// Renews on request: the credentials of a stored subject, or, without storing anything, those behind a refresh
    /// token that the caller holds.
    pub async fn refresh(self: &Rc<Self>, options: &Json) -> Result<Credentials> {
        let options = Options::new("refresh", options, &["refreshToken", "subject"])?;
        if let Some(refresh_token) = options.text("refreshToken")? {
            return self.flow.refresh(&RefreshToken::new(refresh_token.into())).await;
        }
        let subject = self.subject(options.text("subject")?)?;
        let current = self.credentials(&subject)?;
        self.renew(&subject, &current.access_token).await
    }

    fn start_renewal(self: &Rc<Self>, subject: &str, current: Credentials) -> Renewal {
        let (sessions, name) = (Rc::clone(self), String::from(subject));
        let renewal = async move {
            let outcome = sessions.refresh_and_store(&name, current).await;
            sessions.renewals.borrow_mut().retain(|(running, _)| *running != name);
            outcome
        };
        let renewal = renewal.boxed_local().shared();
        self.renewals.borrow_mut().push((subject.into(), renewal.clone()));
        renewal
    }

    async fn refresh_and_store(&self, subject: &str, current: Credentials) -> Result<Credentials> {
        let Some(refresh_token) = &current.refresh_token else {
            let message = "The access token has expired and there is no refresh token. Please sign in again.";
            return Err(AuthError::new(ErrorCode::NoRefreshToken, message));
        };
        let answer = self.flow.refresh(refresh_token).await;
        // Whoever changed the record meanwhile (a sign-out, a new sign-in) is right, and the answer is dropped.
        if self.credentials(subject)?.access_token.secret() != current.access_token.secret() {
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
pub fn is_token_rejected(body: Option<&Json>) -> bool {
    let text = |name| body.and_then(Json::as_object).and_then(|body| body.text(name));
    text("message") == Some("Bad credentials") || text("error") == Some("invalid_token")
}

fn not_signed_in() -> AuthError {
    AuthError::new(ErrorCode::NotSignedIn, "Nobody is signed in here. Start with signIn().")
}
