//! The browser's own URL parser, so that a rule sees exactly what `fetch` and the address bar would.

use super::Browser;
use crate::oauth::ports::Urls;
use crate::oauth::url::Url;

impl Urls for Browser {
    fn parse(&self, url: &str, base: Option<&str>) -> Option<Url> {
        let parsed = match base {
            Some(base) => web_sys::Url::new_with_base(url, base),
            None => web_sys::Url::new(url),
        };
        Some(Url::from_canonical(parsed.ok()?.href()))
    }
}
