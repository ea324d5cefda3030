//! A URL as rules look at it. The platform's parser has made it canonical (the `Urls` port), so that here the parts
//! only need to be told apart. Never parses what a user wrote.

use super::text::concat;

/// A canonical URL: WHATWG-serialised, of any scheme.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Url {
    href: String,
}

impl Url {
    /// Takes the platform's serialisation.
    pub fn from_canonical(href: String) -> Self {
        Self { href }
    }

    /// The whole URL.
    pub fn href(&self) -> &str {
        &self.href
    }

    /// Without the colon: `https`.
    pub fn scheme(&self) -> &str {
        self.href.split(':').next().unwrap_or_default()
    }

    /// Scheme, host and port: `https://app.example`.
    pub fn origin(&self) -> String {
        concat(&[self.scheme(), "://", self.host_and_port()])
    }

    /// Host without port; IPv6 in brackets.
    pub fn host(&self) -> &str {
        let host = self.host_and_port();
        // The colons of an IPv6 address stand inside its brackets.
        let end = if host.starts_with('[') { ']' } else { ':' };
        host.split_inclusive(end).next().unwrap_or(host).trim_end_matches(':')
    }

    /// Whether a user name or password is there.
    pub fn has_userinfo(&self) -> bool {
        self.authority().contains('@')
    }

    /// Without the `?`.
    pub fn query(&self) -> &str {
        self.before_fragment().get(self.before_query().len() + 1..).unwrap_or_default()
    }

    /// Whether a `#` part is there.
    pub fn has_fragment(&self) -> bool {
        self.href.contains('#')
    }

    /// Scheme, host and path: where a response arrives.
    pub fn before_query(&self) -> &str {
        self.before_fragment().split('?').next().unwrap_or_default()
    }

    /// Everything but the fragment.
    pub fn before_fragment(&self) -> &str {
        self.href.split('#').next().unwrap_or_default()
    }

    /// Empty for schemes without hosts, such as `data:`.
    fn authority(&self) -> &str {
        let after_scheme = self.before_query().get(self.scheme().len()..).unwrap_or_default();
        after_scheme.strip_prefix("://").and_then(|rest| rest.split('/').next()).unwrap_or_default()
    }

    fn host_and_port(&self) -> &str {
        // A canonical URL holds one `@` at most: others are escaped.
        let authority = self.authority();
        authority.split_once('@').map_or(authority, |(_, host)| host)
    }
}
