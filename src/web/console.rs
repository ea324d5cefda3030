//! The developer's console.

/// Tells the developer.
pub fn warn(message: &str) {
    web_sys::console::warn_1(&message.into());
}
