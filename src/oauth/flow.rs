//! The authorization code flow: authorize → exchange → refresh. `authorize.rs` holds the first step and `callback.rs`
//! the check in between; this file sends the two requests. It stores no credentials.

use super::callback::Grant;
use super::credentials::Credentials;
use super::error::Result;
use super::json::{Json, Object};
use super::ports::{HttpRequest, Ports};
use super::provider::Provider;
use super::secure_url::Page;
use super::text::concat;
use super::token::{self, Step};
use oauth2::{AccessToken, RefreshToken};

const TOKEN_TIMEOUT_MS: u32 = 30_000;
const USER_INFO_TIMEOUT_MS: u32 = 10_000;

/// One provider's code flow in one page.
pub struct OAuth2Flow<P> {
    /// The provider.
    pub provider: Provider,
    /// The page it runs in.
    pub page: Page,
    /// The outside world.
    pub ports: P,
}

impl<P: Ports> OAuth2Flow<P> {
    /// Exchanges a code for credentials. Sent once, never repeated: a code is single use (C-14).
    pub async fn exchange(&self, grant: &Grant) -> Result<Credentials> {
        let Grant { transaction, code } = grant;
        let form = token::form(&[
            ("grant_type", "authorization_code"),
            ("code", code.secret()),
            ("redirect_uri", transaction.text("redirect_uri")),
            ("client_id", transaction.text("client_id")),
            ("code_verifier", transaction.text("verifier")),
        ]);
        self.token_request(Step::Exchange, form, transaction.text("scope")).await
    }

    /// Uses a refresh token (RFC 6749 section 6). No scope is sent: GitHub forbids changing it (C-21).
    pub async fn refresh(&self, refresh_token: &RefreshToken) -> Result<Credentials> {
        let form = token::form(&[
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token.secret()),
            ("client_id", &self.provider.app.client_id),
        ]);
        self.token_request(Step::Refresh, form, "").await
    }

    /// Asks the provider's API who a token belongs to.
    pub async fn user_info(&self, access_token: &AccessToken) -> Result<Object> {
        let url = concat(&[&self.provider.app.api_url, self.provider.preset.user_info_path]);
        let request = HttpRequest { url: &url, form: None, bearer: Some(access_token), timeout_ms: USER_INFO_TIMEOUT_MS };
        let answer = self.ports.send(request).await?;
        match answer.body {
            Some(Json::Object(body)) if answer.status == 200 => Ok(body),
            _ => Err(token::unusable_answer(answer.status)),
        }
    }

    async fn token_request(&self, step: Step, form: String, requested: &str) -> Result<Credentials> {
        let url = &self.provider.app.token_url;
        let request = HttpRequest { url, form: Some(form), bearer: None, timeout_ms: TOKEN_TIMEOUT_MS };
        let answer = self.ports.send(request).await?;
        token::read(&self.provider, &self.ports, step, answer, requested, self.ports.now())
    }
}
