//! The first step: an authorization URL (RFC 6749 section 4.1.1) with PKCE S256 (RFC 7636) and state, and the
//! transaction that will recognise the answer. Synchronous, so that it can run inside a click.

use super::error::{AuthError, ErrorCode, Result};
use super::flow::OAuth2Flow;
use super::json::Json;
use super::options::Options;
use super::ports::Ports;
use super::return_to::safe_return_to;
use super::text::concat;
use super::transaction::Transaction;
use super::url::Url;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use oauth2::{PkceCodeChallenge, PkceCodeVerifier};

/// Parameters that only the flow may set (C-02), whatever their case.
const RESERVED: [&str; 13] = [
    "response_type",
    "response_mode",
    "client_id",
    "client_secret",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "request",
    "request_uri",
];

/// The last character of a state tells how the answer comes back; a popup will say otherwise.
const REDIRECT_MARK: &str = "r";

/// Where to send the person.
pub struct AuthorizationRequest {
    /// The complete URL.
    pub authorization_url: String,
    /// Its `state`.
    pub state: String,
}

impl<P: Ports> OAuth2Flow<P> {
    /// Builds the URL and stores the transaction; nothing is sent. `called` is the method's name in errors.
    pub fn authorize(&self, called: &str, options: &Json, is_framed: bool) -> Result<AuthorizationRequest> {
        if is_framed {
            // C-34: providers refuse to be framed, and the callback would come back inside the frame.
            let message = "Nobody can sign in inside a frame. Open this page in a tab of its own.";
            return Err(AuthError::new(ErrorCode::TopLevelRequired, message));
        }
        let known = ["state", "scope", "redirectUri", "extraParams", "returnTo", "appState"];
        let options = Options::new(called, options, &known)?;
        let app = &self.provider.app;

        let redirect_uri = options.text("redirectUri")?.unwrap_or(&app.redirect_uri);
        self.page.redirect_uri(&self.ports, &options.field("redirectUri"), redirect_uri)?;
        let given = options.scope("scope")?;
        let scope = given.as_ref().unwrap_or(&app.scope);
        let extra = extra_parameters(&options)?;
        let origin = self.page.url.as_ref().map(Url::origin).unwrap_or_default();
        let return_to = options.text("returnTo")?.map(|wanted| safe_return_to(&self.ports, &origin, wanted));
        let state = match options.text("state")? {
            Some(state) => strong_state(&options, state)?,
            None => concat(&[&random_token()?, REDIRECT_MARK]),
        };

        let verifier = PkceCodeVerifier::new(random_token()?);
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        let parameters = [
            ("response_type", "code"),
            ("client_id", &app.client_id),
            ("redirect_uri", redirect_uri),
            ("scope", scope),
            ("state", &state),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", challenge.method().as_str()),
        ];
        let authorization_url = with_query(&app.authorization_url, &parameters, &extra);

        Transaction::new(state.clone(), &self.provider, redirect_uri, verifier.secret(), scope, self.ports.now())
            .with("return_to", return_to.as_deref().map(Json::from))
            .with("app_state", options.get("appState").cloned())
            .save(&self.ports)?;
        Ok(AuthorizationRequest { authorization_url, state })
    }
}

/// 32 bytes from the platform's secure source as 43 base64url characters (C-28); there is no weaker fallback.
fn random_token() -> Result<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes)
        .map_err(|_| AuthError::new(ErrorCode::NoSecureRandom, "This browser has no secure random numbers."))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// Whether a `name=value` pair is one that the flow itself adds to the authorization endpoint (C-01).
pub fn is_request_parameter(pair: &str) -> bool {
    form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| is_reserved(&name))
}

fn is_reserved(name: &str) -> bool {
    RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(name))
}

fn strong_state(options: &Options, state: &str) -> Result<String> {
    let base64url = state.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if base64url && (22..=512).contains(&state.len()) {
        return Ok(state.into());
    }
    let advice = "must be 22 to 512 base64url characters that nobody can guess.";
    Err(options.error(ErrorCode::WeakState, "state", advice))
}

fn extra_parameters<'a>(options: &Options<'a, '_>) -> Result<Vec<(&'a str, &'a str)>> {
    let extra = options.parameters("extraParams")?;
    match extra.iter().find(|(name, _)| is_reserved(name)) {
        None => Ok(extra),
        Some((name, _)) => {
            let field = concat(&["extraParams.", name]);
            Err(options.error(ErrorCode::ReservedParameter, &field, "is set by the flow itself and cannot be given."))
        }
    }
}

/// Appends to the query that an endpoint may already have (RFC 6749 section 3.1).
fn with_query(endpoint: &str, parameters: &[(&str, &str)], extra: &[(&str, &str)]) -> String {
    let mut url = String::from(endpoint);
    match endpoint.find('?') {
        None => url.push('?'),
        Some(at) if at + 1 < endpoint.len() && !endpoint.ends_with('&') => url.push('&'),
        Some(_) => {}
    }
    let start = url.len();
    let mut query = form_urlencoded::Serializer::for_suffix(url, start);
    for (name, value) in parameters.iter().chain(extra) {
        // No scope is no parameter, rather than an empty one.
        if *name != "scope" || !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    query.finish()
}
