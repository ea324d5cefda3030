//! A whole sign-in by redirect, from the callback URL to stored credentials. Split where the page must act: `receive`
//! is synchronous, so the address bar is clean before anything is awaited; `complete` makes the one token request.

use super::callback::{Grant, without_response};
use super::credentials::Credentials;
use super::error::Result;
use super::json::{Json, Object};
use super::ports::Ports;
use super::session::Sessions;

/// Under this name a person is kept whose provider would not say who they are.
const UNKNOWN_SUBJECT: &str = "default";

/// A callback that is ours, with its checks done.
pub struct Received {
    /// What the address bar should show from now on.
    pub clean_url: String,
    grant: Result<Grant>,
}

/// A finished sign-in.
pub struct SignIn {
    /// The new credentials, already stored.
    pub credentials: Credentials,
    /// Whose they are.
    pub subject: String,
    /// What the provider's API says about them; best effort.
    pub user_info: Option<Object>,
    /// The caller's own data from `authorize`.
    pub app_state: Json,
    /// Where the app wanted to go.
    pub return_to: Option<String>,
}

impl<P: Ports> Sessions<P> {
    /// Takes a callback URL in, or `None` when it is not for us.
    pub fn receive(&self, href: &str) -> Result<Option<Received>> {
        let flow = &self.flow;
        let Some(url) = flow.ports.parse(href, None) else { return Ok(None) };
        if !flow.is_callback(&url)? {
            return Ok(None);
        }
        Ok(Some(Received { clean_url: without_response(&url), grant: flow.accept(&url) }))
    }

    /// Exchanges the code, finds out who signed in, and stores the credentials under that subject.
    pub async fn complete(&self, received: Received) -> Result<SignIn> {
        let grant = received.grant?;
        let app_state = grant.transaction.app_state.clone();
        let return_to = grant.transaction.return_to.clone();
        let credentials = self.flow.exchange(grant).await?;
        // Best effort: credentials that were granted are not thrown away because the API is down.
        let user_info = self.flow.user_info(&credentials.access_token).await.ok();
        let subject = user_info.as_ref().and_then(|user| self.subject_of(user)).unwrap_or(UNKNOWN_SUBJECT.into());
        self.store().save(&subject, &credentials)?;
        Ok(SignIn { credentials, subject, user_info, app_state, return_to })
    }

    fn subject_of(&self, user: &Object) -> Option<String> {
        let member = self.flow.provider.preset.subject_member;
        user.whole(member).map(|number| number.to_string()).or_else(|| user.text(member).map(String::from))
    }
}
