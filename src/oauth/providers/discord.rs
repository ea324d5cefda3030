//! Discord. Data from <https://docs.discord.com/developers/topics/oauth2>. An app that is a "public client" needs no secret.

use super::GENERIC;
use crate::oauth::provider::Preset;

/// discord.com.
pub const DISCORD: Preset = Preset {
    name: "discord",
    host: "discord.com",
    authorization_url: "https://*/oauth2/authorize",
    token_url: "https://*/api/oauth2/token",
    revocation_url: "https://*/api/oauth2/token/revoke",
    api_urls: &[("", "https://*/api/v10")],
    user_info_path: "/users/@me",
    issuer_suffix: "/oauth2/authorize",
    ..GENERIC
};
