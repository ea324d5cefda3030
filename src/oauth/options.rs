//! Reads what a developer passed in, and refuses it by name: every error says which field is wrong and what to do.
//! Owns the wording of those errors; knows no option itself.

use super::error::{AuthError, ErrorCode, Result};
use super::json::{Json, Object};
use super::text::concat;

/// An options object together with the path under which the developer knows it (`github`).
pub struct Options<'a, 'p> {
    /// As the developer knows it; empty at the top.
    pub path: &'p str,
    /// The members.
    pub object: &'a Object,
}

impl<'a, 'p> Options<'a, 'p> {
    /// Refuses anything but an object whose members are all known.
    pub fn new(path: &'p str, value: &'a Json, known: &[&str]) -> Result<Self> {
        let Some(object) = value.as_object() else {
            let name = if path.is_empty() { "options" } else { path };
            return Err(AuthError::config(ErrorCode::InvalidOption, name, "must be an object."));
        };
        let options = Self { path, object };
        match object.0.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            None => Ok(options),
            // Its own code: this one is not a typo but a secret on its way to every visitor.
            Some((name, _)) if name == "clientSecret" || name == "client_secret" => Err(options.error(
                ErrorCode::ClientSecretInBrowser,
                name,
                "must not be in the page, where everybody can read it. It belongs to the token proxy.",
            )),
            Some((name, _)) => {
                let mut hint = String::from("is not an option. Known here:");
                known.iter().for_each(|name| hint += &concat(&[" ", name]));
                Err(options.error(ErrorCode::UnknownOption, name, &hint))
            }
        }
    }

    /// An error about one of these options.
    pub fn error(&self, code: ErrorCode, name: &str, message: &str) -> AuthError {
        AuthError::config(code, &self.field(name), message)
    }

    /// The full name of an option: `github.clientId`; at the top, just the name.
    pub fn field(&self, name: &str) -> String {
        if self.path.is_empty() {
            return name.into();
        }
        concat(&[self.path, ".", name])
    }

    /// The raw value; `null` and `undefined` count as absent.
    pub fn get(&self, name: &str) -> Option<&'a Json> {
        self.object.get(name)
    }

    /// An optional, non-empty string.
    pub fn text(&self, name: &str) -> Result<Option<&'a str>> {
        match self.get(name) {
            None => Ok(None),
            Some(Json::String(text)) if !text.trim().is_empty() => Ok(Some(text)),
            Some(_) => Err(self.error(ErrorCode::InvalidOption, name, "must be a non-empty string.")),
        }
    }

    /// A required string; the message says what it is for.
    pub fn required(&self, name: &str, purpose: &str) -> Result<&'a str> {
        let missing = || self.error(ErrorCode::MissingOption, name, &concat(&["is required: ", purpose]));
        self.text(name)?.ok_or_else(missing)
    }

    /// A flag, off by default.
    pub fn flag(&self, name: &str) -> Result<bool> {
        match self.get(name) {
            None => Ok(false),
            Some(Json::Bool(value)) => Ok(*value),
            Some(_) => Err(self.error(ErrorCode::InvalidOption, name, "must be true or false.")),
        }
    }

    /// Scopes, with one space between: given as such a string, or as an array of strings. Absent stays absent.
    pub fn scope(&self, name: &str) -> Result<Option<String>> {
        let mut scope = String::new();
        let mut legal = true;
        match self.get(name) {
            None => return Ok(None),
            Some(Json::String(text)) => text.split(' ').for_each(|word| legal &= add_scope(&mut scope, word)),
            Some(Json::Array(words)) => {
                words.iter().for_each(|word| legal &= add_scope(&mut scope, word.as_str().unwrap_or(" ")))
            }
            Some(_) => legal = false,
        }
        if legal {
            Ok(Some(scope))
        } else {
            Err(self.error(ErrorCode::InvalidOption, name, "must be a string or an array of scope names."))
        }
    }

    /// An object of strings, in order: extra request parameters.
    pub fn parameters(&self, name: &str) -> Result<Vec<(&'a str, &'a str)>> {
        let invalid = || self.error(ErrorCode::InvalidOption, name, "must be an object whose values are strings.");
        let mut parameters = Vec::new();
        if let Some(value) = self.get(name) {
            for (key, value) in &value.as_object().ok_or_else(invalid)?.0 {
                parameters.push((key.as_str(), value.as_str().ok_or_else(invalid)?));
            }
        }
        Ok(parameters)
    }
}

/// RFC 6749 section 3.3: a scope token is printable ASCII without space, quote and backslash. Empty ones are skipped.
fn add_scope(scope: &mut String, word: &str) -> bool {
    if !scope.is_empty() && !word.is_empty() {
        scope.push(' ');
    }
    scope.push_str(word);
    word.bytes().all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\')
}
