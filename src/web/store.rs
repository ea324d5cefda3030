//! sessionStorage: survives the round trip and a reload, ends with the tab, is never sent anywhere. Blocked and full
//! storage become typed errors here.

use super::{Browser, json};
use crate::oauth::json::Json;
use crate::oauth::ports::Storage;
use crate::oauth::{AuthError, ErrorCode, Result};
use wasm_bindgen::prelude::*;

// By name and not through `window`: where storage is blocked, merely naming it throws, and only a bound function can catch that.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = sessionStorage, js_name = getItem)]
    fn get_item(key: &str) -> std::result::Result<Option<String>, JsValue>;
    #[wasm_bindgen(catch, js_namespace = sessionStorage, js_name = setItem)]
    fn set_item(key: &str, value: &str) -> std::result::Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = sessionStorage, js_name = removeItem)]
    fn remove_item(key: &str) -> std::result::Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = sessionStorage)]
    fn key(index: u32) -> std::result::Result<Option<String>, JsValue>;
}

impl Storage for Browser {
    fn get(&self, key: &str) -> Result<Option<Json>> {
        let text = get_item(key).map_err(unavailable)?;
        Ok(text.map(|text| json::parse(&text).unwrap_or(Json::Null)))
    }

    fn set(&self, key: &str, value: &Json) -> Result<()> {
        let text = json::stringify(value).unwrap_or_default();
        let full = |_| AuthError::new(ErrorCode::StorageFull, "This page's sessionStorage is full.");
        // What can be read and not written is full.
        get_item(key).map_err(unavailable)?;
        set_item(key, &text).map_err(full)
    }

    fn remove(&self, key: &str) -> Result<()> {
        remove_item(key).map_err(unavailable)
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>> {
        let mut keys = Vec::new();
        for index in 0.. {
            let Some(key) = key(index).map_err(unavailable)? else { break };
            if key.starts_with(prefix) {
                keys.push(key);
            }
        }
        Ok(keys)
    }
}

fn unavailable(_: JsValue) -> AuthError {
    let message = "This browser blocks sessionStorage for this page.";
    AuthError::new(ErrorCode::StorageUnavailable, message)
}
