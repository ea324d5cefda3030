//! Arbitrary JSON, as it may come from a server, a storage or a developer: any value at all, but mostly with the names and
//! numbers that mean something here.

use super::json;
use portcullis::oauth::json::{Json, Object};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

/// The members of a token answer.
pub const ANSWER: &[&str] = &[
    "access_token",
    "token_type",
    "refresh_token",
    "expires_in",
    "scope",
    "id_token",
    "error",
    "error_description",
    "error_uri",
    "__proto__",
];
/// The members of stored records, past and present.
pub const RECORD: &[&str] = &[
    "answer",
    "obtained_at",
    "access_token",
    "token_type",
    "expires_in",
    "expires_at",
    "refresh_token",
    "scope",
    "extra",
    "verifier",
    "created_at",
];
/// The options of every call.
pub const OPTIONS: &[&str] = &[
    "name",
    "clientId",
    "redirectUri",
    "proxyUrl",
    "tokenUrl",
    "authorizationUrl",
    "revocationUrl",
    "apiUrl",
    "userInfoUrl",
    "issuer",
    "host",
    "scope",
    "scopeSeparator",
    "extraParams",
    "tokenEndpointAuthMethod",
    "token",
    "extra",
    "state",
    "returnTo",
    "appState",
    "subject",
    "mode",
    "flow",
    "url",
    "code",
    "tokenParams",
];

/// Numbers as JavaScript has them, with the ones that hurt.
fn number() -> impl Strategy<Value = f64> {
    let awkward =
        [0.0, -0.0, -1.0, 1e15, 9e15, 1.8e19, 1e300, f64::MAX, f64::MIN_POSITIVE, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
    prop_oneof![any::<f64>(), select(awkward.to_vec()), (0u32..100_000).prop_map(f64::from)]
}

/// Any text, often one that is nearly right.
pub fn text() -> impl Strategy<Value = String> {
    let words = [
        "",
        "bearer",
        "Bearer",
        "gho_x",
        "ghp_x",
        "28800",
        "-1",
        "repo,gist",
        "invalid_grant",
        "https://app.example/x",
        "git.example.com:8443",
        "none",
        "//evil",
    ];
    prop_oneof![".*", select(words.to_vec()).prop_map(String::from), "[ -~]{0,60}"]
}

/// Any JSON value; the names of its members are mostly ones that mean something.
pub fn value(names: &'static [&'static str]) -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        number().prop_map(Json::Number),
        text().prop_map(Json::String)
    ];
    leaf.prop_recursive(3, 24, 8, move |inner| {
        let name = prop_oneof![4 => select(names.to_vec()).prop_map(String::from), 1 => text()];
        let members = proptest::collection::btree_map(name, inner.clone(), 0..8);
        prop_oneof![
            1 => proptest::collection::vec(inner, 0..4).prop_map(Json::Array),
            4 => members.prop_map(|members| Json::Object(Object(members.into_iter().collect()))),
        ]
    })
}

/// An object with a few of these members, so that what it is merged into stays mostly as it was.
pub fn changes(names: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let value = prop_oneof![number().prop_map(Json::Number), text().prop_map(Json::String), value(names)];
    let members = proptest::collection::btree_map(select(names.to_vec()), value, 0..4);
    members.prop_map(|members| members.into_iter().map(|(name, value)| (name.to_string(), json::write(&value))).collect())
}
