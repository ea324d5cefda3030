//! The wall clock. Nothing else.

use super::Browser;
use crate::oauth::ports::Clock;

impl Clock for Browser {
    fn now(&self) -> u64 {
        (js_sys::Date::now() / 1000.0) as u64
    }
}
