//! Text, put together in the fewest bytes of wasm: the standard `concat` and `format!` each bring a kilobyte along.

/// The parts, one after the other.
pub fn concat(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}
