//! Which URLs may carry codes and tokens: https, or http on a loopback host (RFC 8252 section 7.3, RFC 9700 2.6).
//! Owns the one exception, `allowInsecureOrigin` for development on a LAN, and nothing about what a URL is used for.

use super::callback::is_response_parameter;
use super::error::{AuthError, ErrorCode, Result};
use super::ports::Urls;
use super::return_to::safe_return_to;
use super::text::concat;
use super::url::Url;

/// The page that the SDK runs in.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Its URL, when there is a page at all (there is none while rendering on a server).
    pub url: Option<Url>,
    /// The developer accepts a plain-http, non-loopback page.
    pub allow_insecure_origin: bool,
}

/// Whether a host can only be this machine.
pub fn is_loopback(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "[::1]" | "localhost")
}

impl Page {
    /// Refuses a page whose own transport anybody on the network can change, unless the developer said so.
    pub fn check(&self) -> Result<()> {
        match &self.url {
            Some(url) if !is_secure(url) && url.scheme() == "http" && !self.allow_insecure_origin => Err(AuthError::config(
                ErrorCode::InsecureOrigin,
                "allowInsecureOrigin",
                "must be true on a plain http page, where the network can read the tokens. Better: https, or http://127.0.0.1.",
            )),
            _ => Ok(()),
        }
    }

    /// What is allowed and still unwise, in words for the developer.
    pub fn warning(&self, redirect_uri: &str, urls: &impl Urls) -> Option<&'static str> {
        if self.allow_insecure_origin && self.url.as_ref().is_some_and(|url| !is_secure(url)) {
            return Some("Portcullis: allowInsecureOrigin is on, so this network can read the tokens.");
        }
        let is_localhost = |url: Url| url.scheme() == "http" && url.host() == "localhost";
        let advice = "Portcullis: prefer 127.0.0.1 to localhost in redirectUri (RFC 8252).";
        urls.parse(redirect_uri, None).is_some_and(is_localhost).then_some(advice)
    }

    /// A path of this page's origin (C-62).
    pub fn return_to(&self, urls: &impl Urls, wanted: &str) -> String {
        safe_return_to(urls, &self.url.as_ref().map(Url::origin).unwrap_or_default(), wanted)
    }

    /// A provider endpoint (C-23): absolute, https or loopback.
    pub fn endpoint(&self, urls: &impl Urls, field: &str, value: &str) -> Result<Url> {
        let url = urls.parse(value, None).ok_or_else(|| not_absolute(field))?;
        check_parts(field, &url)?;
        if is_secure(&url) { Ok(url) } else { Err(insecure(field)) }
    }

    /// A redirect URI (C-03).
    pub fn redirect_uri(&self, urls: &impl Urls, field: &str, value: &str) -> Result<()> {
        check_query(urls, field, self.own(urls, field, value, None)?.query(), is_response_parameter)
    }

    /// A URL of the app's own: a redirect URI or its token proxy. On an insecure page that was allowed, the
    /// page's own origin is allowed too.
    pub fn own(&self, urls: &impl Urls, field: &str, value: &str, base: Option<&str>) -> Result<Url> {
        let url = urls.parse(value, base).ok_or_else(|| not_absolute(field))?;
        check_parts(field, &url)?;
        let same_origin = self.url.as_ref().is_some_and(|page| page.origin() == url.origin());
        let excepted = url.scheme() == "http" && self.allow_insecure_origin && same_origin;
        if is_secure(&url) || excepted { Ok(url) } else { Err(insecure(field)) }
    }
}

fn is_secure(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url.host()))
}

fn check_parts(field: &str, url: &Url) -> Result<()> {
    if url.has_userinfo() || url.has_fragment() {
        return Err(AuthError::config(ErrorCode::InsecureUrl, field, "must not contain a user name, password or #fragment."));
    }
    Ok(())
}

/// Refuses a query that holds what the flow itself puts there.
pub fn check_query(urls: &impl Urls, field: &str, query: &str, is_taken: fn(&str) -> bool) -> Result<()> {
    match urls.parse_form(query).iter().find(|(name, _)| is_taken(name)) {
        Some((name, _)) => {
            Err(AuthError::config(ErrorCode::InvalidOption, field, &concat(&["must not have the query ", name, "."])))
        }
        None => Ok(()),
    }
}

/// Refuses a query where a path is going to be added.
pub fn no_query(field: &str, url: &Url) -> Result<()> {
    if url.href().contains('?') {
        return Err(AuthError::config(ErrorCode::InvalidOption, field, "must not have a query."));
    }
    Ok(())
}

fn not_absolute(field: &str) -> AuthError {
    AuthError::config(ErrorCode::InvalidOption, field, "must be an absolute URL.")
}

fn insecure(field: &str) -> AuthError {
    AuthError::config(ErrorCode::InsecureUrl, field, "must use https (http only on 127.0.0.1, [::1] or localhost).")
}
