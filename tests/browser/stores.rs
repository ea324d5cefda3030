//! Every credential store under a whole sign-in: who is signed in is known from it, and after a sign-out nothing is left.
//! What a store does by itself is tested in `tests/modules`.

use super::api::{Auth, ask, create, open, sign_in};
use super::page::{answer_with, call, fulfilled, js, rejected, sent, start_afresh, text};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// The value of the option `store`, and what reads everything that lies there, as text. The app's own stores are
/// objects with methods and a field that other code cannot reach.
pub const STORES: [(&str, &str); 5] = [
    ("'session'", "async () => JSON.stringify({ ...sessionStorage })"),
    ("'local'", "async () => JSON.stringify({ ...localStorage })"),
    (INDEXED_DB, READ_DATABASE),
    (
        "globalThis.own = new (class {
          #records = new Map();
          get(key) { return this.#records.get(key) }
          set(key, record) { this.#records.set(key, structuredClone(record)) }
          delete(key) { this.#records.delete(key) }
          keys(prefix) { return [...this.#records.keys()].filter((key) => key.startsWith(prefix)) }
          all() { return JSON.stringify([...this.#records]) }
        })()",
        "async () => globalThis.own.all()",
    ),
    (
        "globalThis.own = new (class {
          #records = new Map();
          async get(key) { return this.#records.get(key) }
          async set(key, record) { this.#records.set(key, structuredClone(record)) }
          async delete(key) { this.#records.delete(key) }
          async keys(prefix) { return [...this.#records.keys()].filter((key) => key.startsWith(prefix)) }
          all() { return JSON.stringify([...this.#records]) }
        })()",
        "async () => globalThis.own.all()",
    ),
];

pub const INDEXED_DB: &str = "new Portcullis.IndexedDbStore()";

const READ_DATABASE: &str = "() => new Promise((resolve) => {
  const opening = indexedDB.open('portcullis');
  opening.onsuccess = () => {
    const records = opening.result.transaction('records').objectStore('records');
    records.getAllKeys().onsuccess = ({ target: { result: names } }) => {
      records.getAll().onsuccess = ({ target: { result: values } }) => {
        opening.result.close();
        const bytes = values.flatMap((value) => [...new Uint8Array(value[1] ?? [])]);
        resolve(JSON.stringify(names.filter(Boolean)) + String.fromCharCode(...bytes));
      };
    };
  };
})";

const OPTIONS: &str = "clientId: 'Ov23liExample', redirectUri: location.origin + '/callback', proxyUrl: '/auth/github'";

pub fn app_with(store: &str) -> Auth {
    create(&format!("{{ github: {{ {OPTIONS} }}, store: {store} }}")).unwrap()
}

/// Neither does what the last test left in the database count.
pub async fn start_all_afresh() {
    start_afresh();
    let forget = "async () => new Promise((resolve) => { indexedDB.deleteDatabase('portcullis').onsuccess = () => resolve() })";
    fulfilled(call(forget, &JsValue::NULL).into()).await;
}

/// The app after a reload: another manager over the same store.
fn reloaded(store: &str) -> Auth {
    app_with(if store.starts_with("globalThis") { "globalThis.own" } else { store })
}

pub async fn content(read: &str) -> String {
    fulfilled(call(read, &JsValue::NULL).into()).await.as_string().unwrap()
}

#[wasm_bindgen_test]
async fn p17_a_sign_in_lasts_in_every_store_until_sign_out() {
    for (store, read) in STORES {
        start_all_afresh().await;
        let auth = app_with(store);
        assert_eq!(sign_in(&auth).await.subject(), "583231", "{store}");
        assert!(content(read).await.contains("portcullis:v1:Ov23liExample:github:583231"), "{store}");
        let again = reloaded(store);
        let session = open(&again, "undefined").await;
        answer_with(200, "{}");
        fulfilled(ask(&session, "https://api.github.com/x")).await;
        let sent = sent().pop().unwrap();
        assert_eq!(text(&sent, "headers.authorization"), "Bearer gho_access1", "{store}");
        fulfilled(again.sign_out()).await;
        assert_eq!(text(&rejected(auth.session()).await, "code"), "not_signed_in", "{store}");
        assert!(!content(read).await.contains("portcullis:"), "{store}: {}", content(read).await);
    }
}

#[wasm_bindgen_test]
async fn p17_memory_ends_with_the_page() {
    start_afresh();
    let auth = app_with("'memory'");
    sign_in(&auth).await;
    assert_eq!(open(&auth, "undefined").await.subject(), "583231");
    assert_eq!(text(&rejected(app_with("'memory'").session()).await, "code"), "not_signed_in");
    let places = js("JSON.stringify([{ ...sessionStorage }, { ...localStorage }])").as_string().unwrap();
    assert_eq!(places, "[{},{}]");
    fulfilled(auth.sign_out()).await;
    assert_eq!(text(&rejected(auth.session()).await, "code"), "not_signed_in");
}

// C-67: one place, the chosen one; in the database nothing can be read.
#[wasm_bindgen_test]
async fn c67_tokens_are_in_the_chosen_store_only() {
    for (chosen, read_chosen) in STORES {
        start_all_afresh().await;
        sign_in(&app_with(chosen)).await;
        let is_readable = chosen != INDEXED_DB;
        assert_eq!(content(read_chosen).await.contains("gho_access1"), is_readable, "{chosen}");
        for (other, read) in STORES.iter().take(2).filter(|(other, _)| *other != chosen) {
            assert!(!content(read).await.contains("gho_access1"), "{chosen} but also {other}");
        }
    }
}
