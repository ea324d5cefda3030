//! The authorization code flow: authorize → exchange → refresh, and the end of a token. `authorize.rs` holds the first
//! step and `callback.rs` the check in between; this file says what is sent and what an answer is worth. It sends
//! nothing and stores no credentials.

use super::authorize::parameters;
use super::callback::Grant;
use super::credentials::Credentials;
use super::error::Result;
use super::json::{Json, Object};
use super::options::Options;
use super::ports::Ports;
use super::provider::Provider;
use super::secure_url::Page;
use super::token::{self, Step};

/// One provider's code flow in one page.
pub struct OAuth2Flow<P> {
    /// The provider.
    pub provider: Provider,
    /// The page it runs in.
    pub page: Page,
    /// The outside world.
    pub ports: P,
}

/// A form to be posted, once (C-13).
pub struct TokenRequest {
    /// Where to.
    pub url: String,
    /// An `application/x-www-form-urlencoded` body.
    pub form: String,
}

/// What came back.
pub struct TokenAnswer {
    /// HTTP status.
    pub status: u16,
    /// The body, when it is JSON.
    pub body: Option<Json>,
}

impl<P: Ports> OAuth2Flow<P> {
    /// Exchanges a code for credentials. To be sent once and never repeated: a code is single use (C-14).
    pub fn exchange(&self, grant: &Grant, options: &Json) -> Result<TokenRequest> {
        let Grant { transaction, code } = grant;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.secret()),
            ("redirect_uri", transaction.text("redirect_uri")),
            ("client_id", transaction.text("client_id")),
            ("code_verifier", transaction.verifier()),
        ];
        self.request("tokenUrl", &form, options)
    }

    /// Uses a refresh token (RFC 6749 section 6). No scope is sent: GitHub forbids changing it (C-21).
    pub fn refresh(&self, refresh_token: &str, options: &Json) -> Result<TokenRequest> {
        let client_id = self.provider.text("clientId");
        let form = [("grant_type", "refresh_token"), ("refresh_token", refresh_token), ("client_id", client_id)];
        self.request("tokenUrl", &form, options)
    }

    /// Tells the provider that a token is over (RFC 7009 section 2.1).
    pub fn revoke(&self, token: &str, hint: &str) -> Result<TokenRequest> {
        let form = [("token", token), ("token_type_hint", hint), ("client_id", self.provider.text("clientId"))];
        self.request("revocationUrl", &form, &Json::Null)
    }

    /// Reads an answer: credentials, but for a revocation. `requested` is the scope to assume when it names none (C-18);
    /// what else it leaves out is taken from the `old` credentials.
    pub fn read(
        &self,
        step: Step,
        answer: TokenAnswer,
        requested: &str,
        old: Option<Credentials>,
    ) -> Result<Option<Credentials>> {
        if step == Step::Revoke {
            return token::revoked(&self.ports, answer).map(|()| None);
        }
        let newer = token::read(&self.provider, &self.ports, step, answer, requested, self.ports.now())?;
        Ok(Some(match old {
            Some(old) => old.renewed_by(newer),
            None => newer,
        }))
    }

    /// A form for an endpoint, with the caller's `tokenParams`.
    pub(super) fn request(&self, endpoint: &str, own: &[(&str, &str)], options: &Json) -> Result<TokenRequest> {
        let none = Object::new();
        let options = Options { path: "", object: options.as_object().unwrap_or(&none) };
        let mut form = own.to_vec();
        form.extend(parameters(&options, "tokenParams")?);
        Ok(TokenRequest { url: self.provider.text(endpoint).into(), form: self.ports.write_form(&form) })
    }
}
