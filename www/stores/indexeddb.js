// `IndexedDbStore`: encrypted records in the database "portcullis". Their key cannot be read out; it lies beside them
// under the number 0, which no record's name is. Must not: keep a connection open, or fail to settle.

import { storageError } from "./web.js";

const algorithm = "AES-GCM";
const utf8 = (text) => new TextEncoder().encode(text);
// Bound to its name: moved under another one, a value does not decrypt.
const cipher = (iv, name) => ({ name: algorithm, iv, additionalData: utf8(name) });

/** What the action's request resulted in, once its transaction is complete. */
const transact = (action) =>
  new Promise((resolve, reject) => {
    // Without a version nothing is ever upgraded, so no other tab can block this.
    const opening = indexedDB.open("portcullis");
    opening.onupgradeneeded = () => opening.result.createObjectStore("records");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      try {
        const transaction = database.transaction("records", "readwrite");
        const request = action(transaction.objectStore("records"));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error);
      } catch (error) {
        reject(error);
      }
      // Takes effect when the transaction has ended: another tab's upgrade or deletion waits for no more than that.
      database.close();
    };
  });

/** Transactions run one after the other, so of several tabs that make a key at the same time the first one's stays. */
async function obtainKey() {
  const fresh = await crypto.subtle.generateKey({ name: algorithm, length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  const stored = await transact((records) => {
    const request = records.get(0);
    request.onsuccess = () => request.result ?? records.put(fresh, 0);
    return request;
  });
  return stored ?? fresh;
}

let last = Promise.resolve();

/** In the order of the calls: a deletion must not overtake a write that is still encrypting. */
function inTurn(action) {
  const turn = last.then(action).catch((cause) => {
    throw storageError(cause?.name === "QuotaExceededError", "IndexedDB", cause);
  });
  last = turn.catch(() => {});
  return turn;
}

export class IndexedDbStore {
  get(name) {
    return inTurn(async () => {
      const key = await obtainKey();
      const entry = await transact((records) => records.get(name));
      if (entry === undefined) return undefined;
      try {
        const [iv, data] = entry;
        const text = await crypto.subtle.decrypt(cipher(iv, name), key, data);
        return JSON.parse(new TextDecoder().decode(text));
      } catch {
        return {};
      }
    });
  }

  async set(name, record) {
    const text = utf8(JSON.stringify(record)); // as it is now
    await inTurn(async () => {
      const key = await obtainKey();
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const data = await crypto.subtle.encrypt(cipher(iv, name), key, text);
      await transact((records) => records.put([iv, data], name));
    });
  }

  delete(name) {
    return inTurn(() => transact((records) => records.delete(name)));
  }

  keys(prefix) {
    return inTurn(async () => {
      const names = await transact((records) => records.getAllKeys(IDBKeyRange.lowerBound(prefix)));
      return names.filter((name) => name.startsWith(prefix));
    });
  }
}
