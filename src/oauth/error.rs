//! The one error of the protocol layer, with a closed set of codes. Owns what a code means (its class, whether a
//! retry can help). Messages are written for people and never hold a secret: no token, code, verifier or state.

use super::json::{Json, Object};
use super::text::concat;

/// What every fallible step of this layer returns.
pub type Result<T> = std::result::Result<T, AuthError>;

macro_rules! error_codes {
    ($($variant:ident = $code:literal: $meaning:literal,)*) => {
        /// Stable, machine-readable reason of an [`AuthError`]; `AuthErrorCode` in `index.d.ts` has these and those of `www/`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ErrorCode { $(#[doc = $meaning] $variant,)* }

        impl ErrorCode {
            /// Every code there is.
            pub const ALL: &[ErrorCode] = &[$(Self::$variant,)*];

            /// The code as JavaScript sees it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }
    };
}

error_codes! {
    MissingOption = "missing_option": "A required option was not given.",
    InvalidOption = "invalid_option": "An option has the wrong type or form.",
    UnknownOption = "unknown_option": "An option that does not exist was given.",
    ClientSecretInBrowser = "client_secret_in_browser": "A client secret was handed to the page.",
    InsecureUrl = "insecure_url": "A URL is not https (or loopback http), or carries userinfo or a fragment.",
    InsecureOrigin = "insecure_origin": "The page is plain http on a host that is not loopback.",
    ReservedParameter = "reserved_parameter": "`extraParams` names a parameter that the flow itself sets.",
    WeakState = "weak_state": "A caller's `state` is too short or not base64url.",
    TopLevelRequired = "top_level_required": "Sign-in was started inside a frame.",
    NoSecureRandom = "no_secure_random": "The browser's random source is missing or failed.",
    StorageUnavailable = "storage_unavailable": "sessionStorage is blocked here.",
    StorageFull = "storage_full": "sessionStorage is full.",
    StateMismatch = "state_mismatch": "The callback belongs to no sign-in that this tab started.",
    TransactionExpired = "transaction_expired": "The sign-in took longer than ten minutes.",
    InvalidCallback = "invalid_callback": "The callback URL is malformed.",
    IssuerMismatch = "issuer_mismatch": "The callback names another issuer (RFC 9207).",
    CallbackMismatch = "callback_mismatch": "The callback belongs to another provider, app or redirect path.",
    AccessDenied = "access_denied": "The person, or the provider, said no.",
    AuthorizationFailed = "authorization_failed": "The provider ended the sign-in with another error.",
    CodeRejected = "code_rejected": "The provider did not accept the authorization code.",
    RefreshRejected = "refresh_rejected": "The provider did not accept the refresh token; the person must sign in again.",
    DeviceCodeExpired = "device_code_expired": "Nobody entered the user code in time.",
    DeviceCodeRejected = "device_code_rejected": "The provider did not accept the device code.",
    DeviceFlowDisabled = "device_flow_disabled": "The provider or the token proxy does not offer the device flow to this app.",
    OauthError = "oauth_error": "The token endpoint answered with another OAuth error.",
    ProxyMisconfigured = "proxy_misconfigured": "The token proxy's client id or secret is wrong.",
    InvalidResponse = "invalid_response": "The answer is not what the protocol allows.",
    ServerError = "server_error": "The server answered with a 5xx status.",
    RateLimited = "rate_limited": "The server asks to slow down (429).",
}

impl ErrorCode {
    /// Made by the developer, before anything is sent: `ConfigError` in JavaScript.
    pub fn is_config(self) -> bool {
        use ErrorCode::*;
        matches!(
            self,
            MissingOption
                | InvalidOption
                | UnknownOption
                | ClientSecretInBrowser
                | InsecureUrl
                | InsecureOrigin
                | ReservedParameter
                | WeakState
        )
    }

    /// Whether the same call may succeed later without anybody changing anything.
    pub fn is_retryable(self) -> bool {
        use ErrorCode::*;
        matches!(self, ServerError | RateLimited)
    }
}

/// An OAuth error as the server worded it (RFC 6749 sections 4.1.2.1 and 5.2), already made safe to show.
#[derive(Debug, Clone, PartialEq)]
pub struct OauthBody {
    /// `error`.
    pub error: String,
    /// `error_description`.
    pub description: Option<String>,
    /// `error_uri`, only when it is an http(s) URL.
    pub uri: Option<String>,
}

/// Why a step failed. One pointer wide: errors are rare, and every `Result` carries the room for one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.0.message)]
pub struct AuthError(Box<Details>);

#[derive(Debug, Clone, PartialEq)]
struct Details {
    code: ErrorCode,
    message: String,
    field: Option<String>,
    status: Option<u16>,
    oauth: Option<OauthBody>,
}

impl AuthError {
    /// An error with a code and a sentence: what happened and what to do.
    #[cold]
    #[inline(never)]
    pub fn new(code: ErrorCode, message: &str) -> Self {
        Self(Box::new(Details { code, message: message.into(), field: None, status: None, oauth: None }))
    }

    /// A configuration error. The field is a path such as `github.clientId`, and the sentence begins with it.
    #[cold]
    #[inline(never)]
    pub fn config(code: ErrorCode, field: &str, message: &str) -> Self {
        let mut error = Self::new(code, &concat(&[field, " ", message]));
        error.0.field = Some(field.into());
        error
    }

    /// The same error with the answer's status.
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// The same error with what the provider said.
    #[inline(never)]
    pub fn with_oauth(mut self, body: OauthBody) -> Self {
        self.0.oauth = Some(body);
        self
    }

    /// The stable reason.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The error as the plain object from which JavaScript builds its `Error`.
    pub fn to_json(&self) -> Json {
        let Details { code, message, field, status, oauth } = &*self.0;
        let oauth = oauth.as_ref();
        Object::new()
            .with("code", code.as_str())
            .with("message", message)
            .with("config", code.is_config())
            .with("retryable", code.is_retryable())
            .with("field", field.as_deref())
            .with("status", status.map(u64::from))
            .with("error", oauth.map(|body| body.error.as_str()))
            .with("errorDescription", oauth.and_then(|body| body.description.as_deref()))
            .with("errorUri", oauth.and_then(|body| body.uri.as_deref()))
            .into()
    }
}
