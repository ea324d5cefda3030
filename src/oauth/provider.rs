//! A provider as this app uses it: preset data plus the app owner's credentials, checked once and immutable after.
//! Owns the options under `github: {…}`; talks to nobody.

use super::authorize::is_request_parameter;
use super::error::Result;
use super::json::Json;
use super::options::Options;
use super::ports::Urls;
use super::secure_url::{Page, check_query, no_query};
use super::text::concat;
use super::url::Url;

/// What is known about a provider before any app uses it.
pub struct Preset {
    /// The provider's name, in keys and errors.
    pub name: &'static str,
    /// Authorization endpoint.
    pub authorization_url: &'static str,
    /// Base of the API that the token is for.
    pub api_url: &'static str,
    /// The issuer is the authorization endpoint without this ending.
    pub issuer_suffix: &'static str,
    /// Path below `api_url` that says who the token belongs to.
    pub user_info_path: &'static str,
    /// The member of that answer that never changes.
    pub subject_member: &'static str,
    /// Why this provider needs a token proxy.
    pub proxy_reason: &'static str,
    /// Provider-specific check of a new access token.
    pub normalize: fn(&str) -> Result<()>,
}

/// What the app owner configures.
#[derive(Debug, Clone, PartialEq)]
pub struct AppCredentials {
    /// OAuth client id.
    pub client_id: String,
    /// Where the provider sends people back to, byte for byte as configured.
    pub redirect_uri: String,
    /// Authorization endpoint; may carry a query.
    pub authorization_url: String,
    /// Token endpoint: the proxy's.
    pub token_url: String,
    /// API base, without a slash at the end.
    pub api_url: String,
    /// Scopes asked for when a sign-in names none (C-66: none), with spaces between.
    pub scope: String,
}

/// A configured provider.
pub struct Provider {
    /// What it is.
    pub preset: &'static Preset,
    /// How this app uses it.
    pub app: AppCredentials,
    /// The only `iss` a callback may carry (RFC 9207).
    pub issuer: String,
    /// The only origin that the token may be sent to.
    pub api_origin: String,
}

impl Provider {
    /// Checks everything before anything is sent; the first wrong field is named.
    pub fn configure(preset: &'static Preset, value: &Json, page: &Page, urls: &impl Urls) -> Result<Self> {
        let known = ["clientId", "redirectUri", "proxyUrl", "scope", "authorizationUrl", "apiUrl"];
        let options = Options::new(preset.name, value, &known)?;
        let field = |name: &str| options.field(name);

        let client_id = options.required("clientId", "the client id of your OAuth app.")?;
        let redirect_uri = options.required("redirectUri", "the callback URL that is registered with the provider.")?;
        page.redirect_uri(urls, &field("redirectUri"), redirect_uri)?;

        let proxy_url = options.required("proxyUrl", preset.proxy_reason)?;
        let base = page.url.as_ref().map(Url::origin);
        let proxy = page.own(urls, &field("proxyUrl"), proxy_url, base.as_deref())?;
        no_query(&field("proxyUrl"), &proxy)?;

        let authorization_url = options.text("authorizationUrl")?.unwrap_or(preset.authorization_url);
        let authorization = page.endpoint(urls, &field("authorizationUrl"), authorization_url)?;
        check_query(&field("authorizationUrl"), authorization.query(), is_request_parameter)?;
        let api = page.endpoint(urls, &field("apiUrl"), options.text("apiUrl")?.unwrap_or(preset.api_url))?;
        no_query(&field("apiUrl"), &api)?;
        let endpoint = authorization.before_query();

        Ok(Self {
            preset,
            issuer: endpoint.strip_suffix(preset.issuer_suffix).unwrap_or(endpoint).into(),
            api_origin: api.origin(),
            app: AppCredentials {
                client_id: client_id.into(),
                redirect_uri: redirect_uri.into(),
                authorization_url: authorization.href().into(),
                token_url: concat(&[proxy.href().trim_end_matches('/'), "/token"]),
                api_url: api.href().trim_end_matches('/').into(),
                scope: options.scope("scope")?.unwrap_or_default(),
            },
        })
    }
}
