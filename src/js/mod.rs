//! What JavaScript calls: one class, `Engine`, that converts in, calls `oauth` with the browser of `web`, and converts
//! out. The classes that users hold are hand-written JavaScript over it, in `www/`: they move requests and wait for
//! one another, and as JavaScript they are small and can be extended. Methods take `&self`, and no borrow is held while JavaScript runs.

mod engine;
mod errors;
mod options;

pub use engine::Engine;
