//! The first step: an authorization URL (RFC 6749 section 4.1.1) with PKCE S256 (RFC 7636) and state, and the
//! transaction that will recognise the answer. Synchronous, so that it can run inside a click.

use super::error::{AuthError, ErrorCode, Result};
use super::flow::OAuth2Flow;
use super::json::Json;
use super::options::Options;
use super::ports::Ports;
use super::text::concat;
use super::transaction::Transaction;
use base64ct::{Base64UrlUnpadded, Encoding};
use oauth2::PkceCodeVerifier;
use sha2::{Digest, Sha256};

/// Parameters that only the flow may set (C-02), whatever their case.
const RESERVED: [&str; 16] = [
    "grant_type",
    "code",
    "refresh_token",
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

/// The options of a sign-in.
const KNOWN: [&str; 9] = ["state", "scope", "redirectUri", "extraParams", "returnTo", "appState", "subject", "mode", "flow"];

/// The last character of a state tells how the answer comes back, also to a window that has no storage of ours.
fn mark(mode: &str) -> &'static str {
    if mode == POPUP { "p" } else { "r" }
}

/// The mode of a sign-in that comes back in a window of its own.
const POPUP: &str = "popup";

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
        let options = Options::new(called, options, &KNOWN)?;
        let mode = options.text("mode")?.unwrap_or_default();
        if is_framed && mode != POPUP {
            // C-34: providers refuse to be framed, and the callback would come back inside the frame.
            let message = "Nobody can sign in inside a frame. Use a popup, or open this page in a tab of its own.";
            return Err(AuthError::new(ErrorCode::TopLevelRequired, message));
        }
        let app = &self.provider;
        self.require(&["clientId", "redirectUri", "authorizationUrl", "tokenUrl"])?;
        if app.lacks_proxy {
            return Err(self.lacks("proxyUrl"));
        }

        let redirect_uri = options.text("redirectUri")?.unwrap_or(app.text("redirectUri"));
        self.page.redirect_uri(&self.ports, &options.field("redirectUri"), redirect_uri)?;
        let given = options.scope("scope")?;
        let scope = given.as_deref().unwrap_or(app.text("scope"));
        let extra = parameters(&options, "extraParams")?;
        let state = match options.text("state")? {
            // Not known before it comes back.
            _ if app.makes_state() => concat(&["|", redirect_uri]),
            Some(state) => strong_state(&options, state)?,
            None => concat(&[&random_token()?, mark(mode)]),
        };

        let verifier = PkceCodeVerifier::new(random_token()?);
        let challenge = challenge(&verifier);
        let scope_text = scope.replace(' ', app.text("scopeSeparator"));
        let parameters = [
            ("response_type", "code"),
            ("client_id", app.text("clientId")),
            ("redirect_uri", redirect_uri),
            // No scope is no parameter, rather than an empty one.
            ("scope", scope_text.as_str()),
            ("state", &state),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let is_sent = |(name, value): &(&str, &str)| match *name {
            "redirect_uri" => true,
            "scope" => !value.is_empty(),
            _ => !app.makes_state(),
        };
        let mut query: Vec<_> = parameters.into_iter().filter(is_sent).collect();
        // What a sign-in asks for replaces what the app asks for.
        query.extend(app.extra_params().filter(|(name, _)| !extra.iter().any(|(given, _)| given == name)));
        query.extend(extra);
        let authorization_url = with_query(app.text("authorizationUrl"), &self.ports.write_form(&query));

        self.begin(&options, state.clone(), redirect_uri, verifier.secret(), scope)?;
        Ok(AuthorizationRequest { authorization_url, state })
    }

    /// Remembers a sign-in that a flow of the app's own has begun, unless `authorize` has. The options are the same.
    pub fn track(&self, state: &str, options: &Json) -> Result<()> {
        if Transaction::find(&self.ports, state)?.is_some() {
            return Ok(());
        }
        let options = Options::new("signIn", options, &KNOWN)?;
        self.begin(&options, strong_state(&options, state)?, self.provider.text("redirectUri"), &random_token()?, "")
    }

    /// What this provider must have for a sign-in.
    pub(super) fn require(&self, names: &[&str]) -> Result<()> {
        match names.iter().find(|name| self.provider.text(name).is_empty()) {
            Some(name) => Err(self.lacks(name)),
            None => Ok(()),
        }
    }

    fn lacks(&self, name: &str) -> AuthError {
        let field = concat(&[self.provider.text("name"), ".", name]);
        AuthError::config(ErrorCode::MissingOption, &field, "is required to sign in.")
    }

    fn begin(&self, options: &Options, state: String, redirect_uri: &str, verifier: &str, scope: &str) -> Result<()> {
        let return_to = options.text("returnTo")?.map(|wanted| self.page.return_to(&self.ports, wanted));
        Transaction::new(state, &self.provider, redirect_uri, verifier, scope, self.ports.now())
            .with("return_to", return_to.as_deref().map(Json::from))
            .with("app_state", options.get("appState").cloned())
            .with("subject", options.get("subject").cloned())
            .with("flow", options.text("flow")?.map(Json::from))
            .with("mode", options.get("mode").cloned())
            .save(&self.ports)
    }
}

/// 32 bytes from the platform's secure source as 43 base64url characters (C-28); there is no weaker fallback.
fn random_token() -> Result<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes)
        .map_err(|_| AuthError::new(ErrorCode::NoSecureRandom, "This browser has no secure random numbers."))?;
    Ok(Base64UrlUnpadded::encode_string(&bytes))
}

/// RFC 7636 section 4.2. Not oauth2's own: its encoder weighs a kilobyte more than this one.
fn challenge(verifier: &PkceCodeVerifier) -> String {
    Base64UrlUnpadded::encode_string(&Sha256::digest(verifier.secret()))
}

/// Whether the flow itself adds that parameter to its requests (C-01).
pub fn is_reserved(name: &str) -> bool {
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

/// More parameters for a request, none of which is the flow's own.
pub fn parameters<'a>(options: &Options<'a, '_>, option: &str) -> Result<Vec<(&'a str, &'a str)>> {
    let extra = options.parameters(option)?;
    match extra.iter().find(|(name, _)| is_reserved(name)) {
        None => Ok(extra),
        Some((name, _)) => {
            let field = concat(&[option, ".", name]);
            Err(options.error(ErrorCode::ReservedParameter, &field, "is set by the flow itself and cannot be given."))
        }
    }
}

/// Appends to the query that an endpoint may already have (RFC 6749 section 3.1).
fn with_query(endpoint: &str, query: &str) -> String {
    let separator = match endpoint.find('?') {
        None => "?",
        Some(at) if at + 1 < endpoint.len() && !endpoint.ends_with('&') => "&",
        Some(_) => "",
    };
    concat(&[endpoint, separator, query])
}
