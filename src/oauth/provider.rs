//! A provider as this app uses it: preset data plus the app owner's credentials, checked once and immutable after.
//! Owns the options under `github: {…}`; talks to nobody.

use super::authorize::{is_reserved, parameters};
use super::credentials::is_token;
use super::error::{ErrorCode, Result};
use super::json::{Json, Object};
use super::options::Options;
use super::ports::Urls;
use super::secure_url::{Page, check_query, no_query};
use super::text::concat;
use super::url::Url;

/// What is known about a provider before any app uses it. In URLs `*` stands for the provider's host.
pub struct Preset {
    /// Its name, unless the app gives another.
    pub name: &'static str,
    /// Its usual host; empty when every URL is the app's to give.
    pub host: &'static str,
    /// Authorization endpoint.
    pub authorization_url: &'static str,
    /// Token endpoint.
    pub token_url: &'static str,
    /// Revocation endpoint (RFC 7009); empty when there is none.
    pub revocation_url: &'static str,
    /// Device authorization endpoint (RFC 8628); empty when there is none.
    pub device_url: &'static str,
    /// Base of the API that the token is for, by the end of `https://` and the host: the first that fits.
    pub api_urls: &'static [(&'static str, &'static str)],
    /// Path below the API that says who a token belongs to.
    pub user_info_path: &'static str,
    /// The issuer is the authorization endpoint without this ending.
    pub issuer_suffix: &'static str,
    /// Why a page cannot use the token endpoint itself; empty when it can.
    pub proxy_reason: &'static str,
    /// Provider-specific check of a new access token.
    pub normalize: fn(&str) -> Result<()>,
}

/// A provider, as configured.
pub struct Provider {
    /// What it is.
    pub preset: &'static Preset,
    /// The app's options, complete with the preset's defaults, every URL canonical. Immutable.
    app: Object,
    /// A page cannot use the token endpoint, and there is no token proxy: nobody can sign in.
    pub lacks_proxy: bool,
}

const KNOWN: [&str; 20] = [
    "name",
    "dialect",
    "clientId",
    "redirectUri",
    "proxyUrl",
    "sealedCookie",
    "tokenUrl",
    "authorizationUrl",
    "revocationUrl",
    "deviceUrl",
    "apiUrl",
    "userInfoUrl",
    "issuer",
    "host",
    "scope",
    "scopeSeparator",
    "extraParams",
    "tokenEndpointAuthMethod",
    "token",
    "extra",
];

type Field = (&'static str, fn(&Preset) -> &'static str, &'static str, &'static str);

/// Texts that are looked up alike: option, preset's default, route below the proxy, and what it is for when it has to be
/// there. In this order: what is missing first is named first.
static FIELDS: [Field; 8] = [
    ("clientId", |_| "", "", "the client id of your OAuth app."),
    ("redirectUri", |_| "", "", "the callback URL that is registered with the provider."),
    ("authorizationUrl", |preset| preset.authorization_url, "", "the provider's authorization endpoint."),
    ("tokenUrl", |preset| preset.token_url, "/token", "the provider's token endpoint; or proxyUrl, your token proxy."),
    ("revocationUrl", |preset| preset.revocation_url, "/revoke", ""),
    ("deviceUrl", |preset| preset.device_url, "/device/code", ""),
    ("apiUrl", |_| "", "", ""),
    ("userInfoUrl", |_| "", "", ""),
];

impl Provider {
    /// Checks everything before anything is sent; the first wrong field is named. `is_oauth2`: all that the code flow
    /// needs must be there, unless there is a personal access token.
    pub fn configure(preset: &'static Preset, value: &Json, is_oauth2: bool, page: &Page, urls: &impl Urls) -> Result<Self> {
        let name = value.as_object().and_then(|object| object.text("name")).unwrap_or(preset.name);
        let options = Options::new(name, value, &KNOWN)?;
        if name.is_empty() {
            options.required("name", "a name for this provider.")?;
        }
        let invalid = |name, message| Err(options.error(ErrorCode::InvalidOption, name, message));
        let personal = options.text("token")?;
        if personal.is_some_and(|token| !is_token(token)) {
            return invalid("token", "must be a personal access token.");
        }
        if options.text("tokenEndpointAuthMethod")?.is_some_and(|method| method != "none") {
            return invalid("tokenEndpointAuthMethod", "must be none: the token proxy adds the secret.");
        }
        let host = options.text("host")?.unwrap_or(preset.host);
        let as_origin = concat(&["https://", host]);
        // To a URL parser `*` is a letter as any other.
        let is_host = |url: Url| url.origin() == as_origin && !host.contains('*');
        if options.get("host").is_some() && !urls.parse(&as_origin, None).is_some_and(is_host) {
            return invalid("host", "must be a host name such as github.example.com.");
        }
        let proxy = match options.text("proxyUrl")? {
            None => None,
            Some(url) => {
                let base = page.url.as_ref().map(Url::origin);
                let proxy = page.own(urls, &options.field("proxyUrl"), url, base.as_deref())?;
                no_query(&options.field("proxyUrl"), &proxy)?;
                Some(proxy)
            }
        };

        let sealed_cookie = options.flag("sealedCookie")?;
        if sealed_cookie {
            options.required("proxyUrl", "the token proxy seals the cookie.")?;
        }

        // Not by `text`, which refuses a separator that is all space.
        let separator = match options.get("scopeSeparator") {
            None => " ",
            Some(Json::String(text)) if !text.is_empty() => text,
            Some(_) => return invalid("scopeSeparator", "must be a non-empty string."),
        };

        let api = preset.api_urls.iter().find(|(end, _)| as_origin.ends_with(end)).map_or("", |(_, url)| url);
        let mut app = Object::new().with("name", name);
        for (name, template, route, purpose) in FIELDS {
            let template = template(preset);
            let mut text = match (options.text(name)?, &proxy) {
                (_, Some(proxy)) if !route.is_empty() => concat(&[proxy.href().trim_end_matches('/'), route]),
                (Some(given), _) if !name.ends_with("Url") => given.into(),
                (Some(given), _) => page.endpoint(urls, &options.field(name), given)?.href().into(),
                (None, _) => template.replace('*', host),
            };
            if name == "apiUrl" {
                text = if text.is_empty() { api.replace('*', host) } else { text };
                no_query(&options.field(name), &Url::from_canonical(text.clone()))?;
                text.truncate(text.trim_end_matches('/').len());
            }
            if text.is_empty() && name == "userInfoUrl" && !preset.user_info_path.is_empty() {
                text = concat(&[app.text("apiUrl").unwrap_or_default(), preset.user_info_path]);
            }
            if text.is_empty() && !purpose.is_empty() && is_oauth2 && personal.is_none() {
                options.required(name, purpose)?;
            }
            app = app.with(name, &text);
        }
        let provider = Self {
            preset,
            lacks_proxy: false,
            app: app
                .with("scope", &options.scope("scope")?.unwrap_or_default())
                .with("scopeSeparator", separator)
                .with("extraParams", options.get("extraParams").cloned())
                .with("sealedCookie", sealed_cookie.then_some(Json::Bool(true)))
                .with("extra", options.get("extra").cloned()),
        };
        parameters(&options, "extraParams")?;
        let redirect_uri = provider.text("redirectUri");
        if !redirect_uri.is_empty() {
            page.redirect_uri(urls, &options.field("redirectUri"), redirect_uri)?;
        }
        let authorization = Url::from_canonical(provider.text("authorizationUrl").into());
        check_query(urls, &options.field("authorizationUrl"), authorization.query(), is_reserved)?;
        let token = Url::from_canonical(provider.text("tokenUrl").into());
        let is_providers_own = options.get("tokenUrl").is_none() || token.origin() == authorization.origin();
        let lacks_proxy = proxy.is_none() && is_providers_own && !preset.proxy_reason.is_empty();
        if lacks_proxy && is_oauth2 && personal.is_none() {
            options.required("proxyUrl", preset.proxy_reason)?;
        }
        let endpoint = authorization.before_query();
        let issuer = options.text("issuer")?.unwrap_or(endpoint.strip_suffix(preset.issuer_suffix).unwrap_or(endpoint));
        let warning = page.warning(redirect_uri, urls).map(Json::from);
        let dialect = options.get("dialect").cloned();
        let app = provider.app.with("issuer", issuer).with("dialect", dialect).with("warning", warning);
        Ok(Self { preset, app, lacks_proxy })
    }

    /// Whether the app's server makes state and verifier itself, as py-oidc-auth does.
    pub fn makes_state(&self) -> bool {
        self.text("dialect") == "py-oidc-auth"
    }

    /// A configured text; empty when it was not given.
    pub fn text(&self, name: &str) -> &str {
        self.app.text(name).unwrap_or_default()
    }

    /// Query parameters for every authorization URL.
    pub fn extra_params(&self) -> impl Iterator<Item = (&str, &str)> {
        let members = self.app.get("extraParams").and_then(Json::as_object).map(|extra| extra.0.as_slice());
        members.unwrap_or_default().iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default()))
    }

    /// Everything, as JavaScript shows it.
    pub fn to_json(&self) -> Json {
        self.app.clone().into()
    }
}
