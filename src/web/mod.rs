//! The browser behind the protocol's ports, one file a port. The only layer that names the browser.
//! Holds no OAuth rule: it reports what the browser did.

mod clock;
pub mod json;
mod store;
mod urls;

/// This browser.
pub struct Browser;

// A third of the size of the default allocator; the SDK allocates little and never from two threads.
#[cfg(not(target_feature = "atomics"))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
