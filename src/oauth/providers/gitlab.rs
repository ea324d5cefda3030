//! GitLab, gitlab.com or self-managed. Data from <https://docs.gitlab.com/api/oauth2/>: an app that is not confidential
//! needs no secret, and its endpoints answer pages of any origin, so no token proxy.

use super::GENERIC;
use crate::oauth::provider::Preset;

/// gitlab.com, or another `host`.
pub const GITLAB: Preset = Preset {
    name: "gitlab",
    host: "gitlab.com",
    authorization_url: "https://*/oauth/authorize",
    token_url: "https://*/oauth/token",
    revocation_url: "https://*/oauth/revoke",
    device_url: "https://*/oauth/authorize_device",
    api_urls: &[("", "https://*/api/v4")],
    user_info_path: "/user",
    issuer_suffix: "/oauth/authorize",
    ..GENERIC
};
