//! A whole sign-in by redirect, from the callback URL to stored credentials. Split where the page must act: `receive`
//! is synchronous, so the address bar can be cleaned before anything is awaited; `complete` makes the token request.

use super::callback::Grant;
use super::credentials::Credentials;
use super::error::Result;
use super::json::{Json, Object};
use super::ports::Ports;
use super::session::Sessions;
use super::transaction::Transaction;

/// Under this name a person is kept whose provider would not say who they are.
const UNKNOWN_SUBJECT: &str = "default";

/// A finished sign-in.
pub struct SignIn {
    /// The new credentials, already stored.
    pub credentials: Credentials,
    /// Whose they are.
    pub subject: String,
    /// What the provider's API says about them; best effort.
    pub user_info: Option<Object>,
    /// What it was started with: the caller's own data, and where the app wanted to go.
    pub transaction: Transaction,
}

impl SignIn {
    /// The members of a successful `AuthFlowResult`.
    pub fn to_json(&self) -> Json {
        Object::new()
            .with("success", true)
            .with("credentials", self.credentials.to_view())
            .with("subject", &self.subject)
            .with("userInfo", self.user_info.clone())
            .with("appState", self.transaction.get("app_state").cloned())
            .with("returnTo", self.transaction.get("return_to").cloned())
            .into()
    }
}

impl<P: Ports> Sessions<P> {
    /// Takes a callback URL in and claims its transaction, or `None` when it is not for us.
    pub fn receive(&self, href: &str) -> Result<Option<Result<Grant>>> {
        let Some(url) = self.flow.ports.parse(href, None) else { return Ok(None) };
        Ok(if self.flow.is_callback(&url)? { Some(self.flow.accept(&url)) } else { None })
    }

    /// Exchanges the code, finds out who signed in, and stores the credentials under that subject.
    pub async fn complete(&self, received: Result<Grant>) -> Result<SignIn> {
        let grant = received?;
        let credentials = self.flow.exchange(&grant).await?.signed_in(self.flow.ports.millis());
        // Best effort: credentials that were granted are not thrown away because the API is down.
        let user_info = self.flow.user_info(&credentials.access_token()).await.ok();
        let subject = user_info.as_ref().and_then(|user| self.subject_of(user)).unwrap_or(UNKNOWN_SUBJECT.into());
        self.store().save(&subject, &credentials)?;
        Ok(SignIn { credentials, subject, user_info, transaction: grant.transaction })
    }

    fn subject_of(&self, user: &Object) -> Option<String> {
        let member = self.flow.provider.preset.subject_member;
        user.whole(member).map(|number| number.to_string()).or_else(|| user.text(member).map(String::from))
    }
}
