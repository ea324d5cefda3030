//! The rules of the house that no compiler checks: who may name the browser, how long a file is, and that Rust, the page's
//! JavaScript and the hand-written types name the same errors. Reads the source as text.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(test)] // so that clippy lets helpers unwrap as tests do

mod sources {
    use std::path::{Path, PathBuf};

    pub fn read(path: &str) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Every file with that ending below a folder of the project, with its text.
    pub fn below(folder: &str, ending: &str) -> Vec<(String, String)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        let mut folders = vec![PathBuf::from(folder)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(root.join(&folder)).unwrap() {
                let path = folder.join(entry.unwrap().file_name());
                if root.join(&path).is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|found| found == ending) {
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
use std::collections::BTreeSet;

/// The places below a folder where code names one of these.
fn places(folder: &str, words: &[&str]) -> Vec<String> {
    let mut places = Vec::new();
    for (name, text) in below(folder, "rs") {
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

/// Other imports than those of a module of ours bind what only the browser has, without `web_sys`.
#[test]
fn only_the_web_layer_binds_the_browser_by_name() {
    let mut seen = 0;
    for (name, text) in below("src", "rs") {
        let lines: Vec<(usize, &str)> = code(&text).collect();
        for (attribute, block) in lines.iter().zip(lines.iter().skip(1)).filter(|(_, block)| block.1.contains("extern \"")) {
            seen += 1;
            let is_ours = attribute.1.starts_with("#[wasm_bindgen(module = \"/www/");
            assert!(is_ours || name.starts_with("src/web/"), "{name}:{}: {}", block.0, block.1);
        }
    }
    assert!(seen >= 2, "only {seen} extern blocks: are they written in another way?");
}

#[test]
fn only_the_js_layer_exports_classes() {
    for (name, text) in below("src", "rs") {
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
    for (name, text) in below("src", "rs").into_iter().chain(below("tests", "rs")) {
        assert!(text.starts_with("//! "), "{name} does not say what it owns");
        assert!(text.lines().count() <= 300, "{name} has {} lines", text.lines().count());
    }
}

type Codes = BTreeSet<String>;

/// The texts between quotes.
fn quoted(text: &str) -> impl Iterator<Item = String> {
    text.split('"').skip(1).step_by(2).map(String::from)
}

/// Without the lines that are comments.
fn uncommented(text: &str) -> String {
    let is_comment = |line: &&str| ["//", "/*", "*"].iter().any(|start| line.trim_start().starts_with(start));
    text.lines().filter(|line| !is_comment(line)).map(|line| format!("{line}\n")).collect()
}

/// The members of a union type in the hand-written declarations, wherever they are.
fn union(name: &str) -> Codes {
    let files: String = below("www", "ts").iter().map(|(_, text)| uncommented(text)).collect();
    let declaration = format!("export type {name} =");
    let mut declarations = files.split(&declaration).skip(1);
    let members = declarations.next().and_then(|rest| rest.split(';').next()).unwrap_or_else(|| panic!("no type {name}"));
    assert_eq!(declarations.count(), 0, "{name} is declared twice");
    let mut codes: Codes = quoted(members).collect();
    if members.contains("| ConfigErrorCode") {
        codes.extend(union("ConfigErrorCode"));
    }
    codes
}

fn codes(mut wanted: impl FnMut(ErrorCode) -> bool) -> Codes {
    ErrorCode::ALL.iter().filter(|code| wanted(**code)).map(|code| code.as_str().to_string()).collect()
}

/// A call's first argument, given what comes after its parenthesis.
fn first_argument(call: &str) -> &str {
    let mut depth = 0;
    let end = call.find(|character| {
        depth += i32::from("([{".contains(character)) - i32::from(")]}".contains(character));
        depth < 0 || (depth == 0 && character == ',')
    });
    &call[..end.unwrap_or(call.len())]
}

/// The package's JavaScript without its comments. The demo is an app, with errors of its own.
fn javascript() -> impl Iterator<Item = (String, String)> {
    let files = below("www", "js").into_iter().filter(|(name, _)| !name.starts_with("www/demo/"));
    files.map(|(name, text)| (name, uncommented(&text)))
}

/// The codes that JavaScript gives its errors by calls of that function.
fn codes_given_to(maker: &str) -> Codes {
    let mut codes = Codes::new();
    let is_local = |text: &str| text.contains("const failed = (code, message)");
    for (name, calls) in javascript().filter(|(_, text)| maker != "failed" || is_local(text)) {
        for (at, _) in calls.match_indices(&format!("{maker}(")) {
            let argument = first_argument(&calls[at + maker.len() + 1..]);
            match argument {
                // `storageError`, which every store of the browser throws.
                "`storage_${problem}`" => codes.extend(["storage_full", "storage_unavailable"].map(String::from)),
                // `failed` hands on what it is given: one of `MAKERS`.
                "code" if is_local(&calls) => {}
                _ => {
                    assert!(argument.contains('"'), "{name}: {maker}({argument} has no literal as its code");
                    codes.extend(quoted(argument));
                }
            }
        }
    }
    assert!(!codes.is_empty(), "no codes by {maker}()");
    codes
}

/// Who makes errors that are no mistake of the developer's.
const MAKERS: [&str; 3] = ["failure", "failed", "cancelled"];

/// The codes that JavaScript gives in other ways: in a class of its own, or in a table of what a server says.
fn codes_given_otherwise() -> Codes {
    const IN_A_CLASS: &str = "super({ code: ";
    let mut codes = Codes::new();
    for (name, text) in javascript() {
        let (before, classes) = text.split_once(IN_A_CLASS).unwrap_or((&text, ""));
        codes.extend(quoted(classes).next());
        // A code given in any other way would escape this.
        let rest = format!("{before}{}", classes.split_once(',').unwrap_or_default().1);
        assert!(!rest.contains("code: \""), "{name} makes an error without a function for it");
        if text.contains("toError({ code,") {
            for (start, end) in [("const codes = {", "};"), ("const code =", ";\n")] {
                let table = text.split_once(start).and_then(|(_, rest)| rest.split_once(end));
                codes.extend(quoted(table.unwrap_or_else(|| panic!("{name} has no {start}")).0));
            }
        }
    }
    assert!(codes.len() > 3, "only {codes:?}");
    codes
}

#[test]
fn the_types_have_the_error_codes_of_rust_and_javascript() {
    let by_calls = MAKERS.iter().chain(&["misuse"]).flat_map(|maker| codes_given_to(maker));
    let made: Codes = codes(|_| true).into_iter().chain(by_calls).chain(codes_given_otherwise()).collect();
    assert_eq!(union("AuthErrorCode"), made);
}

#[test]
fn the_types_have_the_configuration_errors_of_rust_and_javascript() {
    let made: Codes = codes(ErrorCode::is_config).into_iter().chain(codes_given_to("misuse")).collect();
    assert_eq!(union("ConfigErrorCode"), made);
}

#[test]
fn every_code_of_rusts_is_one_that_rust_gives() {
    let given: String =
        below("src", "rs").into_iter().filter(|(name, _)| name != "src/oauth/error.rs").map(|(_, text)| text).collect();
    for code in ErrorCode::ALL {
        let name = format!("ErrorCode::{code:?}");
        let is_whole = |at: usize| !given[at + name.len()..].starts_with(|next: char| next.is_alphanumeric());
        assert!(given.match_indices(&name).any(|(at, _)| is_whole(at)), "{name} is given to no error");
    }
}

#[test]
fn codes_are_unique_and_nothing_is_both_a_mistake_and_worth_a_retry() {
    assert_eq!(codes(|_| true).len(), ErrorCode::ALL.len());
    assert_eq!(codes(|code| code.is_config() && code.is_retryable()), Codes::new());
}
