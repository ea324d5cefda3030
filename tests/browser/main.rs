//! The package's classes and the engine behind them in a real browser, called as JavaScript calls them. One page runs all
//! of these one after the other; each begins with `app()` or `start_afresh()`, because a test that failed could not tidy up.
#![cfg(target_arch = "wasm32")]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

mod api;
mod page;

mod app_credentials;
mod authorize;
mod bindings;
mod client;
mod custom_flows;
mod environment;
mod errors;
mod flow_options;
mod flows;
mod http;
mod manager;
mod personal_token;
mod providers;
mod random;
mod redaction;
mod redirect;
mod reentrancy;
mod session_fetch;
mod session_renewal;
mod sessions;
mod snapshot;
mod storage;
mod store_trouble;
mod stores;
mod subjects;
