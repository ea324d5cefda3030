//! Where the app goes after a sign-in: a path on its own origin, or the default. Owns that one rule (C-62, RFC 9700
//! section 4.11: no open redirect); it never navigates.

use super::ports::Urls;
use super::url::Url;

const DEFAULT: &str = "/";

/// The path to return to; anything that could leave the origin becomes `/`.
pub fn safe_return_to(urls: &impl Urls, origin: &str, wanted: &str) -> String {
    // Browsers read a backslash as a slash and skip tabs and line breaks.
    let is_plain = wanted.starts_with('/') && !wanted.bytes().any(|byte| byte.is_ascii_control() || byte == b'\\');
    // Judged after the dots are resolved. A second slash names a host, and a router that decodes makes one of an escape.
    let stays = |url: Url| {
        let path = url.before_query().strip_prefix(origin);
        path.is_some_and(|path| !["//", "/%0", "/%2", "/%5"].iter().any(|start| path.starts_with(start)))
    };
    if is_plain && urls.parse(wanted, Some(origin)).is_some_and(stays) { wanted.into() } else { DEFAULT.into() }
}
