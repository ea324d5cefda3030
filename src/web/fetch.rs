//! The app's own requests with a subject's token added. Owns how a request is built so that the token cannot leave
//! with a redirect; which targets and answers count is asked of `oauth::session`.

use super::{Browser, json};
use crate::oauth::session::{Sessions, is_token_rejected};
use crate::oauth::{AuthError, ErrorCode};
use oauth2::AccessToken;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, Request, RequestInit, RequestRedirect, Response, Url};

#[wasm_bindgen]
extern "C" {
    // The global function, so that it also works in a worker.
    #[wasm_bindgen(js_name = fetch)]
    fn fetch_request(request: &Request) -> js_sys::Promise;
}

/// Why a request failed: refused by us, or by the browser's own `fetch`, whose error is passed on as it is.
pub enum FetchError {
    /// A rule of ours.
    Refused(AuthError),
    /// What `Request` threw or `fetch` rejected with.
    Native(JsValue),
}

impl From<AuthError> for FetchError {
    fn from(error: AuthError) -> Self {
        Self::Refused(error)
    }
}

impl From<JsValue> for FetchError {
    fn from(error: JsValue) -> Self {
        Self::Native(error)
    }
}

/// A request that is ready but for its token.
pub struct Outgoing {
    request: Request,
    is_replayable: bool,
}

impl Outgoing {
    /// Takes the arguments of `fetch`; reads them now, so that the caller may change them afterwards.
    pub fn new(input: &JsValue, init: &JsValue) -> Result<Self, FetchError> {
        let given: RequestInit = if init.is_object() { init.clone().unchecked_into() } else { RequestInit::new() };
        let request = match (input.dyn_ref::<Request>(), address(input)) {
            (Some(request), _) => Request::new_with_request_and_init(request, &given)?,
            (_, Some(url)) => Request::new_with_str_and_init(&url, &given)?,
            _ => {
                let message = "must be a string, a URL or a Request.";
                return Err(AuthError::config(ErrorCode::InvalidOption, "input", message).into());
            }
        };
        if request.headers().has("Authorization")? {
            let message = "The request already has an Authorization header. Leave it out: the session adds it.";
            return Err(AuthError::new(ErrorCode::AuthorizationHeaderSet, message).into());
        }
        // Browsers before 2022 sent the token along to wherever a redirect pointed (C-25, T-24).
        let guarded = RequestInit::new();
        if request.redirect() != RequestRedirect::Manual {
            guarded.set_redirect(RequestRedirect::Error);
        }
        Ok(Self {
            is_replayable: !given.get_body().is_instance_of::<ReadableStream>(),
            request: Request::new_with_request_and_init(&request, &guarded)?,
        })
    }

    /// Sends it for a subject; a rejected token is renewed and the request repeated once (C-27).
    pub async fn send(self, sessions: &Rc<Sessions<Browser>>, subject: &str) -> Result<Response, FetchError> {
        sessions.check_target(&self.request.url())?;
        let token = sessions.access_token(subject).await?;
        let spare = if self.is_replayable { Some(self.request.clone()?) } else { None };
        let response = with_token(&self.request, &token).await?;
        let Some(spare) = spare else { return Ok(response) };
        if response.status() != 401 || !is_token_rejected(body(&response).await.as_ref()) {
            return Ok(response);
        }
        match sessions.renew(subject, &token).await {
            Ok(renewed) => with_token(&spare, &renewed.access_token).await,
            // The API's own answer says more than "cannot renew".
            Err(error) if error.code() == ErrorCode::NoRefreshToken => Ok(response),
            Err(error) => Err(error.into()),
        }
    }
}

fn address(input: &JsValue) -> Option<String> {
    input.as_string().or_else(|| input.dyn_ref::<Url>().map(Url::href))
}

async fn with_token(request: &Request, token: &AccessToken) -> Result<Response, FetchError> {
    request.headers().set("Authorization", &["Bearer ", token.secret()].concat())?;
    Ok(JsFuture::from(fetch_request(request)).await?.unchecked_into())
}

/// The JSON of an answer, leaving the answer itself unread.
async fn body(response: &Response) -> Option<crate::oauth::json::Json> {
    let text = JsFuture::from(response.clone().ok()?.text().ok()?).await.ok()?;
    json::parse(&text.as_string()?)
}

/// The JSON of an answer of the API, or an error in words.
pub async fn api_json(response: Response) -> Result<JsValue, FetchError> {
    if !response.ok() {
        let status = response.status();
        let message = ["The provider's API answered with status ", &status.to_string(), "."].concat();
        return Err(AuthError::new(ErrorCode::ApiError, &message).with_status(status).into());
    }
    Ok(JsFuture::from(response.json()?).await?)
}
