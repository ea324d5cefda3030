//! Any OAuth 2 provider: every URL is the app's to give.

use crate::oauth::provider::Preset;

/// Brings no data along.
pub const GENERIC: Preset = Preset {
    name: "",
    host: "",
    authorization_url: "",
    token_url: "",
    revocation_url: "",
    device_url: "",
    api_urls: &[],
    user_info_path: "",
    issuer_suffix: "",
    proxy_reason: "",
    normalize: |_| Ok(()),
};
