//! GitHub (OAuth apps and GitHub Apps). Data from <https://docs.github.com/apps/oauth-apps/building-oauth-apps>;
//! GitHub is no OpenID provider: it has no metadata and no ID token, so identity comes from `GET /user`.

use crate::oauth::error::{AuthError, ErrorCode, Result};
use crate::oauth::provider::Preset;

/// github.com, a ghe.com address, or GitHub Enterprise Server.
pub const GITHUB: Preset = Preset {
    name: "github",
    host: "github.com",
    authorization_url: "https://*/login/oauth/authorize",
    token_url: "https://*/login/oauth/access_token",
    // Needs the client secret: the token proxy's route.
    revocation_url: "",
    device_url: "https://*/login/device/code",
    api_urls: &[("//github.com", "https://api.*"), (".ghe.com", "https://api.*"), ("", "https://*/api/v3")],
    user_info_path: "/user",
    // `iss` in a callback, when GitHub sends one, is the authorization endpoint without this.
    issuer_suffix: "/authorize",
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
