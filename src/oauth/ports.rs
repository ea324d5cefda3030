//! What the protocol needs from the outside world, and nothing more. `web` implements these for a browser, the
//! native tests for themselves. No port knows OAuth.

use super::error::Result;
use super::json::Json;
use super::url::Url;
use oauth2::AccessToken;
use std::future::Future;

/// Everything at once; the shape that flows are generic over.
pub trait Ports: Clock + Storage + Http + Urls {}
impl<T: Clock + Storage + Http + Urls> Ports for T {}

/// The wall clock.
pub trait Clock {
    /// Seconds since the epoch.
    fn now(&self) -> u64;
    /// Milliseconds since the epoch, where an order of events matters.
    fn millis(&self) -> u64 {
        self.now() * 1000
    }
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

/// Sends one request: never follows a redirect, never sends cookies, never reads a cache, bounded in time.
pub trait Http {
    /// Fails with `network_error` or `timeout`; any status is an answer.
    fn send(&self, request: HttpRequest<'_>) -> impl Future<Output = Result<HttpResponse>>;
}

/// A POST when there is a form, else a GET. Always asks for JSON.
pub struct HttpRequest<'a> {
    /// Absolute URL.
    pub url: &'a str,
    /// An `application/x-www-form-urlencoded` body.
    pub form: Option<String>,
    /// Sent as `Authorization: Bearer`.
    pub bearer: Option<&'a AccessToken>,
    /// Milliseconds until the request is given up.
    pub timeout_ms: u32,
}

/// An answer.
pub struct HttpResponse {
    /// HTTP status.
    pub status: u16,
    /// The body, when it is JSON.
    pub body: Option<Json>,
}

/// The WHATWG URL parser; a browser has one, so we do not ship another.
pub trait Urls {
    /// `None` when it does not parse.
    fn parse(&self, url: &str, base: Option<&str>) -> Option<Url>;
}
