//! JavaScript values in and out, as the one `Json` type. Functions, symbols and cycles are refused; depth
//! is bounded, for a deep value would overflow the wasm stack.

use crate::oauth::json::{Json, Object};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

const MAX_DEPTH: u8 = 32;

/// Plain data, or `None` when the value is anything else.
pub fn from_js(value: &JsValue) -> Option<Json> {
    // By hand: serde-wasm-bindgen's reading half alone weighs 10 KB, for errors that nobody would see.
    read(value, MAX_DEPTH)
}

/// A plain JavaScript value. By hand, as the reading: no serialiser knows `Json` better, and none is smaller.
pub fn to_js(value: &Json) -> JsValue {
    match value {
        Json::Null => JsValue::NULL,
        Json::Bool(value) => JsValue::from_bool(*value),
        Json::Number(value) => JsValue::from_f64(*value),
        Json::String(value) => JsValue::from_str(value),
        Json::Array(values) => {
            let array = Array::new();
            for value in values {
                array.push(&to_js(value));
            }
            array.into()
        }
        Json::Object(Object(members)) => {
            let object = js_sys::Object::new();
            for (name, value) in members {
                // Cannot fail on an object of our own.
                let _ = js_sys::Reflect::set(&object, &JsValue::from_str(name), &to_js(value));
            }
            object.into()
        }
    }
}

/// Reads a JSON text.
pub fn parse(text: &str) -> Option<Json> {
    from_js(&js_sys::JSON::parse(text).ok()?)
}

/// Writes a JSON text.
pub fn stringify(value: &Json) -> Option<String> {
    js_sys::JSON::stringify(&to_js(value)).ok().map(String::from)
}

fn read(value: &JsValue, depth: u8) -> Option<Json> {
    if value.is_null() || value.is_undefined() {
        return Some(Json::Null);
    }
    if let Some(text) = value.as_string() {
        return Some(Json::String(text));
    }
    if let Some(number) = value.as_f64() {
        return Some(Json::Number(number));
    }
    if let Some(flag) = value.as_bool() {
        return Some(Json::Bool(flag));
    }
    let deeper = depth.checked_sub(1)?;
    if Array::is_array(value) {
        let mut values = Vec::new();
        for value in value.unchecked_ref::<Array>().iter() {
            values.push(read(&value, deeper)?);
        }
        return Some(Json::Array(values));
    }
    if !value.is_object() {
        return None;
    }
    let mut members = Vec::new();
    // Own members only, so that a polluted prototype adds nothing.
    for entry in js_sys::Object::entries(value.unchecked_ref()).iter() {
        let entry: Array = entry.unchecked_into();
        let name = entry.get(0).as_string()?;
        // As the name of a member on its way out, this one would change a prototype (C-20).
        if name != "__proto__" {
            members.push((name, read(&entry.get(1), deeper)?));
        }
    }
    Some(Json::Object(Object(members)))
}
