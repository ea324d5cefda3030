//! The protocol's `Json` to and from serde_json, so that tests can write `json!({…})`. Nothing else.

use portcullis::oauth::json::{Json, Object};
use serde_json::Value;

/// Tests write JSON; the protocol reads it as it would read a value of JavaScript.
pub fn read(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Number(number) => Json::Number(number.as_f64().unwrap()),
        Value::String(text) => Json::String(text.clone()),
        Value::Array(values) => Json::Array(values.iter().map(read).collect()),
        Value::Object(members) => Json::Object(Object(members.iter().map(|(name, value)| (name.clone(), read(value))).collect())),
    }
}

/// As `JSON.stringify` would: 1.0 is written `1`, and what JSON cannot hold is `null`.
pub fn write(value: &Json) -> Value {
    match value {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::from(*flag),
        Json::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => Value::from(*number as i64),
        Json::Number(number) => Value::from(*number),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(values) => values.iter().map(write).collect(),
        Json::Object(members) => members.0.iter().map(|(name, value)| (name.clone(), write(value))).collect(),
    }
}
