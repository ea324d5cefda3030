//! What the protocol needs from the outside world, and nothing more. `web` implements these for a browser, the
//! native tests for themselves. No port knows OAuth.

use super::error::Result;
use super::json::Json;
use super::url::Url;

/// Everything at once; the shape that flows are generic over. The network is not among them: a request is data that the page
/// sends, and so is its answer.
pub trait Ports: Clock + Storage + Urls {}
impl<T: Clock + Storage + Urls> Ports for T {}

/// The wall clock.
pub trait Clock {
    /// Seconds since the epoch.
    fn now(&self) -> u64;
}

/// A small synchronous key-value store that survives the round trip to the provider.
pub trait Storage {
    /// The value, `None` when absent, `null` when what is there is no JSON.
    fn get(&self, key: &str) -> Result<Option<Json>>;
    /// Writes the value whole, or fails and leaves what was there.
    fn set(&self, key: &str, value: &Json) -> Result<()>;
    /// Removes the value; absent is fine.
    fn remove(&self, key: &str) -> Result<()>;
    /// All keys that begin with the prefix.
    fn keys(&self, prefix: &str) -> Result<Vec<String>>;
}

/// The WHATWG URL parser and its form encoding; a browser has both, so we do not ship others.
pub trait Urls {
    /// The names and values of a query without its `?`, or of a form.
    fn parse_form(&self, text: &str) -> Vec<(String, String)>;
    /// The `application/x-www-form-urlencoded` text.
    fn write_form(&self, pairs: &[(&str, &str)]) -> String;
    /// `None` when it does not parse.
    fn parse(&self, url: &str, base: Option<&str>) -> Option<Url>;
}
