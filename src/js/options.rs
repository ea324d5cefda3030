//! Options on their way in: plain data, or an error that says so.

use crate::oauth::json::{Json, Object};
use crate::oauth::{AuthError, ErrorCode, Result};
use crate::web::json::from_js;
use wasm_bindgen::JsValue;

/// The options object under that name; leaving it out is the same as `{}`.
pub fn read(name: &str, value: &JsValue) -> Result<Json> {
    if value.is_undefined() {
        return Ok(Object::new().into());
    }
    let message = "must be an object of plain data.";
    from_js(value).ok_or_else(|| AuthError::config(ErrorCode::InvalidOption, name, message))
}
