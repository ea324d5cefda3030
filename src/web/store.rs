//! sessionStorage: survives the round trip and a reload, ends with the tab, is never sent anywhere. Blocked and full
//! storage become typed errors here.

use super::{Browser, json};
use crate::oauth::json::Json;
use crate::oauth::ports::Storage;
use crate::oauth::{AuthError, ErrorCode, Result};
use gloo_storage::Storage as _;

impl Storage for Browser {
    fn get(&self, key: &str) -> Result<Option<Json>> {
        let text = session_storage()?.get_item(key).map_err(|_| unavailable())?;
        Ok(text.map(|text| json::parse(&text).unwrap_or(Json::Null)))
    }

    fn set(&self, key: &str, value: &Json) -> Result<()> {
        let text = json::stringify(value).ok_or_else(unavailable)?;
        let full = || AuthError::new(ErrorCode::StorageFull, "This page's sessionStorage is full.");
        session_storage()?.set_item(key, &text).map_err(|_| full())
    }

    fn remove(&self, key: &str) -> Result<()> {
        session_storage()?.remove_item(key).map_err(|_| unavailable())
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>> {
        let mut keys = Vec::new();
        for key in js_sys::Object::keys(&session_storage()?.into()).iter().filter_map(|key| key.as_string()) {
            if key.starts_with(prefix) {
                keys.push(key);
            }
        }
        Ok(keys)
    }
}

fn session_storage() -> Result<web_sys::Storage> {
    // gloo-storage throws past Rust where storage is blocked or missing, so it is asked for only after a look.
    match web_sys::window().map(|window| window.session_storage()) {
        Some(Ok(Some(_))) => Ok(gloo_storage::SessionStorage::raw()),
        _ => Err(unavailable()),
    }
}

fn unavailable() -> AuthError {
    let message = "This browser blocks sessionStorage for this page.";
    AuthError::new(ErrorCode::StorageUnavailable, message)
}
