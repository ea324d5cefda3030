//! Promises for JavaScript. One boxed future type, so that the machinery behind a promise exists once in the wasm.

use js_sys::Promise;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

/// What a promise settles with.
pub type Outcome = Result<JsValue, JsValue>;

/// The promise of work that goes on after this call.
pub fn pending(work: impl Future<Output = Outcome> + 'static) -> Promise {
    spawn(Box::pin(work))
}

#[inline(never)]
fn spawn(work: Pin<Box<dyn Future<Output = Outcome>>>) -> Promise {
    future_to_promise(work)
}
