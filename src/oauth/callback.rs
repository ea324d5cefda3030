//! The second step: the URL that the provider sent the person back to (RFC 6749 section 4.1.2). Believes nothing
//! before state and issuer are checked, and leaves a pending sign-in alone when they do not match (C-05, C-07).

use super::error::{AuthError, ErrorCode, OauthBody, Result};
use super::flow::OAuth2Flow;
use super::json::Json;
use super::options::Options;
use super::ports::Ports;
use super::text::concat;
use super::token;
use super::transaction::Transaction;
use super::url::Url;
use oauth2::AuthorizationCode;

/// Real callbacks stay far below; a longer one is an attack or an accident.
const MAX_QUERY: usize = 16 * 1024;
const PARAMETERS: [&str; 6] = ["code", "state", "iss", "error", "error_description", "error_uri"];

/// The members of an authorization response, each at most once. Unknown parameters are ignored (C-04).
#[derive(Default)]
struct Response {
    values: [Option<String>; PARAMETERS.len()],
}

/// A callback that is ours and unused: the code may be exchanged once.
pub struct Grant {
    /// The transaction it answers; already removed from storage.
    pub transaction: Transaction,
    /// The authorization code.
    pub code: AuthorizationCode,
}

/// Whether a `name=value` pair belongs to an authorization response.
pub fn is_response_parameter(pair: &str) -> bool {
    form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| PARAMETERS.contains(&name.as_ref()))
}

/// The URL without the response; other parameters and the fragment stay byte for byte (C-63).
pub fn without_response(url: &Url) -> String {
    let mut clean = String::from(url.before_query());
    let mut separator = "?";
    for pair in url.query().split('&').filter(|pair| !pair.is_empty() && !is_response_parameter(pair)) {
        clean += separator;
        clean += pair;
        separator = "&";
    }
    clean + url.href().get(url.before_fragment().len()..).unwrap_or_default()
}

impl Response {
    /// Only the query counts: a fragment is never read as a response (C-12). Repeats are refused (C-10).
    fn parse(query: &str) -> Result<Self> {
        if query.len() > MAX_QUERY {
            return Err(AuthError::new(ErrorCode::InvalidCallback, "The callback URL is far too long."));
        }
        let mut response = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let slot = PARAMETERS.iter().zip(&mut response.values).find(|(known, _)| **known == name);
            if let Some((known, slot)) = slot
                && slot.replace(value.into_owned()).is_some()
            {
                return Err(AuthError::new(
                    ErrorCode::InvalidCallback,
                    &concat(&["The callback URL repeats the parameter ", known, "."]),
                ));
            }
        }
        Ok(response)
    }

    fn get(&self, name: &str) -> Option<&str> {
        PARAMETERS.iter().zip(&self.values).find(|(known, _)| **known == name).and_then(|(_, value)| value.as_deref())
    }
}

impl<P: Ports> OAuth2Flow<P> {
    /// Whether a URL is a callback for us: it arrived where we asked for, or answers a sign-in that we started.
    pub fn is_callback(&self, url: &Url) -> Result<bool> {
        let is_at_ours = self.is_at(url, &self.provider.app.redirect_uri);
        match Response::parse(url.query()) {
            Ok(response) if response.get("code").or(response.get("error")).is_none() => Ok(false),
            Ok(response) if !is_at_ours => match response.get("state") {
                Some(state) => Ok(Transaction::find(&self.ports, state)?.is_some()),
                None => Ok(false),
            },
            _ => Ok(is_at_ours),
        }
    }

    /// Checks the response and claims its transaction; after this the same URL is refused (C-09).
    pub fn accept(&self, url: &Url) -> Result<Grant> {
        let response = Response::parse(url.query())?;
        let transaction = self.transaction_of(response.get("state"))?;
        if !self.is_at(url, transaction.text("redirect_uri")) {
            return Err(mismatch());
        }
        // RFC 9207. A provider that sends no `iss` is accepted (C-46); comparison is exact (C-45).
        if response.get("iss").is_some_and(|issuer| issuer != transaction.text("issuer")) {
            let message = "The callback names another issuer.";
            return Err(AuthError::new(ErrorCode::IssuerMismatch, message));
        }
        transaction.remove(&self.ports)?;

        if let Some(error) = response.get("error") {
            let body = OauthBody::new(&self.ports, error, response.get("error_description"), response.get("error_uri"));
            return Err(token::authorization_error(body));
        }
        match response.get("code") {
            Some(code) if !code.is_empty() => Ok(Grant { transaction, code: AuthorizationCode::new(code.into()) }),
            _ => Err(AuthError::new(ErrorCode::InvalidCallback, "The callback URL has neither code nor error.")),
        }
    }

    /// What a caller wants exchanged: a whole callback URL, or the code and state that it took from one.
    pub fn grant(&self, options: &Json) -> Result<Grant> {
        let options = Options::new("exchange", options, &["url", "code", "state"])?;
        if let Some(href) = options.text("url")? {
            let invalid = || options.error(ErrorCode::InvalidOption, "url", "must be the absolute URL of a callback.");
            return self.accept(&self.ports.parse(href, None).ok_or_else(invalid)?);
        }
        let code = options.required("code", "give the callback's `url`, or its `code` and `state`.")?;
        let transaction = self.transaction_of(Some(options.required("state", "the `state` that came with the code.")?))?;
        transaction.remove(&self.ports)?;
        Ok(Grant { transaction, code: AuthorizationCode::new(code.into()) })
    }

    /// The pending transaction of a state, if it is this provider's and still young.
    fn transaction_of(&self, state: Option<&str>) -> Result<Transaction> {
        let found = match state {
            Some(state) => Transaction::find(&self.ports, state)?,
            None => None,
        };
        let Some(transaction) = found else {
            let message = "This sign-in was not started in this tab. Please sign in again.";
            return Err(AuthError::new(ErrorCode::StateMismatch, message));
        };
        if !transaction.belongs_to(&self.provider) {
            return Err(mismatch());
        }
        if transaction.is_expired(self.ports.now()) {
            transaction.remove(&self.ports)?;
            return Err(AuthError::new(
                ErrorCode::TransactionExpired,
                "The sign-in took longer than ten minutes. Please sign in again.",
            ));
        }
        Ok(transaction)
    }

    fn is_at(&self, url: &Url, redirect_uri: &str) -> bool {
        let parsed = self.ports.parse(redirect_uri, None);
        parsed.is_some_and(|redirect| redirect.before_query() == url.before_query())
    }
}

fn mismatch() -> AuthError {
    let message = "The callback belongs to another provider, app or redirect URI.";
    AuthError::new(ErrorCode::CallbackMismatch, message)
}
