//! `Engine`: every step of the protocol for one provider, as plain data in and out.

use super::options::read;
use super::promise::{Outcome, pending};
use crate::oauth::callback::without_response;
use crate::oauth::flow::OAuth2Flow;
use crate::oauth::json::Object;
use crate::oauth::options::Options;
use crate::oauth::ports::Urls;
use crate::oauth::provider::Provider;
use crate::oauth::providers::GITHUB;
use crate::oauth::secure_url::Page;
use crate::oauth::session::Sessions;
use crate::oauth::url::Url;
use crate::web::json::to_js;
use crate::web::{Browser, console};
use js_sys::Promise;
use oauth2::RefreshToken;
use wasm_bindgen::prelude::*;

/// GitHub sign-ins and sessions in this page.
#[wasm_bindgen]
pub struct Engine {
    // Lives as long as the page, so that work under way can hold it freely.
    sessions: &'static Sessions<Browser>,
}

#[wasm_bindgen]
impl Engine {
    /// Checks the options of `createAuth` for the page at that URL; sends nothing.
    #[wasm_bindgen(constructor)]
    pub fn new(given: &JsValue, href: Option<String>) -> Result<Engine, JsValue> {
        let given = read("options", given)?;
        let given = Options::new("", &given, &["github", "allowInsecureOrigin"])?;
        let page = Page {
            url: href.and_then(|href| Browser.parse(&href, None)),
            allow_insecure_origin: given.flag("allowInsecureOrigin")?,
        };
        page.check()?;
        let none = Object::new().into();
        let provider = Provider::configure(&GITHUB, given.get("github").unwrap_or(&none), &page, &Browser)?;
        page.warn_about(&provider.app.redirect_uri, &Browser, console::warn);
        let flow = OAuth2Flow { provider, page, ports: Browser };
        Ok(Self { sessions: Box::leak(Box::new(Sessions::new(flow))) })
    }

    /// Base of the provider's API.
    #[wasm_bindgen(getter, js_name = apiUrl)]
    pub fn api_url(&self) -> String {
        self.sessions.flow.provider.app.api_url.clone()
    }

    /// Makes `{authorizationUrl, state}` and stores the transaction. `called` is the user's method, for errors.
    pub fn authorize(&self, called: &str, given: &JsValue, is_framed: bool) -> Outcome {
        let request = self.sessions.flow.authorize(called, &read(called, given)?, is_framed)?;
        let object = Object::new().with("authorizationUrl", &request.authorization_url).with("state", &request.state);
        Ok(to_js(&object.into()))
    }

    /// Takes a callback URL in; `undefined` when it is not for us. The exchange begins after this call has returned.
    pub fn receive(&self, href: &str) -> Result<Option<Promise>, JsValue> {
        let sessions = self.sessions;
        let Some(grant) = sessions.receive(href)? else { return Ok(None) };
        Ok(Some(pending(async move { Ok(to_js(&sessions.complete(grant).await?.to_json())) })))
    }

    /// A callback URL as the address bar should show it.
    #[wasm_bindgen(js_name = withoutResponse)]
    pub fn without_response(&self, href: String) -> String {
        without_response(&Url::from_canonical(href))
    }

    /// Exchanges a callback URL, or a code and its state, for credentials. Stores nothing.
    pub fn exchange(&self, given: &JsValue) -> Result<Promise, JsValue> {
        let flow = &self.sessions.flow;
        let grant = flow.grant(&read("exchange", given)?)?;
        Ok(pending(async move { Ok(to_js(&flow.exchange(&grant).await?.to_view())) }))
    }

    /// Uses a refresh token that the caller holds, and stores nothing; `undefined` when the options name none.
    pub fn refresh(&self, given: &JsValue) -> Result<Option<Promise>, JsValue> {
        let flow = &self.sessions.flow;
        let given = read("refresh", given)?;
        let held = Options::new("refresh", &given, &["refreshToken", "subject"])?.text("refreshToken")?;
        let Some(refresh_token) = held.map(|token| RefreshToken::new(token.into())) else { return Ok(None) };
        Ok(Some(pending(async move { Ok(to_js(&flow.refresh(&refresh_token).await?.to_view())) })))
    }

    /// The subject that the options name, or whoever signed in last; empty when there is nobody.
    pub fn subject(&self, called: &str, given: &JsValue) -> Result<String, JsValue> {
        Ok(self.sessions.subject(called, &read(called, given)?)?)
    }

    /// A subject's credentials as they are stored now.
    pub fn credentials(&self, subject: &str) -> Outcome {
        Ok(to_js(&self.sessions.credentials(subject)?.to_view()))
    }

    /// The access token for a request of the app's; `undefined` when it has to be renewed first. Throws when the request
    /// may not carry it.
    #[wasm_bindgen(js_name = tokenFor)]
    pub fn token_for(&self, subject: &str, url: &str, has_authorization: bool) -> Result<Option<String>, JsValue> {
        self.sessions.check_request(url, has_authorization)?;
        Ok(self.sessions.fresh_token(subject)?.map(|token| token.secret().clone()))
    }

    /// A new access token in place of the spent one (by default the stored one).
    pub fn renew(&self, subject: String, spent: Option<String>) -> Promise {
        let sessions = self.sessions;
        pending(async move {
            let renewed = sessions.renew(&subject, spent.as_deref()).await?;
            Ok(JsValue::from_str(renewed.access_token().secret()))
        })
    }

    /// Forgets a subject and every sign-in under way.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self, subject: &str) -> Result<(), JsValue> {
        Ok(self.sessions.sign_out(subject)?)
    }
}
