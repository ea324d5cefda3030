//! An app with one provider in a world of fake ports, and the short words that tests use for its steps. Every call into
//! the protocol layer that more than one test makes is here, so that a moved signature is adapted once.

use super::json;
use super::ports::World;
use portcullis::oauth::authorize::AuthorizationRequest;
use portcullis::oauth::callback::{Grant, without_response};
use portcullis::oauth::credentials::Credentials;
use portcullis::oauth::device::{Poll, Polling};
use portcullis::oauth::flow::OAuth2Flow;
use portcullis::oauth::ports::Urls;
use portcullis::oauth::provider::{Preset, Provider};
use portcullis::oauth::providers::GITHUB;
use portcullis::oauth::secure_url::Page;
use portcullis::oauth::token::Step;
use portcullis::oauth::{ErrorCode, Result};
use serde_json::{Value, json};

pub const PAGE: &str = "https://app.example/start?tab=1#top";
pub const CALLBACK: &str = "https://app.example/callback";
pub const TOKEN_URL: &str = "https://app.example/auth/github/token";

pub struct App {
    pub world: World,
    pub flow: OAuth2Flow<World>,
}

/// A sign-in that is under way.
pub struct Started {
    pub url: url::Url,
    pub state: String,
}

/// One that has ended well.
pub struct SignIn {
    pub credentials: Credentials,
    /// What the page is told about the sign-in that it answers.
    pub grant: Value,
}

/// Members of one JSON object replaced or added by those of another.
pub fn merged(mut base: Value, changes: Value) -> Value {
    base.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    base
}

pub fn github_options() -> Value {
    json!({ "clientId": "Ov23liExample", "redirectUri": CALLBACK, "proxyUrl": "/auth/github" })
}

/// The `github: {…}` options, checked for a page.
pub fn configure(world: &World, options: &Value, page: &str, allow_insecure_origin: bool) -> Result<(Provider, Page)> {
    let page = Page { url: world.parse(page, None), allow_insecure_origin };
    page.check()?;
    Ok((Provider::configure(&GITHUB, &json::read(options), true, &page, world)?, page))
}

/// The options of a provider with the code flow, on an ordinary page.
pub fn configure_as(preset: &'static Preset, options: &Value) -> Result<Provider> {
    let world = World::new();
    let page = Page { url: world.parse(PAGE, None), allow_insecure_origin: false };
    Provider::configure(preset, &json::read(options), true, &page, &world)
}

impl App {
    pub fn new() -> Self {
        Self::with(json!({}))
    }

    pub fn with(changes: Value) -> Self {
        Self::of(&World::new(), changes)
    }

    /// Another app, or another page of this one, over the same storage.
    pub fn of(world: &World, changes: Value) -> Self {
        let options = merged(github_options(), changes);
        let (provider, page) = configure(world, &options, PAGE, false).unwrap();
        Self { world: world.clone(), flow: OAuth2Flow { provider, page, ports: world.clone() } }
    }

    /// An app with that provider instead.
    pub fn of_provider(preset: &'static Preset, options: Value) -> Self {
        let world = World::new();
        let provider = configure_as(preset, &options).unwrap();
        let page = Page { url: world.parse(PAGE, None), allow_insecure_origin: false };
        Self { world: world.clone(), flow: OAuth2Flow { provider, page, ports: world } }
    }

    pub fn authorize(&self, options: Value) -> Result<Started> {
        let AuthorizationRequest { authorization_url, state } = self.flow.authorize("authorize", &json::read(&options), false)?;
        Ok(Started { url: url::Url::parse(&authorization_url).unwrap(), state })
    }

    pub fn start(&self) -> Started {
        self.authorize(json!({})).unwrap()
    }

    /// What an app's own flow has begun.
    pub fn track(&self, state: &str, options: Value) -> Result<()> {
        self.flow.track(state, &json::read(&options))
    }

    /// Takes a callback URL in and claims its transaction; nothing is sent.
    pub fn accept(&self, href: &str) -> Result<Grant> {
        self.flow.accept(&self.world.parse(href, None).unwrap())
    }

    /// The same URL as the address bar should show it.
    pub fn cleaned(&self, href: &str) -> String {
        without_response(&self.world, &self.world.parse(href, None).unwrap())
    }

    /// What a callback URL is about, as the page is told; nothing is claimed.
    pub fn receive(&self, href: &str) -> Result<Option<Value>> {
        Ok(self.flow.receive(href)?.map(|grant| json::write(&grant.to_json())))
    }

    /// A callback URL all the way to credentials, or `None` when it is not ours.
    pub fn handle(&self, href: &str) -> Result<Option<SignIn>> {
        let Some(grant) = self.receive(href)? else { return Ok(None) };
        Ok(Some(SignIn { credentials: self.exchange(href)?, grant }))
    }

    /// A callback URL for credentials, answered as scripted.
    pub fn exchange(&self, href: &str) -> Result<Credentials> {
        self.exchange_with(json!({ "url": href }))
    }

    /// The same with every option of an exchange.
    pub fn exchange_with(&self, options: Value) -> Result<Credentials> {
        let options = json::read(&options);
        let grant = self.flow.grant(&options)?;
        let answer = self.world.post(self.flow.exchange(&grant, &options)?)?;
        self.flow.read(Step::Exchange, answer, grant.transaction.text("scope"), None).map(Option::unwrap)
    }

    /// What becomes of one token answer.
    pub fn credentials_from(&self, answer: Value) -> Result<Credentials> {
        let callback = self.start().callback("code=c0de");
        self.world.reply_json(200, answer);
        self.exchange(&callback)
    }

    /// New credentials in place of old ones, with the refresh token of these.
    pub fn renew(&self, old: &Credentials) -> Result<Credentials> {
        let token = seen(old)["refreshToken"].as_str().unwrap().to_string();
        self.refresh(&token, json!({}), Some(old.clone()))
    }

    /// Uses a refresh token that belongs to nothing.
    pub fn refresh_with(&self, refresh_token: &str) -> Result<Credentials> {
        self.refresh(refresh_token, json!({}), None)
    }

    pub fn refresh(&self, refresh_token: &str, options: Value, old: Option<Credentials>) -> Result<Credentials> {
        let answer = self.world.post(self.flow.refresh(refresh_token, &json::read(&options))?)?;
        self.flow.read(Step::Refresh, answer, "", old).map(Option::unwrap)
    }

    /// Asks for a code for another device: what the page gets of the answer.
    pub fn device_code(&self, options: Value) -> Result<Value> {
        let (request, scope) = self.flow.device(&json::read(&options))?;
        let answer = self.world.post(request)?;
        Ok(json::write(&self.flow.read_device(answer, &scope)?))
    }

    /// Asks whether somebody has entered it.
    pub fn poll(&self, device_code: &str, options: Value, requested: &str, polling: Polling) -> Result<Poll> {
        let answer = self.world.post(self.flow.poll(device_code, &json::read(&options))?)?;
        self.flow.read_poll(answer, requested, polling)
    }

    /// Tells the provider that a token is over; whether anything came of it but success.
    pub fn revoke(&self, token: &str, hint: &str) -> Result<bool> {
        let answer = self.world.post(self.flow.revoke(token, hint)?)?;
        self.flow.read(Step::Revoke, answer, "", None).map(|made| made.is_some())
    }
}

impl Started {
    /// The callback URL that answers it.
    pub fn callback(&self, response: &str) -> String {
        format!("{CALLBACK}?{response}&state={}", self.state)
    }

    /// Every value of a query parameter.
    pub fn values(&self, name: &str) -> Vec<String> {
        self.url.query_pairs().filter(|(key, _)| key == name).map(|(_, value)| value.into_owned()).collect()
    }

    /// The value of a parameter that is there exactly once.
    pub fn only(&self, name: &str) -> String {
        let values = self.values(name);
        assert_eq!(values.len(), 1, "{name} in {}", self.url);
        values.concat()
    }
}

/// A token answer as GitHub gives it for an app with expiring tokens.
pub fn token_answer(number: u32) -> Value {
    json!({
        "access_token": format!("gho_access{number}"), "token_type": "bearer", "scope": "repo,gist",
        "expires_in": 28800, "refresh_token": format!("ghr_refresh{number}"), "refresh_token_expires_in": 15897600,
    })
}

/// Credentials as JavaScript gets them.
pub fn seen(credentials: &Credentials) -> Value {
    json::write(&credentials.to_view())
}

/// Credentials as they are stored.
pub fn record(credentials: &Credentials) -> Value {
    json::write(&credentials.to_json())
}

/// What is read out of a stored record; `None` when it is none.
pub fn stored(record: &Value) -> Option<Credentials> {
    Credentials::from_json(&json::read(record))
}

/// The error of something that must fail, as JavaScript would get it.
pub fn refusal<T>(result: Result<T>) -> Value {
    match result {
        Ok(_) => panic!("this must be refused"),
        Err(error) => json::write(&error.to_json()),
    }
}

/// Its code alone.
pub fn code<T>(result: Result<T>) -> Option<ErrorCode> {
    result.err().map(|error| error.code())
}
