// A store of an app's own, that answers at once or later, and the package's for IndexedDB.
// Owns: CredentialStore, StoreOption, IndexedDbStore. Must not: run; the compiler is the test.

import { type CredentialRecord, type CredentialStore, createAuth, type StoreOption } from "portcullis";
import { IndexedDbStore } from "portcullis/indexeddb";

const github = { clientId: "1", redirectUri: "https://app.example/cb", proxyUrl: "/auth" };

class TextStore implements CredentialStore {
  readonly isPerTab = true;
  #texts = new Map<string, string>();
  get(key: string): CredentialRecord | undefined {
    const text = this.#texts.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }
  set(key: string, record: CredentialRecord) {
    this.#texts.set(key, JSON.stringify(record));
  }
  delete(key: string) {
    return this.#texts.delete(key);
  }
  keys(prefix: string) {
    return [...this.#texts.keys()].filter((key) => key.startsWith(prefix));
  }
}

const remote: CredentialStore = {
  get: async (key) => (await caches.match(key))?.json(),
  async set(key, record) {
    await (await caches.open("1")).put(key, Response.json(record));
  },
  delete: async (key) => (await caches.open("1")).delete(key),
  keys: async (prefix) => (await (await caches.open("1")).keys()).map(({ url }) => url.slice(prefix.length)),
};

const stores: StoreOption[] = ["session", "local", "memory", new TextStore(), remote, new IndexedDbStore()];
for (const store of stores) createAuth({ github, store });

// @ts-expect-error no such store
createAuth({ github, store: "cookie" });
// @ts-expect-error a store lists its keys
createAuth({ github, store: { get: () => undefined, set() {}, delete() {} } });
// @ts-expect-error a record is an object
createAuth({ github, store: { ...remote, get: () => "text" } });
// @ts-expect-error Web Storage is another interface
createAuth({ github, store: localStorage });
