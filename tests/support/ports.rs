//! A world in memory: a clock that tests turn, a storage with failure switches, scripted answers to requests that are
//! recorded, and URLs by the `url` crate, which follows the same standard as browsers. When a port changes, so does this
//! file and no test.

use super::json;
use portcullis::oauth::flow::{TokenAnswer, TokenRequest};
use portcullis::oauth::json::Json;
use portcullis::oauth::ports::{Clock, Storage, Urls};
use portcullis::oauth::url::Url;
use portcullis::oauth::{AuthError, ErrorCode, Result};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

/// 2026-11-21; any moment would do.
pub const NOW: u64 = 1_795_219_200;

/// A request as it was sent.
#[derive(Clone)]
pub struct Sent {
    pub url: String,
    /// The body, parsed as a form, in order.
    pub form: Vec<(String, String)>,
}

impl Sent {
    /// The one value of a form field; `None` when it is absent or repeated.
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut values = self.form.iter().filter(|(key, _)| key == name);
        let value = values.next().map(|(_, value)| value.as_str());
        if values.next().is_none() { value } else { None }
    }

    /// The names of all fields, in order.
    pub fn names(&self) -> Vec<&str> {
        self.form.iter().map(|(name, _)| name.as_str()).collect()
    }
}

/// What the network does next.
pub enum Reply {
    Json(u16, Json),
    /// An answer whose body is not JSON.
    Text(u16),
}

/// What the storage does.
#[derive(Clone, Copy, PartialEq)]
pub enum Disk {
    Works,
    Full,
    Blocked,
}

/// The world; clones are the same one.
#[derive(Clone)]
pub struct World(Rc<State>);

struct State {
    now: Cell<u64>,
    disk: Cell<Disk>,
    items: RefCell<BTreeMap<String, String>>,
    replies: RefCell<VecDeque<Reply>>,
    sent: RefCell<Vec<Sent>>,
}

impl World {
    pub fn new() -> Self {
        Self(Rc::new(State {
            now: Cell::new(NOW),
            disk: Cell::new(Disk::Works),
            items: RefCell::default(),
            replies: RefCell::default(),
            sent: RefCell::default(),
        }))
    }

    pub fn set_clock(&self, now: u64) {
        self.0.now.set(now);
    }

    pub fn set_disk(&self, disk: Disk) {
        self.0.disk.set(disk);
    }

    /// The next answer, in order. A request without one is a failure of the test.
    pub fn reply(&self, reply: Reply) {
        self.0.replies.borrow_mut().push_back(reply);
    }

    pub fn reply_json(&self, status: u16, body: Value) {
        self.reply(Reply::Json(status, json::read(&body)));
    }

    pub fn sent(&self) -> Vec<Sent> {
        self.0.sent.borrow().clone()
    }

    /// Everything stored, as text.
    pub fn items(&self) -> BTreeMap<String, String> {
        self.0.items.borrow().clone()
    }

    pub fn keys_with(&self, part: &str) -> Vec<String> {
        self.items().into_keys().filter(|key| key.contains(part)).collect()
    }

    pub fn put(&self, key: &str, text: &str) {
        self.0.items.borrow_mut().insert(key.into(), text.into());
    }

    fn disk(&self) -> Result<()> {
        match self.0.disk.get() {
            Disk::Blocked => Err(AuthError::new(ErrorCode::StorageUnavailable, "blocked")),
            Disk::Works | Disk::Full => Ok(()),
        }
    }
}

impl Clock for World {
    fn now(&self) -> u64 {
        self.0.now.get()
    }
}

impl Storage for World {
    fn get(&self, key: &str) -> Result<Option<Json>> {
        self.disk()?;
        let text = self.0.items.borrow().get(key).cloned();
        Ok(text.map(|text| serde_json::from_str(&text).map_or(Json::Null, |value| json::read(&value))))
    }

    fn set(&self, key: &str, value: &Json) -> Result<()> {
        self.disk()?;
        if self.0.disk.get() == Disk::Full {
            return Err(AuthError::new(ErrorCode::StorageFull, "full"));
        }
        self.put(key, &json::write(value).to_string());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<()> {
        self.disk()?;
        self.0.items.borrow_mut().remove(key);
        Ok(())
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>> {
        self.disk()?;
        Ok(self.0.items.borrow().keys().filter(|key| key.starts_with(prefix)).cloned().collect())
    }
}

impl World {
    /// The network, as a page would be it: records what is sent, and gives the next scripted answer.
    pub fn post(&self, request: TokenRequest) -> Result<TokenAnswer> {
        self.0.sent.borrow_mut().push(Sent { form: self.parse_form(&request.form), url: request.url.clone() });
        let reply = self.0.replies.borrow_mut().pop_front();
        match reply {
            Some(Reply::Json(status, body)) => Ok(TokenAnswer { status, body: Some(body) }),
            Some(Reply::Text(status)) => Ok(TokenAnswer { status, body: None }),
            None => panic!("a request that no test expects: {}", request.url),
        }
    }
}

impl Urls for World {
    fn parse_form(&self, text: &str) -> Vec<(String, String)> {
        form_urlencoded::parse(text.as_bytes()).into_owned().collect()
    }

    fn write_form(&self, pairs: &[(&str, &str)]) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    fn parse(&self, url: &str, base: Option<&str>) -> Option<Url> {
        let parsed = match base {
            Some(base) => url::Url::parse(base).ok()?.join(url),
            None => url::Url::parse(url),
        };
        Some(Url::from_canonical(parsed.ok()?.into()))
    }
}
