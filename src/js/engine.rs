//! `Engine`: every step of the protocol for one provider. One door in and one out, because each costs bytes in every page:
//! a step has a name, and what it is given and what comes of it are plain data.

use super::options::read;
use crate::oauth::callback::without_response;
use crate::oauth::credentials::Credentials;
use crate::oauth::device::Polling;
use crate::oauth::flow::{OAuth2Flow, TokenAnswer, TokenRequest};
use crate::oauth::json::{Json, Object};
use crate::oauth::ports::{Clock, Urls};
use crate::oauth::provider::Provider;
use crate::oauth::providers::preset;
use crate::oauth::secure_url::Page;
use crate::oauth::token::Step;
use crate::oauth::transaction::Transaction;
use crate::oauth::url::Url;
use crate::web::Browser;
use crate::web::json::to_js;
use wasm_bindgen::prelude::*;

/// One provider, in this page. Tokens and times are in records: `{answer, obtained_at}`, as they are stored.
#[wasm_bindgen]
pub struct Engine {
    flow: OAuth2Flow<Browser>,
}

#[wasm_bindgen]
impl Engine {
    /// Checks a provider's `options` for the page at `url`; sends nothing. `preset` is a built-in provider's name.
    #[wasm_bindgen(constructor)]
    pub fn new(given: &JsValue) -> Result<Engine, JsValue> {
        let given = Given(read(given));
        let page = Page { url: Browser.parse(given.text("url"), None), allow_insecure_origin: given.is("allowInsecureOrigin") };
        page.check()?;
        let preset = preset(given.text("preset"));
        let provider = Provider::configure(preset, given.options(), given.is("isOAuth2"), &page, &Browser)?;
        Ok(Self { flow: OAuth2Flow { provider, page, ports: Browser } })
    }

    /// One step; what it gives may be `null`. Nothing is sent: a request is `{url, form}`, and its answer another step.
    pub fn step(&self, name: &str, given: &JsValue) -> Result<JsValue, JsValue> {
        let flow = &self.flow;
        let given = Given(read(given));
        let outcome = match name {
            // What was configured, complete with the defaults.
            "app" => Some(flow.provider.to_json()),
            // `{authorizationUrl, state}`; stores the transaction. `called` is the user's method, for errors.
            "authorize" => {
                let request = flow.authorize(given.text("called"), given.options(), given.is("isFramed"))?;
                let object = Object::new().with("authorizationUrl", &request.authorization_url);
                Some(object.with("state", &request.state).into())
            }
            // Stores the transaction of a sign-in that a flow of the app's own began.
            "track" => flow.track(given.text("state"), given.options()).map(|()| None)?,
            // What the callback `url` is about; nothing when it is not for us. An error when it is refused or says no.
            "receive" => flow.receive(given.text("url"))?.map(|grant| grant.to_json()),
            // What a pending sign-in was begun with; nothing when none of that state is pending here.
            "pending" => {
                let found = Transaction::find(&Browser, given.text("state"))?;
                found.filter(|pending| !pending.is_expired(Browser.now())).map(|pending| pending.to_json().into())
            }
            // A path of this origin to go to, whatever was asked for.
            "returnTo" => Some(Json::from(&flow.page.return_to(&Browser, given.text("url")))),
            // Ends the transaction of that state, or every one of this app.
            "forget" => match given.0.text("state") {
                Some(state) => Transaction::forget(&Browser, state).map(|()| None)?,
                // Best effort: where storage is blocked there is none, and a sign-out must go on.
                None => Transaction::remove_all(&Browser, flow.provider.text("clientId")).map_or(None, |()| None),
            },
            // The callback `url` as the address bar should show it.
            "clean" => Some(Json::from(&without_response(&Browser, &Url::from_canonical(given.text("url").into())))),
            // The origin of a `url` that may get a token; an error names the `field`.
            "origin" => Some(Json::from(&flow.page.endpoint(&Browser, given.text("field"), given.text("url"))?.origin())),
            // A callback URL, or a code and its state, claimed. `scope` is for the answer.
            "exchange" => {
                let grant = flow.grant(given.options())?;
                let request = to_send(flow.exchange(&grant, given.options())?);
                Some(request.with("scope", grant.transaction.text("scope")).into())
            }
            // The refresh `token`.
            "refresh" => Some(to_send(flow.refresh(given.text("token"), given.options())?).into()),
            // A code for another device.
            "device" => {
                let (request, scope) = flow.device(given.options())?;
                Some(to_send(request).with("scope", &scope).into())
            }
            // Whether somebody has entered it, by the `deviceCode`.
            "poll" => Some(to_send(flow.poll(given.text("deviceCode"), given.options())?).into()),
            // RFC 7009.
            "revoke" => Some(to_send(flow.revoke(given.text("token"), given.text("hint"))?).into()),
            // The `status` and `body` that came for a request: a record. What it leaves out is taken from `scope` and `record`.
            // Of a device code what to show, and of a poll perhaps `{wait, interval, failures}`: seconds until the next.
            "answer" => {
                let status = given.number("status") as u16;
                let answer = TokenAnswer { status, body: given.0.get("body").cloned() };
                let scope = given.text("scope");
                let step = match given.text("to") {
                    "device" => return Ok(to_js(&flow.read_device(answer, scope)?)),
                    "poll" => {
                        let polling = Polling { interval: given.number("interval"), failures: given.number("failures") };
                        return Ok(to_js(&flow.read_poll(answer, scope, polling)?.to_json()));
                    }
                    "exchange" => Step::Exchange,
                    "refresh" => Step::Refresh,
                    _ => Step::Revoke,
                };
                flow.read(step, answer, scope, given.credentials())?.map(|made| made.to_json())
            }
            // What a `record` holds; nothing when it is none.
            _ => given.credentials().map(|credentials| credentials.to_view()),
        };
        Ok(to_js(&outcome.unwrap_or(Json::Null)))
    }
}

fn to_send(request: TokenRequest) -> Object {
    Object::new().with("url", &request.url).with("form", &request.form)
}

/// What a step is given, by name.
struct Given(Object);

impl Given {
    fn text(&self, name: &str) -> &str {
        self.0.text(name).unwrap_or_default()
    }

    fn number(&self, name: &str) -> u64 {
        self.0.whole(name).unwrap_or_default()
    }

    fn is(&self, name: &str) -> bool {
        self.0.get(name) == Some(&Json::Bool(true))
    }

    fn options(&self) -> &Json {
        self.0.get("options").unwrap_or(&Json::Null)
    }

    fn credentials(&self) -> Option<Credentials> {
        Credentials::from_json(self.0.get("record")?)
    }
}
