//! What JavaScript gives a step, on its way in: plain data.

use crate::oauth::json::{Json, Object};
use crate::web::json::from_js;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

/// The members of an object, one by one: what is no plain data becomes `null`, which the rules then refuse by name.
pub fn read(value: &JsValue) -> Object {
    let mut members = Object::new();
    for entry in js_sys::Object::entries(value.unchecked_ref()).iter() {
        let entry: Array = entry.unchecked_into();
        let name = entry.get(0).as_string().unwrap_or_default();
        members = members.with(&name, from_js(&entry.get(1)).unwrap_or(Json::Null));
    }
    members
}
