//! Errors on their way out: a real `Error` subclass, made by `www/errors.js` so that users and Rust share the classes.

use crate::oauth::AuthError;
use crate::web::json::to_js;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/www/errors.js")]
extern "C" {
    #[wasm_bindgen(js_name = toError)]
    fn to_error(details: JsValue) -> JsValue;
}

impl From<AuthError> for JsValue {
    fn from(error: AuthError) -> Self {
        to_error(to_js(&error.to_json()))
    }
}
