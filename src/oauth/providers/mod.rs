//! The built-in providers. Each is one file of data and one line here.

mod github;

pub use github::GITHUB;
