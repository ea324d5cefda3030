//! The wall clock. Nothing else.

use super::Browser;
use crate::oauth::ports::Clock;

impl Clock for Browser {
    fn now(&self) -> u64 {
        self.millis() / 1000
    }

    fn millis(&self) -> u64 {
        js_sys::Date::now() as u64
    }
}
