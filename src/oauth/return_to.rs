//! Where the app goes after a sign-in: a path on its own origin, or the default. Owns that one rule (C-62, RFC 9700
//! section 4.11: no open redirect); it never navigates.

use super::ports::Urls;
use super::url::Url;

const DEFAULT: &str = "/";

/// The path to return to; anything that could leave the origin becomes `/`.
pub fn safe_return_to(urls: &impl Urls, origin: &str, wanted: &str) -> String {
    let bytes = wanted.as_bytes();
    // A second slash names a host. Browsers read a backslash as a slash, and a router that decodes the path would make
    // one of an escape, so all three are refused in that place.
    let is_path = bytes.first() == Some(&b'/') && !matches!(bytes.get(1), Some(b'/' | b'\\' | b'%'));
    // Browsers skip tabs and line breaks, which would bring the second slash back.
    let is_clean = !bytes.iter().any(|byte| byte.is_ascii_control() || *byte == b'\\');
    // Resolving dots can bring it to the front as well.
    let stays =
        |url: Url| url.before_query().strip_prefix(origin).is_some_and(|path| !path.starts_with("//") && !path.starts_with("/%"));
    if is_path && is_clean && urls.parse(wanted, Some(origin)).is_some_and(stays) { wanted.into() } else { DEFAULT.into() }
}
