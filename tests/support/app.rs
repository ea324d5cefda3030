//! An app with GitHub sign-in in a world of fake ports, and the short words that tests use for its steps. Every call into
//! the protocol layer that more than one test makes is here, so that a moved signature is adapted once.

use super::json;
use super::ports::World;
use futures_executor::block_on;
use oauth2::RefreshToken;
use portcullis::oauth::authorize::AuthorizationRequest;
use portcullis::oauth::callback::{Grant, without_response};
use portcullis::oauth::credentials::Credentials;
use portcullis::oauth::flow::OAuth2Flow;
use portcullis::oauth::ports::Urls;
use portcullis::oauth::provider::Provider;
use portcullis::oauth::providers::GITHUB;
use portcullis::oauth::redirect::SignIn;
use portcullis::oauth::secure_url::Page;
use portcullis::oauth::session::Sessions;
use portcullis::oauth::{ErrorCode, Result};
use serde_json::{Value, json};
use std::rc::Rc;

pub const CALLBACK: &str = "https://app.example/callback";
pub const TOKEN_URL: &str = "https://app.example/auth/github/token";
pub const USER_URL: &str = "https://api.github.com/user";

pub struct App {
    pub world: World,
    pub sessions: Rc<Sessions<World>>,
}

/// A sign-in that is under way.
pub struct Started {
    pub url: url::Url,
    pub state: String,
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
    Ok((Provider::configure(&GITHUB, &json::read(options), &page, world)?, page))
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
        let (provider, page) = configure(world, &options, "https://app.example/start?tab=1#top", false).unwrap();
        let sessions = Rc::new(Sessions::new(OAuth2Flow { provider, page, ports: world.clone() }));
        Self { world: world.clone(), sessions }
    }

    pub fn authorize(&self, options: Value) -> Result<Started> {
        let AuthorizationRequest { authorization_url, state } =
            self.sessions.flow.authorize("authorize", &json::read(&options), false)?;
        Ok(Started { url: url::Url::parse(&authorization_url).unwrap(), state })
    }

    pub fn start(&self) -> Started {
        self.authorize(json!({})).unwrap()
    }

    /// Takes a callback URL in and claims its transaction; nothing is sent.
    pub fn accept(&self, href: &str) -> Result<Grant> {
        self.sessions.flow.accept(&self.world.parse(href, None).unwrap())
    }

    /// The same URL as the address bar should show it.
    pub fn cleaned(&self, href: &str) -> String {
        without_response(&self.world.parse(href, None).unwrap())
    }

    /// Whether a URL is taken for a callback; it is then used up.
    pub fn is_received(&self, href: &str) -> bool {
        self.sessions.receive(href).is_ok_and(|received| received.is_some())
    }

    /// A callback URL all the way to stored credentials, or `None` when it is not ours.
    pub fn handle(&self, href: &str) -> Result<Option<SignIn>> {
        self.sessions.receive(href)?.map(|received| block_on(self.sessions.complete(received))).transpose()
    }

    /// A code for credentials, answered as scripted.
    pub fn exchange(&self, href: &str) -> Result<Credentials> {
        let grant = self.accept(href)?;
        block_on(self.sessions.flow.exchange(&grant))
    }

    /// What becomes of one token answer.
    pub fn credentials_from(&self, answer: Value) -> Result<Credentials> {
        let callback = self.start().callback("code=c0de");
        self.world.reply_json(200, answer);
        self.exchange(&callback)
    }

    /// A whole sign-in of the person with that id.
    pub fn sign_in(&self, user: u64, answer: Value) -> SignIn {
        let callback = self.start().callback("code=c0de");
        self.world.reply_json(200, answer);
        self.world.reply_json(200, json!({ "id": user, "login": "mona" }));
        self.handle(&callback).unwrap().unwrap()
    }

    /// A token for a request now, as `session.fetch` asks for it.
    pub fn access_token(&self, subject: &str) -> Result<String> {
        block_on(usable_token(&self.sessions, subject))
    }

    pub fn credentials(&self, subject: &str) -> Result<Credentials> {
        self.sessions.credentials(subject)
    }

    /// Whoever signed in last.
    pub fn latest_subject(&self) -> Result<String> {
        self.subject(json!({}))
    }

    /// The subject of a session, as `auth.session` asks for it.
    pub fn subject(&self, options: Value) -> Result<String> {
        let subject = self.sessions.subject("session", &json::read(&options))?;
        self.sessions.credentials(&subject).map(|_| subject)
    }

    pub fn sign_out(&self, options: Value) -> Result<()> {
        self.sessions.sign_out(&self.sessions.subject("signOut", &json::read(&options))?)
    }

    /// Renews a subject's stored credentials, whatever their age.
    pub fn renew(&self, subject: &str) -> Result<Credentials> {
        block_on(self.sessions.renew(subject, None))
    }

    /// Uses a refresh token that nobody has stored.
    pub fn refresh_with(&self, refresh_token: &str) -> Result<Credentials> {
        block_on(self.sessions.flow.refresh(&RefreshToken::new(refresh_token.into())))
    }
}

/// Renews first when it has to.
pub async fn usable_token(sessions: &Sessions<World>, subject: &str) -> Result<String> {
    match sessions.fresh_token(subject)? {
        Some(token) => Ok(token.secret().clone()),
        None => Ok(sessions.renew(subject, None).await?.access_token().secret().clone()),
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

/// A sign-in as JavaScript gets it.
pub fn result(sign_in: &SignIn) -> Value {
    json::write(&sign_in.to_json())
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
