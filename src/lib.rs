//! Portcullis: a browser auth SDK. Three layers, each knowing only the ones to its right:
//!
//! `js` → `web` → `oauth`
//!
//! - [`oauth`] is the protocol: pure rules over ports, no DOM, no clock, no network. `cargo test` runs it natively.
//! - `web` adapts the browser to those ports. Only there does `web_sys` appear.
//! - `js` is what JavaScript sees: classes that convert in, call `oauth` with `web`, and convert out. No rules.
//!
//! `web` and `js` exist only on wasm32, so the native build breaks when `oauth` reaches for them.

pub mod oauth;

#[cfg(target_arch = "wasm32")]
pub mod js;
#[cfg(target_arch = "wasm32")]
mod web;
