//! The built-in providers. Each is one file of data and one line in `PRESETS`.

mod discord;
mod generic;
mod github;
mod gitlab;

use super::provider::Preset;

pub use generic::GENERIC;
pub use github::GITHUB;

const PRESETS: [&Preset; 3] = [&GITHUB, &gitlab::GITLAB, &discord::DISCORD];

/// The built-in provider of that name, or the one that brings nothing along.
pub fn preset(name: &str) -> &'static Preset {
    PRESETS.into_iter().find(|preset| preset.name == name).unwrap_or(&GENERIC)
}
