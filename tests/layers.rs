//! The rules of the house that no compiler checks: who may name the browser, how long a file is, and that Rust and the
//! hand-written types name the same errors. Reads the source as text.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod sources {
    use std::path::{Path, PathBuf};

    pub fn read(path: &str) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Every Rust file below a folder of the project, with its text.
    pub fn below(folder: &str) -> Vec<(String, String)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        let mut folders = vec![PathBuf::from(folder)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(root.join(&folder)).unwrap() {
                let path = folder.join(entry.unwrap().file_name());
                if root.join(&path).is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    let name = path.to_string_lossy().into_owned();
                    let text = read(&name);
                    files.push((name, text));
                }
            }
        }
        assert!(files.len() > 3, "no files below {folder}");
        files
    }

    /// The lines of code of a file, numbered, without comments.
    pub fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
        let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.split("//").next().unwrap_or_default()));
        lines.filter(|(_, line)| !line.trim().is_empty())
    }
}

use portcullis::oauth::ErrorCode;
use sources::{below, code, read};

/// The places below a folder where code names one of these.
fn places(folder: &str, words: &[&str]) -> Vec<String> {
    let mut places = Vec::new();
    for (name, text) in below(folder) {
        for (at, line) in code(&text).filter(|(_, line)| words.iter().any(|word| line.contains(word))) {
            places.push(format!("{name}:{at}: {}", line.trim()));
        }
    }
    places
}

fn none_outside(allowed: &str, words: &[&str]) {
    let strangers: Vec<_> = places("src", words).into_iter().filter(|place| !place.starts_with(allowed)).collect();
    assert!(strangers.is_empty(), "{words:?} outside {allowed}: {strangers:#?}");
}

#[test]
fn the_protocol_knows_no_browser() {
    let browser = ["web_sys", "gloo", "js_sys", "wasm_bindgen", "crate::web", "crate::js", "target_arch", "JsValue"];
    assert_eq!(places("src/oauth", &browser), Vec::<String>::new());
}

#[test]
fn only_the_web_layer_names_web_sys_and_gloo() {
    none_outside("src/web/", &["web_sys", "gloo_"]);
    assert_eq!(places("src/web", &["crate::js"]), Vec::<String>::new());
}

#[test]
fn only_the_js_layer_exports_classes() {
    for (name, text) in below("src") {
        let lines: Vec<(usize, &str)> = code(&text).collect();
        for (attribute, item) in lines.iter().zip(lines.iter().skip(1)) {
            let is_export = attribute.1.trim_start().starts_with("#[wasm_bindgen") && !item.1.contains("extern");
            // In an extern block the attribute belongs to something that is imported.
            let is_import = attribute.1.starts_with(' ') && text.contains("extern \"C\"") && item.1.trim_end().ends_with(';');
            assert!(!is_export || is_import || name.starts_with("src/js/"), "{name}:{}: {}", item.0, item.1);
        }
    }
}

#[test]
fn the_browsers_crates_are_for_wasm_only() {
    let manifest = read("Cargo.toml");
    let mut section = "";
    let mut seen = 0;
    for line in manifest.lines().filter(|line| !line.trim_start().starts_with('#')) {
        if line.starts_with('[') {
            section = line.trim();
        }
        let is_browsers = ["wasm-bindgen", "web-sys", "js-sys", "gloo", "serde-wasm-bindgen", "talc"];
        if section.contains("dependencies") && is_browsers.iter().any(|name| line.starts_with(name)) {
            seen += 1;
            assert!(section.contains("cfg(target_arch = \"wasm32\")"), "{line} under {section}");
        }
    }
    assert!(seen >= 5, "only {seen} of the browser's crates are in Cargo.toml");
}

#[test]
fn files_are_short_and_say_what_they_own() {
    for (name, text) in below("src").into_iter().chain(below("tests")) {
        assert!(text.starts_with("//! "), "{name} does not say what it owns");
        assert!(text.lines().count() <= 300, "{name} has {} lines", text.lines().count());
    }
}

/// The texts between quotes of a union type in the hand-written declarations.
fn union(name: &str) -> Vec<String> {
    let types = read("www/index.d.ts");
    let (_, rest) = types.split_once(&format!("export type {name} =")).unwrap_or_else(|| panic!("no type {name}"));
    let members = rest.split(';').next().unwrap_or_default();
    let mut codes: Vec<String> = members.split('"').skip(1).step_by(2).map(String::from).collect();
    if members.contains("| ConfigErrorCode") {
        codes.extend(union("ConfigErrorCode"));
    }
    codes.sort();
    codes
}

fn codes(mut wanted: impl FnMut(ErrorCode) -> bool) -> Vec<String> {
    let mut codes: Vec<String> =
        ErrorCode::ALL.iter().filter(|code| wanted(**code)).map(|code| code.as_str().to_string()).collect();
    codes.sort();
    codes
}

#[test]
fn rust_and_the_types_have_the_same_error_codes() {
    assert_eq!(codes(|_| true), union("AuthErrorCode"));
}

#[test]
fn rust_and_the_types_have_the_same_configuration_errors() {
    assert_eq!(codes(ErrorCode::is_config), union("ConfigErrorCode"));
}

#[test]
fn codes_are_unique_and_nothing_is_both_a_mistake_and_worth_a_retry() {
    let mut all = codes(|_| true);
    let count = all.len();
    all.dedup();
    assert_eq!(all.len(), count);
    assert_eq!(codes(|code| code.is_config() && code.is_retryable()), Vec::<String>::new());
}
