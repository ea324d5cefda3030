// The IndexedDB store in Chromium: its encryption and its one key, damage, room, and other tabs that want the database.

import assert from "node:assert/strict";
import { browserTests } from "./support/browser.js";

const test = browserTests();
const SECRET = "ghu_plaintext";

test("nothing of a record lies in the database in clear, and its key cannot be read out", async ({
  open,
}) => {
  const page = await open();
  const seen = await page.evaluate(async (token) => {
    await createStore("indexeddb").set("a", { token });
    const [key, ...entries] = await raw((records) => records.getAll());
    const parts = entries.flat().map((part) => new TextDecoder("latin1").decode(part));
    const exported = await Promise.all(
      ["raw", "jwk"].map((form) => outcome(() => crypto.subtle.exportKey(form, key))),
    );
    return { key: key.constructor.name, size: key.algorithm.length, exported, parts };
  }, SECRET);
  assert.deepEqual([seen.key, seen.size], ["CryptoKey", 256]);
  for (const { name } of seen.exported) assert.equal(name, "InvalidAccessError");
  assert.equal(seen.parts.length, 2);
  for (const part of seen.parts) assert.ok(!part.includes(SECRET));
});

test("every write has an initialization vector of its own", async ({ open }) => {
  const page = await open();
  const vectors = await page.evaluate(async () => {
    const store = createStore("indexeddb");
    const seen = [];
    for (let count = 0; count < 20; count += 1) {
      await store.set("a", { n: 1 });
      seen.push(await raw((records) => records.get("a")));
    }
    return seen.map(([vector]) => [...vector].join());
  });
  assert.equal(new Set(vectors).size, 20);
  for (const vector of vectors) assert.equal(vector.split(",").length, 12);
});

test("two tabs that make the key at the same time end with one: each reads the other's record", async ({
  open,
}) => {
  const pages = [await open(), await open()];
  // Each holds back its new key until the other has one too: neither can have seen the other's in the database.
  const write = (name) => {
    const generateKey = crypto.subtle.generateKey.bind(crypto.subtle);
    const channel = new BroadcastChannel("keys");
    const other = new Promise((resolve) => {
      channel.onmessage = ({ data }) => {
        if (data === "made") channel.postMessage("made too");
        resolve();
      };
    });
    crypto.subtle.generateKey = async (...args) => {
      const key = await generateKey(...args);
      channel.postMessage("made");
      await other;
      return key;
    };
    return createStore("indexeddb").set(name, { name });
  };
  await Promise.all(pages.map((page, index) => page.evaluate(write, `page ${index}`)));
  for (const page of [...pages, await open()]) {
    await page.reload();
    const names = await page.evaluate(async () => {
      const store = createStore("indexeddb");
      const records = await Promise.all((await store.keys("page")).map((name) => store.get(name)));
      return records.map((record) => record?.name);
    });
    assert.deepEqual(names, ["page 0", "page 1"]);
  }
});

test("a damaged, foreign or moved value reads as an empty record, can be overwritten, and harms no other (T-17)", async ({
  open,
}) => {
  const page = await open();
  const seen = await page.evaluate(async () => {
    const store = createStore("indexeddb");
    await store.set("a", { n: 1 });
    await store.set("b", { n: 2 });
    const [vector, data] = await raw((records) => records.get("a"));
    const damaged = new Uint8Array(data.slice());
    damaged[3] ^= 1;
    const other = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const byOther = await crypto.subtle.encrypt({ name: "AES-GCM", iv: vector }, other, new Uint8Array(9));
    const values = {
      damaged: [vector, damaged],
      "of another vector": [new Uint8Array(12), data],
      "of another key": [vector, byOther],
      short: [vector, data.slice(0, 4)],
      "without data": [vector],
      text: "text",
      number: 5,
      nothing: null,
    };
    const results = {};
    for (const [title, value] of Object.entries(values)) {
      await raw((records) => records.put(value, "a"));
      results[title] = await outcome(() => store.get("a"));
    }
    const entry = await raw((records) => records.get("b"));
    await raw((records) => records.put(entry, "a"));
    results.moved = await store.get("a");
    const harmless = await store.get("b");
    await store.set("a", { n: 3 });
    return { results, harmless, again: await store.get("a") };
  });
  for (const [title, result] of Object.entries(seen.results)) assert.deepEqual(result, {}, title);
  assert.equal(Object.keys(seen.results).length, 9);
  assert.deepEqual([seen.harmless, seen.again], [{ n: 2 }, { n: 3 }]);
});

test("a key that is gone makes its records unreadable, not the store unusable", async ({ open }) => {
  const page = await open();
  const seen = await page.evaluate(async () => {
    const store = createStore("indexeddb");
    await store.set("a", { n: 1 });
    await raw((records) => records.delete(0));
    const before = await store.get("a");
    await store.set("a", { n: 2 });
    return [before, await store.get("a")];
  });
  assert.deepEqual(seen, [{}, { n: 2 }]);
});

test("more than the browser gives is storage_full; the record before stays (T-20)", async ({
  context,
  open,
  origin,
}) => {
  const page = await open();
  const devTools = await context.newCDPSession(page);
  // Before the first write: Chromium remembers how much room there is.
  await devTools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 300_000 });
  const [error, record] = await page.evaluate(async () => {
    const store = createStore("indexeddb");
    await store.set("a", { n: 1 });
    return [await outcome(() => store.set("a", { n: "x".repeat(3_000_000) })), await store.get("a")];
  });
  assert.deepEqual(
    [error.name, error.code, error.cause],
    ["AuthError", "storage_full", "QuotaExceededError"],
  );
  assert.match(error.message, /IndexedDB/);
  assert.deepEqual(record, { n: 1 });
});

test("a page without crypto.subtle gets storage_unavailable, whether it reads or writes (T-20)", async ({
  open,
  insecureOrigin,
}) => {
  const page = await open(insecureOrigin);
  const seen = await page.evaluate(async () => {
    const store = createStore("indexeddb");
    const errors = [await outcome(() => store.get("a")), await outcome(() => store.set("a", {}))];
    return { isSecureContext, codes: errors.map(({ name, code }) => `${name} ${code}`) };
  });
  assert.deepEqual(seen, {
    isSecureContext: false,
    codes: ["AuthError storage_unavailable", "AuthError storage_unavailable"],
  });
});

test("a failed call does not stop the ones after it", async ({ open }) => {
  const page = await open();
  const seen = await page.evaluate(async () => {
    const store = createStore("indexeddb");
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = () => {
      throw new DOMException("once", "UnknownError");
    };
    const { code } = await outcome(() => store.get("a"));
    IDBFactory.prototype.open = open;
    await store.set("a", { n: 1 });
    return [code, await store.get("a")];
  });
  assert.deepEqual(seen, ["storage_unavailable", { n: 1 }]);
});

test("another tab's deletion of the database waits for nobody, and the store goes on with a new one", async ({
  open,
}) => {
  const [page, other] = [await open(), await open()];
  await page.evaluate(async () => {
    globalThis.store = createStore("indexeddb");
    await store.set("a", { n: 1 });
  });
  const events = await other.evaluate(() => {
    const seen = [];
    return new Promise((resolve) => {
      const deletion = indexedDB.deleteDatabase("portcullis");
      for (const type of ["blocked", "error", "success"]) {
        deletion.addEventListener(type, () => {
          seen.push(type);
          if (type !== "blocked") resolve(seen);
        });
      }
    });
  });
  assert.deepEqual(events, ["success"]);
  const seen = await page.evaluate(async () => {
    const absent = await store.get("a");
    await store.set("a", { n: 2 });
    return [absent, await store.get("a")];
  });
  assert.deepEqual(seen, [undefined, { n: 2 }]);
});

test("a deletion in the middle of many writes succeeds, and every write settles", async ({ open }) => {
  const page = await open();
  const failures = await page.evaluate(async () => {
    const store = createStore("indexeddb");
    const writes = Array.from({ length: 30 }, (_, n) => outcome(() => store.set(`a${n}`, { n })));
    await writes[3];
    await new Promise((resolve, reject) => {
      const deletion = indexedDB.deleteDatabase("portcullis");
      deletion.onsuccess = resolve;
      deletion.onerror = reject;
    });
    return (await Promise.all(writes)).filter(Boolean);
  });
  assert.deepEqual(failures, []);
});

test("a database that a later version has upgraded is still read and written", async ({ open }) => {
  const page = await open();
  const seen = await page.evaluate(async () => {
    const store = createStore("indexeddb");
    await store.set("a", { n: 1 });
    await new Promise((resolve, reject) => {
      const opening = indexedDB.open("portcullis", 7);
      opening.onblocked = opening.onerror = reject;
      opening.onsuccess = () => resolve(opening.result.close());
    });
    await store.set("b", { n: 2 });
    return [await store.get("a"), await store.get("b")];
  });
  assert.deepEqual(seen, [{ n: 1 }, { n: 2 }]);
});

test("a foreign database of the same name is storage_unavailable, and left free for its owner", async ({
  open,
}) => {
  const page = await open();
  const seen = await page.evaluate(async () => {
    const upgrade = (version) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("portcullis", version);
        opening.onblocked = opening.onerror = reject;
        opening.onsuccess = () => resolve(opening.result.close());
      });
    await upgrade(1);
    const store = createStore("indexeddb");
    const { code, cause } = await outcome(() => store.get("a"));
    await upgrade(2);
    return [code, cause];
  });
  assert.deepEqual(seen, ["storage_unavailable", "NotFoundError"]);
});
