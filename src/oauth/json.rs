//! A JSON value, the only shape in which foreign data enters this layer: options, token answers, stored records.
//! One type, so that one pair of functions carries everything across the wasm boundary.

/// Any JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`, and JavaScript's `undefined`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; may be NaN or infinite when it comes from JavaScript.
    Number(f64),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Object),
}

/// A JSON object in its own order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Object(pub Vec<(String, Json)>);

impl Object {
    /// `{}`.
    pub fn new() -> Self {
        Self::default()
    }

    /// The object with one more member; `None` adds nothing.
    pub fn with(mut self, name: &str, value: impl IntoMember) -> Self {
        if let Some(value) = value.into_member() {
            self.push(name, value);
        }
        self
    }

    // Apart, so that its machine code exists once and not at every `with`.
    #[inline(never)]
    fn push(&mut self, name: &str, value: Json) {
        self.0.push((name.into(), value));
    }

    /// The member of that name, `null` counting as absent.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().find(|(key, value)| key == name && !matches!(value, Json::Null)).map(|(_, value)| value)
    }

    /// A string member.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Json::as_str)
    }

    /// A non-negative number member, floored; what does not fit is clamped.
    pub fn whole(&self, name: &str) -> Option<u64> {
        match self.get(name) {
            Some(Json::Number(number)) if *number >= 0.0 => Some(*number as u64),
            _ => None,
        }
    }
}

impl Json {
    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Json::String(text) = self { Some(text) } else { None }
    }

    /// The members of an object.
    pub fn as_object(&self) -> Option<&Object> {
        if let Json::Object(object) = self { Some(object) } else { None }
    }
}

/// What [`Object::with`] accepts.
pub trait IntoMember {
    /// The value, or nothing to add.
    fn into_member(self) -> Option<Json>;
}

impl<T: Into<Json>> IntoMember for T {
    fn into_member(self) -> Option<Json> {
        Some(self.into())
    }
}

impl<T: Into<Json>> IntoMember for Option<T> {
    fn into_member(self) -> Option<Json> {
        self.map(Into::into)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Json::Bool(value)
    }
}

impl From<u64> for Json {
    fn from(value: u64) -> Self {
        Json::Number(value as f64)
    }
}

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Json::String(value.into())
    }
}

impl From<&String> for Json {
    fn from(value: &String) -> Self {
        Json::String(value.clone())
    }
}

impl From<Object> for Json {
    fn from(value: Object) -> Self {
        Json::Object(value)
    }
}
