//! The page that tests run in: brought back to how it was, its functions replaced, its requests recorded. Also the few
//! words for reading JavaScript values.

use js_sys::futures::JsFuture;
use js_sys::{Array, Function, JSON, Promise, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/browser/stubs.js")]
extern "C" {
    #[wasm_bindgen(js_name = startAfresh)]
    fn clear();
    #[wasm_bindgen(js_name = replaceValue)]
    pub fn replace_value(target: &JsValue, name: &str, value: &JsValue);
    #[wasm_bindgen(js_name = makeThrow)]
    pub fn make_throw(target: &JsValue, name: &str, error: &JsValue);
    #[wasm_bindgen(js_name = makeMethodThrow)]
    pub fn make_method_throw(target: &JsValue, name: &str, error: &JsValue);
    #[wasm_bindgen(js_name = answerWith)]
    pub fn answer_with(status: u16, body: &str);
    #[wasm_bindgen(js_name = answerWithResponse)]
    pub fn answer_with_response(response: &JsValue);
    #[wasm_bindgen(js_name = answerWithRejection)]
    pub fn answer_with_rejection(reason: &JsValue);
    #[wasm_bindgen(js_name = answerWithSilence)]
    pub fn answer_with_silence();
    #[wasm_bindgen(js_name = answerWithBrokenBody)]
    pub fn answer_with_broken_body();
    #[wasm_bindgen(js_name = setWhileSending)]
    pub fn set_while_sending(action: &JsValue);
    #[wasm_bindgen(js_name = sentCalls)]
    fn sent_calls() -> Array;
    #[wasm_bindgen(js_name = unansweredCount)]
    pub fn unanswered_count() -> u32;
    fn settled(promise: &Promise) -> Promise;
    /// The value of a JavaScript expression.
    #[wasm_bindgen(js_name = evaluate)]
    pub fn js(expression: &str) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// The names of an object's own enumerable members.
    #[wasm_bindgen(js_namespace = Object, js_name = keys)]
    pub fn names(value: &JsValue) -> Vec<String>;
    /// Writes to sessionStorage.
    #[wasm_bindgen(js_namespace = sessionStorage, js_name = setItem)]
    pub fn keep(key: &str, value: &str);
}

/// A page as new, with the package ready.
pub fn start_afresh() {
    clear();
    super::api::use_engine();
}

/// What `fetch` was called with, in order.
pub fn sent() -> Vec<JsValue> {
    sent_calls().iter().collect()
}

/// The keys of sessionStorage.
pub fn keys() -> Vec<String> {
    names(&js("sessionStorage"))
}

/// The address bar.
pub fn address() -> String {
    text(&js("location"), "href")
}

pub fn origin() -> String {
    text(&js("location"), "origin")
}

pub fn show(address: &str) {
    js(&format!("history.replaceState({{ mine: 7 }}, '', {address:?})"));
}

/// How a promise ends.
pub async fn outcome(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(settled(&promise)).await
}

pub async fn fulfilled(promise: Promise) -> JsValue {
    outcome(promise).await.unwrap_or_else(|error| panic!("rejected with {error:?}"))
}

pub async fn rejected(promise: Promise) -> JsValue {
    match outcome(promise).await {
        Ok(value) => panic!("fulfilled with {value:?}"),
        Err(error) => error,
    }
}

/// A member by its path, such as `error.code`.
pub fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, name| Reflect::get(&value, &name.into()).unwrap_or_default())
}

/// A member that is a string.
pub fn text(value: &JsValue, path: &str) -> String {
    let member = get(value, path);
    member.as_string().unwrap_or_else(|| panic!("{path} is {member:?} in {}", stringify(value)))
}

/// Empty for what JSON cannot say.
pub fn stringify(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// What a function, written in JavaScript, makes of a value.
pub fn call(function: &str, argument: &JsValue) -> JsValue {
    Function::from(js(function)).call1(&JsValue::NULL, argument).unwrap()
}

/// What an asynchronous function, written in JavaScript, resolves to, as JSON.
pub async fn told(function: &str, argument: &JsValue) -> String {
    stringify(&fulfilled(call(function, argument).into()).await)
}
