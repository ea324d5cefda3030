//! Credential stores as they are in the field: damaged, full, blocked, failing, or slow.

use super::api::{USER, callback, sign_in, token_answer};
use super::page::{
    answer_with, call, fulfilled, get, js, make_method_throw, make_throw, rejected, replace_value, start_afresh, stringify, text,
    told,
};
use super::stores::{INDEXED_DB, STORES, app_with, content, start_all_afresh};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

// T-17
#[wasm_bindgen_test]
async fn a_record_that_is_damaged_is_removed_and_nobody_is_signed_in() {
    let key = "portcullis:v1:Ov23liExample:github:583231";
    let in_database = |value: &str| {
        format!(
            "() => new Promise((resolve) => {{
              const opening = indexedDB.open('portcullis');
              opening.onsuccess = () => {{
                const transaction = opening.result.transaction('records', 'readwrite');
                transaction.objectStore('records').put({value}, '{key}');
                transaction.oncomplete = () => resolve(opening.result.close());
              }};
            }})"
        )
    };
    let of_web = ["{", "null", "7", "{}", "[]", "{\"answer\":{\"access_token\":\"x\"},\"obtained_at\":1}"];
    let of_database = ["'x'", "{}", "[new Uint8Array(12), new Uint8Array(40)]", "null"];
    // `null` from a store of the app's is how some stores say "nothing".
    let of_own =
        ["7", "'x'", "{ answer: null }", "{ answer: { access_token: 'x', token_type: 'mac' }, obtained_at: 1 }", "() => 1"];
    for (store, read) in STORES {
        let damages: Vec<String> = match store {
            "'session'" | "'local'" => of_web
                .iter()
                .map(|text| format!("async () => {}Storage.setItem('{key}', {text:?})", store.trim_matches('\'')))
                .collect(),
            INDEXED_DB => of_database.iter().map(|value| in_database(value)).collect(),
            _ => of_own.iter().map(|value| format!("async () => {{ globalThis.own.get = () => ({value}) }}")).collect(),
        };
        for damage in damages {
            start_all_afresh().await;
            let auth = app_with(store);
            sign_in(&auth).await;
            fulfilled(call(&damage, &JsValue::NULL).into()).await;
            assert_eq!(text(&rejected(auth.session()).await, "code"), "not_signed_in", "{store} {damage}");
            assert!(!content(read).await.contains(key), "{store} {damage}");
        }
    }
}

// T-20, with a quota that is really used up where that can be had.
#[wasm_bindgen_test]
async fn a_store_that_is_full_is_said_and_nobody_is_signed_in() {
    let fill = "(() => { for (let size = 1 << 22; size > 0; size >>= 1) { try { for (let i = 0; ; i++) localStorage.setItem(`x${size}-${i}`, 'x'.repeat(size)) } catch {} } })()";
    // The key of the encryption still fits; the record does not.
    let put = "(put => function (value, name) {
      if (typeof name === 'string') throw new DOMException('full', 'QuotaExceededError');
      return put.call(this, value, name);
    })(IDBObjectStore.prototype.put)";
    let make_full: [(&str, &dyn Fn()); 2] = [
        ("'local'", &|| {
            js(fill);
        }),
        (INDEXED_DB, &|| replace_value(&js("IDBObjectStore.prototype"), "put", &js(put))),
    ];
    for (store, make_full) in make_full {
        start_all_afresh().await;
        let auth = app_with(store);
        let callback = callback(&auth);
        make_full();
        answer_with(200, &token_answer(1));
        answer_with(200, USER);
        let result = fulfilled(auth.handle_redirect_at(&callback)).await;
        assert_eq!((get(&result, "success"), text(&result, "error.code")), (JsValue::FALSE, "storage_full".into()), "{store}");
        assert_eq!(text(&rejected(auth.session()).await, "code"), "not_signed_in", "{store}");
        assert_eq!(call("(auth) => auth.getSnapshot().isAuthenticated", &auth), false, "{store}");
    }
    js("localStorage.clear()");
}

#[wasm_bindgen_test]
async fn what_an_apps_own_store_throws_is_the_cause() {
    for set in ["set() { throw globalThis.mine }", "async set() { throw globalThis.mine }"] {
        for (mine, code) in [
            ("new RangeError('mine')", "storage_unavailable"),
            ("undefined", "storage_unavailable"),
            ("Object.assign(new Error('mine'), { code: 'storage_full' })", "storage_full"),
        ] {
            start_afresh();
            let mine = js(&format!("globalThis.mine = {mine}"));
            let auth = app_with(&format!("{{ get() {{}}, delete() {{}}, keys: () => [], {set} }}"));
            answer_with(200, &token_answer(1));
            answer_with(200, USER);
            let result = fulfilled(auth.handle_redirect_at(&callback(&auth))).await;
            assert_eq!((get(&result, "success"), text(&result, "error.code")), (JsValue::FALSE, code.into()), "{set}");
            assert_eq!(get(&result, "error.cause"), mine, "{set}");
        }
    }
    js("delete globalThis.mine");
}

// Storage that is blocked is no reason for a page to show "loading" for ever.
#[wasm_bindgen_test]
async fn with_blocked_storage_nobody_is_signed_in() {
    let security_error = js("new DOMException('The operation is insecure.', 'SecurityError')");
    let block: [(&str, &dyn Fn()); 3] = [
        ("'local'", &|| make_throw(&js("window"), "localStorage", &security_error)),
        (INDEXED_DB, &|| make_method_throw(&js("IDBFactory.prototype"), "open", &security_error)),
        (INDEXED_DB, &|| replace_value(&js("globalThis"), "indexedDB", &JsValue::UNDEFINED)),
    ];
    for (store, block) in block {
        start_all_afresh().await;
        block();
        let auth = app_with(store);
        assert_eq!(text(&rejected(auth.session()).await, "code"), "storage_unavailable", "{store}");
        assert_eq!(text(&rejected(auth.sign_out()).await, "code"), "storage_unavailable", "{store}");
        let seen = told("async (auth) => [auth.getSnapshot().isLoading, auth.getSnapshot().isAuthenticated]", &auth).await;
        assert_eq!(seen, "[false,false]", "{store}");
    }
}

// The promises of a store that answers late are kept in order: a sign-out that follows a sign-in wins.
#[wasm_bindgen_test]
async fn a_sign_out_beats_a_write_that_is_still_under_way() {
    start_afresh();
    let slow = "globalThis.own = {
      records: new Map(),
      written: new Promise((resolve) => { globalThis.write = resolve }),
      async get(key) { return this.records.get(key) },
      async set(key, record) { globalThis.asked(); await this.written; this.records.set(key, record) },
      async delete(key) { this.records.delete(key) },
      async keys(prefix) { return [...this.records.keys()].filter((key) => key.startsWith(prefix)) },
    }";
    let auth = app_with(slow);
    answer_with(200, &token_answer(1));
    answer_with(200, USER);
    let callback = JsValue::from(callback(&auth));
    let seen = call(
        "(auth) => async (callback) => {
          const asked = new Promise((resolve) => { globalThis.asked = resolve });
          const signIn = auth.handleRedirect(callback);
          await asked;
          const signOut = auth.signOut();
          globalThis.write();
          await signOut;
          const { success, error } = await signIn;
          return [success, error?.code, globalThis.own.records.size];
        }",
        &auth,
    );
    let seen = js_sys::Function::from(seen).call1(&JsValue::NULL, &callback).unwrap();
    assert_eq!(stringify(&fulfilled(seen.into()).await), r#"[false,"not_signed_in",0]"#);
    js("['own', 'asked', 'write'].forEach((name) => delete globalThis[name])");
}
