//! What JavaScript sees: classes that convert arguments, call `oauth` with the browser of `web`, and convert results.
//! No rule lives here. Methods take `&self`, and no borrow is held while JavaScript runs.

mod credentials;
pub mod errors;
mod flow;
mod github;
mod manager;
mod options;
mod provider;
mod session;

pub use credentials::GithubUserCredentials;
pub use flow::OAuth2Flow;
pub use github::GithubClient;
pub use manager::{AuthManager, create_auth};
pub use provider::GithubAuthProvider;
pub use session::Session;

use crate::web::Browser;
use std::rc::Rc;

/// A provider's sessions in this browser; every class holds one.
type Sessions = Rc<crate::oauth::session::Sessions<Browser>>;
