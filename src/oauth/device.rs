//! The device flow (RFC 8628): a code for another device, and when to ask whether somebody has entered it. Owns what the
//! answers mean and how long to wait; it sends nothing and has no timer.

use super::authorize::parameters;
use super::credentials::{Credentials, lifetime};
use super::error::{AuthError, ErrorCode, Result};
use super::flow::{OAuth2Flow, TokenAnswer, TokenRequest};
use super::json::{Json, Object};
use super::options::Options;
use super::ports::Ports;
use super::text::concat;
use super::token::{self, Step};
use super::url::Url;

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// Seconds between polls when the server names none (RFC 8628 section 3.2), and how much `slow_down` adds (section 3.5).
const INTERVAL: u64 = 5;
/// A server that wants longer pauses than this is mistaken, or wants us to hang (C-35).
const MAX_INTERVAL: u64 = 300;

/// How often to ask: seconds between polls, and how many in a row had no answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Polling {
    /// Seconds after an answer.
    pub interval: u64,
    /// Requests without an answer since the last one.
    pub failures: u64,
}

/// What a poll led to.
pub enum Poll {
    /// The person agreed.
    Granted(Credentials),
    /// Not yet: ask again.
    Wait(Polling),
}

impl Polling {
    /// Seconds until the next poll: doubled with each failure (RFC 8628 section 3.5).
    pub fn wait(&self) -> u64 {
        (self.interval.min(MAX_INTERVAL) << self.failures.min(6)).min(MAX_INTERVAL)
    }

    /// As JavaScript keeps it from one poll to the next.
    pub fn to_json(&self) -> Json {
        let object = Object::new().with("interval", self.interval).with("failures", self.failures);
        object.with("wait", self.wait()).into()
    }
}

impl Poll {
    /// A record, or how long to wait.
    pub fn to_json(&self) -> Json {
        match self {
            Poll::Granted(credentials) => credentials.to_json(),
            Poll::Wait(polling) => polling.to_json(),
        }
    }
}

impl<P: Ports> OAuth2Flow<P> {
    /// Asks for a code (RFC 8628 section 3.1).
    pub fn device(&self, options: &Json) -> Result<(TokenRequest, String)> {
        let options = Options::new("getDeviceCode", options, &["scope", "extraParams"])?;
        self.require(&["clientId", "deviceUrl"])?;
        let scope = options.scope("scope")?.unwrap_or_else(|| self.provider.text("scope").into());
        let scope_text = scope.replace(' ', self.provider.text("scopeSeparator"));
        let mut form = vec![("client_id", self.provider.text("clientId"))];
        if !scope_text.is_empty() {
            form.push(("scope", &scope_text));
        }
        form.extend(parameters(&options, "extraParams")?);
        let request = TokenRequest { url: self.provider.text("deviceUrl").into(), form: self.ports.write_form(&form) };
        Ok((request, scope))
    }

    /// Reads the answer: what the person has to be shown, and the device code (RFC 8628 section 3.2, C-35).
    pub fn read_device(&self, answer: TokenAnswer, requested: &str) -> Result<Json> {
        let none = Object::new();
        let body = answer.body.as_ref().and_then(Json::as_object).unwrap_or(&none);
        token::check(&self.ports, Step::Device, answer.status, body)?;
        let wrong =
            |name| AuthError::new(ErrorCode::InvalidResponse, &concat(&["The device code's ", name, " is missing or wrong."]));
        let text = |name| body.text(name).filter(|text| !text.is_empty()).ok_or_else(|| wrong(name));
        let uri = |name| {
            let uri = self.ports.parse(text(name)?, None).filter(|url| self.is_verification(url));
            uri.map(|url| Json::from(url.href())).ok_or_else(|| wrong(name))
        };
        let expires_in = lifetime(body.get("expires_in")).ok_or_else(|| wrong("expires_in"))?;
        let complete = body.get("verification_uri_complete").map(|_| uri("verification_uri_complete")).transpose()?;
        Ok(Object::new()
            .with("deviceCode", text("device_code")?)
            .with("userCode", text("user_code")?)
            .with("verificationUri", uri("verification_uri")?)
            .with("verificationUriComplete", complete)
            .with("interval", interval(body).unwrap_or(INTERVAL).min(MAX_INTERVAL))
            .with("scope", requested)
            .with("expiresIn", expires_in)
            .with("expiresAt", self.ports.now().saturating_add(expires_in))
            .into())
    }

    /// Asks whether the person has agreed (RFC 8628 section 3.4).
    pub fn poll(&self, device_code: &str, options: &Json) -> Result<TokenRequest> {
        let client_id = self.provider.text("clientId");
        self.request("tokenUrl", &[("grant_type", GRANT_TYPE), ("device_code", device_code), ("client_id", client_id)], options)
    }

    /// Reads a poll's answer; status 0 is none at all. Errors other than "not yet" end the flow (C-36 to C-39).
    pub fn read_poll(&self, answer: TokenAnswer, requested: &str, polling: Polling) -> Result<Poll> {
        let Polling { interval: current, failures } = polling;
        let body = answer.body.as_ref().and_then(Json::as_object);
        match body.and_then(|body| body.text("error")) {
            Some("authorization_pending") => return Ok(Poll::Wait(Polling { interval: current, failures: 0 })),
            Some("slow_down") => {
                // For good; GitHub says how much, and more counts more.
                let asked = body.and_then(interval).unwrap_or_default();
                let interval = current.saturating_add(INTERVAL).max(asked).min(MAX_INTERVAL);
                return Ok(Poll::Wait(Polling { interval, failures: 0 }));
            }
            _ => {}
        }
        let lost = Poll::Wait(Polling { interval: current, failures: failures.saturating_add(1) });
        if answer.status == 0 {
            return Ok(lost);
        }
        match token::read(&self.provider, &self.ports, Step::Poll, answer, requested, self.ports.now()) {
            Err(error) if error.code().is_retryable() => Ok(lost),
            outcome => outcome.map(Poll::Granted),
        }
    }

    /// Where a person may be sent to enter a code (C-41): at a built-in provider, its own site only (T-59).
    fn is_verification(&self, url: &Url) -> bool {
        let is_own =
            || self.ports.parse(self.provider.text("authorizationUrl"), None).is_some_and(|own| own.origin() == url.origin());
        self.page.endpoint(&self.ports, "verification_uri", url.href()).is_ok()
            && (self.provider.preset.host.is_empty() || is_own())
    }
}

/// Zero, negative ones and text count as none.
fn interval(body: &Object) -> Option<u64> {
    body.whole("interval").filter(|seconds| *seconds > 0)
}
