//! What the native tests share: fake ports, and an app that signs in with them. Holds no test and no rule of its own.

// Every test file is a crate of its own and uses another part of this.
#![allow(dead_code)]

pub mod app;
pub mod arbitrary;
pub mod json;
pub mod ports;
