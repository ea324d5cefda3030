//! The page: its address, and leaving it. Nothing here knows why.

use wasm_bindgen::JsValue;

/// The page's URL, or `None` where there is no page.
pub fn href() -> Option<String> {
    web_sys::window()?.location().href().ok()
}

/// Shows another URL in the address bar without loading it; the page's history state stays.
pub fn replace_url(url: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let state = history.state().unwrap_or(JsValue::NULL);
        // Fails only for another origin, and the URL is the page's own.
        let _ = history.replace_state_with_url(&state, "", Some(url));
    }
}

/// Leaves for another page.
pub fn navigate(url: &str) -> Result<(), JsValue> {
    match web_sys::window() {
        Some(window) => window.location().assign(url),
        None => Ok(()),
    }
}

/// Whether the page is shown inside another one.
pub fn is_framed() -> bool {
    web_sys::window().is_some_and(|window| window.top().ok().flatten().as_ref() != Some(&window))
}

/// Tells the developer.
pub fn warn(message: &str) {
    web_sys::console::warn_1(&message.into());
}
