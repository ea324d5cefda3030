//! The second step: the URL that the provider sent the person back to (RFC 6749 section 4.1.2). Believes nothing
//! before state and issuer are checked, and leaves a pending sign-in alone when they do not match (C-05, C-07).

use super::error::{AuthError, ErrorCode, OauthBody, Result};
use super::flow::OAuth2Flow;
use super::json::Json;
use super::options::Options;
use super::ports::{Ports, Urls};
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
    /// The transaction it answers.
    pub transaction: Transaction,
    /// The authorization code.
    pub code: AuthorizationCode,
}

/// Whether a parameter belongs to an authorization response.
pub fn is_response_parameter(name: &str) -> bool {
    PARAMETERS.contains(&name)
}

/// The URL without the response; other parameters and the fragment stay byte for byte (C-63).
pub fn without_response(urls: &impl Urls, url: &Url) -> String {
    let mut clean = String::from(url.before_query());
    let mut separator = "?";
    let is_kept = |pair: &&str| urls.parse_form(pair).first().is_some_and(|(name, _)| !is_response_parameter(name));
    for pair in url.query().split('&').filter(is_kept) {
        clean += separator;
        clean += pair;
        separator = "&";
    }
    clean + url.href().get(url.before_fragment().len()..).unwrap_or_default()
}

impl Response {
    /// Only the query counts: a fragment is never read as a response (C-12). Repeats are refused (C-10).
    fn parse(urls: &impl Urls, query: &str) -> Result<Self> {
        if query.len() > MAX_QUERY {
            return Err(AuthError::new(ErrorCode::InvalidCallback, "The callback URL is far too long."));
        }
        let mut response = Self::default();
        for (name, value) in urls.parse_form(query) {
            let slot = PARAMETERS.iter().zip(&mut response.values).find(|(known, _)| **known == name);
            if let Some((known, slot)) = slot
                && slot.replace(value).is_some()
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

impl Grant {
    /// What the flow that began the sign-in is given.
    pub fn to_json(&self) -> Json {
        self.transaction.to_json().with("state", &self.transaction.state).with("code", self.code.secret()).into()
    }
}

impl<P: Ports> OAuth2Flow<P> {
    /// Whether a URL is a callback for us: it answers a sign-in of this provider, or nobody's and arrived where we asked
    /// for.
    fn is_callback(&self, url: &Url) -> Result<bool> {
        let is_at_ours = self.is_at(url, self.provider.text("redirectUri"));
        match Response::parse(&self.ports, url.query()) {
            Ok(response) if response.get("code").or(response.get("error")).is_none() => Ok(false),
            Ok(response) => match response.get("state") {
                Some(state) => {
                    let pending = Transaction::find(&self.ports, state)?;
                    Ok(pending.map_or(is_at_ours, |pending| pending.text("provider") == self.provider.text("name")))
                }
                None => Ok(is_at_ours),
            },
            Err(_) => Ok(is_at_ours),
        }
    }

    /// What a callback is about, for who has to exchange it: `None` when it is not for us. An error in the callback
    /// ends its transaction; a code leaves it to the exchange.
    pub fn receive(&self, href: &str) -> Result<Option<Grant>> {
        match self.ports.parse(href, None) {
            Some(url) if self.is_callback(&url)? => Ok(Some(self.check(&url)?)),
            _ => Ok(None),
        }
    }

    /// Checks the response and claims its transaction; after this the same URL is refused (C-09).
    pub fn accept(&self, url: &Url) -> Result<Grant> {
        let grant = self.check(url)?;
        grant.transaction.remove(&self.ports)?;
        Ok(grant)
    }

    fn check(&self, url: &Url) -> Result<Grant> {
        let response = Response::parse(&self.ports, url.query())?;
        let transaction = self.transaction_of(response.get("state"))?;
        if !self.is_at(url, transaction.text("redirect_uri")) {
            return Err(mismatch());
        }
        // RFC 9207. A provider that sends no `iss` is accepted (C-46); comparison is exact (C-45).
        // An app's server passes on that of a provider which it knows and we do not.
        let is_other = |issuer: &str| issuer != transaction.text("issuer") && !self.provider.makes_state();
        if response.get("iss").is_some_and(is_other) {
            let message = "The callback names another issuer.";
            return Err(AuthError::new(ErrorCode::IssuerMismatch, message));
        }
        if let Some(error) = response.get("error") {
            transaction.remove(&self.ports)?;
            let body = OauthBody::new(&self.ports, error, response.get("error_description"), response.get("error_uri"));
            return Err(token::authorization_error(body));
        }
        match response.get("code") {
            Some(code) if !code.is_empty() => Ok(Grant { transaction, code: AuthorizationCode::new(code.into()) }),
            _ => {
                transaction.remove(&self.ports)?;
                Err(AuthError::new(ErrorCode::InvalidCallback, "The callback URL has neither code nor error."))
            }
        }
    }

    /// What a caller wants exchanged: a whole callback URL, or the code and state that it took from one.
    pub fn grant(&self, options: &Json) -> Result<Grant> {
        let options = Options::new("exchange", options, &["url", "code", "state", "tokenParams"])?;
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
            Some(state) => Transaction::find(&self.ports, state)?.filter(Transaction::can_be_exchanged),
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
