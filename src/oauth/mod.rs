//! The protocol layer: OAuth 2.0 (RFC 6749) with PKCE (RFC 7636) as a public client speaks it, from a page.
//!
//! Read it in the order of a sign-in: `provider` → `authorize` → `transaction` → `callback` → `token` →
//! `credentials`. `flow` ties the steps together; `ports` names what the outside world must supply.

pub mod authorize;
pub mod callback;
pub mod credentials;
pub mod device;
pub mod error;
pub mod flow;
pub mod json;
pub mod options;
pub mod ports;
pub mod provider;
pub mod providers;
pub mod return_to;
pub mod secure_url;
pub mod text;
pub mod token;
pub mod transaction;
pub mod url;

pub use error::{AuthError, ErrorCode, Result};
