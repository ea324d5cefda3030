//! The browser's own URL parser, so that a rule sees exactly what `fetch` and the address bar would.

use super::Browser;
use crate::oauth::ports::{Url, Urls};

impl Urls for Browser {
    fn parse(&self, url: &str, base: Option<&str>) -> Option<Url> {
        let parsed = match base {
            Some(base) => web_sys::Url::new_with_base(url, base),
            None => web_sys::Url::new(url),
        };
        let parsed = parsed.ok()?;
        let href = parsed.href();
        Some(Url {
            origin: parsed.origin(),
            scheme: parsed.protocol().trim_end_matches(':').into(),
            host: parsed.hostname(),
            path: parsed.pathname(),
            query: parsed.search().trim_start_matches('?').into(),
            has_fragment: href.contains('#'),
            has_userinfo: !parsed.username().is_empty() || !parsed.password().is_empty(),
            href,
        })
    }
}
