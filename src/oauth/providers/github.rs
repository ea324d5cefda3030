//! GitHub (OAuth apps and GitHub Apps). Data from <https://docs.github.com/apps/oauth-apps/building-oauth-apps>;
//! GitHub is no OpenID provider: it has no metadata and no ID token, so identity comes from `GET /user`.

use crate::oauth::error::{AuthError, ErrorCode, Result};
use crate::oauth::provider::Preset;

/// github.com; other hosts override the two URLs.
pub const GITHUB: Preset = Preset {
    name: "github",
    authorization_url: "https://github.com/login/oauth/authorize",
    api_url: "https://api.github.com",
    // `iss` in a callback, when GitHub sends one, is the authorization endpoint without this.
    issuer_suffix: "/authorize",
    user_info_path: "/user",
    // The login can change hands, the number cannot.
    subject_member: "id",
    proxy_reason: "the URL of your token proxy. GitHub's token endpoint needs the client secret and \
                   allows no cross-origin request.",
    normalize,
};

/// A personal access token is no answer to an authorization code; one here means that somebody tampered.
fn normalize(access_token: &str) -> Result<()> {
    if access_token.starts_with("ghp_") || access_token.starts_with("github_pat_") {
        return Err(AuthError::new(ErrorCode::InvalidResponse, "The token endpoint answered with a personal access token."));
    }
    Ok(())
}
