//! Printing credentials shows no secret; asking by name gives it.

use super::api::{app, sign_in, sign_in_with};
use super::page::{call, get, stringify, text};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const SECRETS: [&str; 3] = ["gho_access1", "ghr_refresh1", "e30.secret.x"];

fn shows_no_secret(printed: &str, how: &str) {
    SECRETS.iter().for_each(|secret| assert!(!printed.contains(secret), "{how}: {printed}"));
}

// T-21
#[wasm_bindgen_test]
async fn c24_printing_credentials_shows_no_secret() {
    let answer = r#"{"access_token":"gho_access1","token_type":"bearer","scope":"","expires_in":60,"refresh_token":"ghr_refresh1","id_token":"e30.secret.x"}"#;
    let auth = app();
    let session = sign_in_with(&auth, answer).await;
    let credentials = session.credentials().unwrap();
    let json = stringify(&credentials);
    shows_no_secret(&json, "JSON.stringify");
    let plain = js_sys::JSON::parse(&json).unwrap();
    assert_eq!(
        (text(&plain, "accessToken"), text(&plain, "refreshToken"), text(&plain, "idToken")),
        ("[redacted]".into(), "[redacted]".into(), "[redacted]".into())
    );
    assert_eq!((get(&plain, "expiresIn"), stringify(&get(&plain, "scope"))), (60.into(), "[]".into()));
    shows_no_secret(&stringify(&js_sys::Array::of1(&credentials)), "inside an array");
    for how in [
        "(c) => String(c)",
        "(c) => `${c}`",
        "(c) => '' + c",
        "(c) => Object.keys(c).join()",
        "(c) => JSON.stringify(Object.entries(c))",
        "(c) => JSON.stringify({ ...c })",
        "(c) => c.toLocaleString()",
        "(c) => new Error(c).message",
    ] {
        shows_no_secret(&call(how, &credentials).as_string().unwrap(), how);
    }
    for other in [JsValue::from(session.clone()), auth.clone().into(), auth.github().into(), auth.github().oauth2().into()] {
        shows_no_secret(&stringify(&other), "another object");
    }
    // By name they are there.
    assert_eq!((text(&credentials, "accessToken"), text(&credentials, "idToken")), (SECRETS[0].into(), SECRETS[2].into()));
    assert_eq!(text(&credentials, "raw.refresh_token"), SECRETS[1]);
}

#[wasm_bindgen_test]
async fn credentials_cannot_be_changed_from_outside() {
    let auth = app();
    let session = sign_in(&auth).await;
    let credentials = session.credentials().unwrap();
    let write = "(c) => { 'use strict'; try { c.accessToken = 'x' } catch { return 'refused' } return 'ignored' }";
    call(write, &credentials);
    // Whether these are refused or do nothing is all the same.
    call("(c) => { try { c.scope.push('admin') } catch {} }", &credentials);
    call("(c) => { try { c.raw.access_token = 'x' } catch {} }", &credentials);
    assert_eq!(text(&credentials, "accessToken"), SECRETS[0]);
    // The arrays and objects of one are not those of the next.
    let again = session.credentials().unwrap();
    assert_eq!(
        (text(&again, "raw.access_token"), stringify(&get(&again, "scope"))),
        (SECRETS[0].into(), r#"["repo","gist"]"#.into())
    );
}

#[wasm_bindgen_test]
async fn c24_an_error_shows_no_secret() {
    let auth = app();
    let session = sign_in(&auth).await;
    let error = super::page::rejected(session.fetch(&"https://evil.example/".into())).await;
    assert_eq!(text(&error, "code"), "origin_not_allowed");
    let everything = "(e) => e.stack + JSON.stringify(e) + Object.getOwnPropertyNames(e).map((name) => String(e[name])).join()";
    shows_no_secret(&call(everything, &error).as_string().unwrap(), "an error");
}
