//! Where the app goes after a sign-in: a path on its own origin, or the default. Owns that one rule (C-62, RFC 9700
//! section 4.11: no open redirect); it never navigates.

use super::ports::Urls;
use percent_encoding::percent_decode_str;

const DEFAULT: &str = "/";

/// The path to return to; anything that could leave the origin becomes `/`.
pub fn safe_return_to(urls: &impl Urls, origin: &str, wanted: &str) -> String {
    let decoded = percent_decode_str(wanted).decode_utf8_lossy();
    // Checked both as written and decoded once: a router that decodes must not be led away either.
    let stays = is_plain_path(wanted) && is_plain_path(&decoded);
    match urls.parse(wanted, Some(origin)) {
        Some(url) if stays && url.origin == origin => wanted.into(),
        _ => DEFAULT.into(),
    }
}

fn is_plain_path(text: &str) -> bool {
    // Browsers read a backslash as a slash and skip control characters, so `/\evil` and `/\t/evil` are hosts to them.
    let mut letters = text.chars();
    letters.next() == Some('/') && letters.next() != Some('/') && !text.contains(|c: char| c == '\\' || c.is_control())
}
