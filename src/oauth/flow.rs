//! The authorization code flow: authorize → exchange → refresh, and the end of a token. `authorize.rs` holds the first
//! step and `callback.rs` the check in between; this file makes the requests and reads their answers. It stores no
//! credentials.

use super::authorize::parameters;
use super::callback::Grant;
use super::credentials::Credentials;
use super::error::Result;
use super::json::{Json, Object};
use super::options::Options;
use super::ports::{Http, Ports};
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

/// A request that is ready to be sent, once.
pub struct TokenRequest {
    step: Step,
    form: String,
    /// The scope to assume when the answer names none (C-18).
    requested: String,
    /// What the answer leaves out is taken from these.
    old: Option<Credentials>,
}

impl<P: Ports> OAuth2Flow<P> {
    /// Exchanges a code for credentials. Sent once, never repeated: a code is single use (C-14).
    pub fn exchange(&self, grant: &Grant, options: &Json) -> Result<TokenRequest> {
        let Grant { transaction, code } = grant;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.secret()),
            ("redirect_uri", transaction.text("redirect_uri")),
            ("client_id", transaction.text("client_id")),
            ("code_verifier", transaction.text("verifier")),
        ];
        let requested = transaction.text("scope").into();
        Ok(TokenRequest { step: Step::Exchange, form: self.form(&form, options)?, requested, old: None })
    }

    /// Uses a refresh token (RFC 6749 section 6). No scope is sent: GitHub forbids changing it (C-21).
    pub fn refresh(&self, refresh_token: &str, options: &Json, old: Option<Credentials>) -> Result<TokenRequest> {
        let client_id = self.provider.text("clientId");
        let form = [("grant_type", "refresh_token"), ("refresh_token", refresh_token), ("client_id", client_id)];
        Ok(TokenRequest { step: Step::Refresh, form: self.form(&form, options)?, requested: String::new(), old })
    }

    /// Tells the provider that a token is over (RFC 7009 section 2.1).
    pub fn revoke(&self, token: &str, hint: &str) -> TokenRequest {
        let client_id = self.provider.text("clientId");
        let form = self.ports.write_form(&[("token", token), ("token_type_hint", hint), ("client_id", client_id)]);
        TokenRequest { step: Step::Revoke, form, requested: String::new(), old: None }
    }

    /// Sends it and reads the answer: credentials, but for a revocation.
    pub async fn send(&self, request: TokenRequest, http: &impl Http) -> Result<Option<Credentials>> {
        let TokenRequest { step, form, requested, old } = request;
        let url = self.provider.text(if step == Step::Revoke { "revocationUrl" } else { "tokenUrl" });
        let answer = http.post(url, &form).await?;
        if step == Step::Revoke {
            return token::revoked(&self.ports, answer).map(|()| None);
        }
        let newer = token::read(&self.provider, &self.ports, step, answer, &requested, self.ports.now())?;
        Ok(Some(match old {
            Some(old) => old.renewed_by(newer),
            None => newer,
        }))
    }

    fn form(&self, own: &[(&str, &str)], options: &Json) -> Result<String> {
        let none = Object::new();
        let options = Options { path: "", object: options.as_object().unwrap_or(&none) };
        let mut form = own.to_vec();
        form.extend(parameters(&options, "tokenParams")?);
        Ok(self.ports.write_form(&form))
    }
}
