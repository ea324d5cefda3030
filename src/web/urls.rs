//! The browser's own URL parser, so that a rule sees exactly what `fetch` and the address bar would.

use super::Browser;
use crate::oauth::ports::Urls;
use crate::oauth::text::concat;
use crate::oauth::url::Url;
use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::UrlSearchParams;

impl Urls for Browser {
    fn parse_form(&self, text: &str) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        // The constructor drops a leading `?`, which here is part of a name.
        if let Ok(parsed) = UrlSearchParams::new_with_str(&concat(&["&", text])) {
            for pair in Array::from(&parsed).iter() {
                let pair: Array = pair.unchecked_into();
                pairs.push((pair.get(0).as_string().unwrap_or_default(), pair.get(1).as_string().unwrap_or_default()));
            }
        }
        pairs
    }

    fn write_form(&self, pairs: &[(&str, &str)]) -> String {
        let Ok(form) = UrlSearchParams::new() else { return String::new() };
        pairs.iter().for_each(|(name, value)| form.append(name, value));
        String::from(form.to_string())
    }

    fn parse(&self, url: &str, base: Option<&str>) -> Option<Url> {
        let parsed = match base {
            Some(base) => web_sys::Url::new_with_base(url, base),
            None => web_sys::Url::new(url),
        };
        Some(Url::from_canonical(parsed.ok()?.href()))
    }
}
