// Every store in Chromium: the one contract, what outlives the page, full and blocked storage.
// What only IndexedDB does is in indexeddb.test.js.

import assert from "node:assert/strict";
import { browserTests } from "./support/browser.js";

const test = browserTests();
const CHOICES = ["memory", "session", "local", "indexeddb"];
// Names that a plain object, or a Storage with its members, would take for something else.
const ODD_NAMES = [
  "",
  "__proto__",
  "constructor",
  "getItem",
  "key",
  "length",
  "toString",
  "0",
  "ü/\u{1f511}",
];

for (const choice of CHOICES) {
  test(`${choice}: a record comes back as it was written last, and is absent once deleted`, async ({
    open,
  }) => {
    const page = await open();
    const seen = await page.evaluate(async (choice) => {
      const store = createStore(choice);
      const records = [await store.get("a")];
      await store.set("a", { n: 1, gone: true });
      await store.set("a", { n: 2, list: ["x", null, { deep: "ü" }] });
      records.push(await store.get("a"));
      await store.delete("a");
      await store.delete("a");
      return [...records, await store.get("a")];
    }, choice);
    assert.deepEqual(seen, [undefined, { n: 2, list: ["x", null, { deep: "ü" }] }, undefined]);
  });

  test(`${choice}: keys are those with the prefix, character for character`, async ({ open }) => {
    const page = await open();
    const seen = await page.evaluate(async (choice) => {
      const store = createStore(choice);
      for (const key of ["p:", "p:a", "p:\uffff", "P:a", "q:p:", "p", ".p:*"]) await store.set(key, {});
      return Promise.all(["p:", "", "p:a:", "*"].map((prefix) => store.keys(prefix)));
    }, choice);
    assert.deepEqual(
      seen.map((keys) => keys.sort()),
      [["p:", "p:a", "p:\uffff"], [".p:*", "P:a", "p", "p:", "p:a", "p:\uffff", "q:p:"], [], []],
    );
  });

  test(`${choice}: no name of a record means anything else (T-18)`, async ({ open }) => {
    const page = await open();
    const seen = await page.evaluate(
      async ({ choice, names }) => {
        const store = createStore(choice);
        const absent = await Promise.all(names.map((name) => store.get(name)));
        for (const name of names) await store.set(name, { name });
        const records = await Promise.all(names.map((name) => store.get(name)));
        const keys = await store.keys("");
        for (const name of names) await store.delete(name);
        return { absent, names: records.map(({ name }) => name), keys, left: await store.keys("") };
      },
      { choice, names: ODD_NAMES },
    );
    assert.deepEqual(
      seen.absent,
      ODD_NAMES.map(() => undefined),
    );
    assert.deepEqual(seen.names, ODD_NAMES);
    assert.deepEqual(seen.keys.sort(), ODD_NAMES.toSorted());
    assert.deepEqual(seen.left, []);
  });

  test(`${choice}: a member called __proto__ is data and changes no prototype (T-18)`, async ({ open }) => {
    const page = await open();
    const seen = await page.evaluate(async (choice) => {
      const store = createStore(choice);
      const text = '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}';
      await store.set("a", JSON.parse(text));
      const record = await store.get("a");
      return [JSON.stringify(record) === text, record.isAdmin, {}.isAdmin];
    }, choice);
    assert.deepEqual(seen, [true, undefined, undefined]);
  });

  test(`${choice}: what is written is the record at the time of the call`, async ({ open }) => {
    const page = await open();
    const seen = await page.evaluate(async (choice) => {
      const store = createStore(choice);
      const record = { n: 1 };
      const written = store.set("a", record);
      record.n = 2;
      await written;
      return store.get("a");
    }, choice);
    assert.deepEqual(seen, { n: 1 });
  });

  test(`${choice}: calls take effect in their order, awaited or not`, async ({ open }) => {
    const page = await open();
    const seen = await page.evaluate(async (choice) => {
      const store = createStore(choice);
      const calls = [
        store.set("a", { n: 1 }),
        store.get("a"),
        store.set("a", { n: "longer".repeat(100_000) }),
        store.set("a", { n: 3 }),
        store.get("a"),
        store.delete("a"),
        createStore(choice === "memory" ? store : choice).get("a"),
        store.keys(""),
      ];
      return Promise.all(calls);
    }, choice);
    const [, first, , , third, , last, keys] = seen;
    assert.deepEqual([first, third, last, keys], [{ n: 1 }, { n: 3 }, undefined, []]);
  });
}

test("what outlives a reload, and what another tab of the origin sees", async ({ open }) => {
  const [page, other] = [await open(), await open()];
  const read = (choices) => Promise.all(choices.map((choice) => createStore(choice).get("a")));
  await page.evaluate((choices) => {
    return Promise.all(choices.map((choice) => createStore(choice).set("a", { choice })));
  }, CHOICES);
  await page.reload();
  const [reloaded, elsewhere] = [await page.evaluate(read, CHOICES), await other.evaluate(read, CHOICES)];
  const [session, local, indexeddb] = CHOICES.slice(1).map((choice) => ({ choice }));
  assert.deepEqual(reloaded, [undefined, session, local, indexeddb]);
  assert.deepEqual(elsewhere, [undefined, undefined, local, indexeddb]);
});

for (const choice of ["session", "local"]) {
  test(`${choice}: text that is no JSON object reads as nobody's record, and can be overwritten (T-17)`, async ({
    open,
  }) => {
    const page = await open();
    const texts = ["", "{", "{'a':1}", "undefined", "null", "5", "true", '"{}"', "\0"];
    const seen = await page.evaluate(
      async ({ choice, texts }) => {
        const store = createStore(choice);
        const records = texts.map((text) => {
          globalThis[`${choice}Storage`].setItem("a", text);
          return store.get("a");
        });
        store.set("a", { n: 1 });
        return [...records, store.get("a")];
      },
      { choice, texts },
    );
    assert.deepEqual(seen, [...texts.map(() => ({})), { n: 1 }]);
  });

  test(`${choice}: more than the browser's quota is storage_full; the record before stays (T-20)`, async ({
    open,
  }) => {
    const page = await open();
    const [error, record] = await page.evaluate(async (choice) => {
      const store = createStore(choice);
      store.set("a", { n: 1 });
      return [await outcome(() => store.set("a", { n: "x".repeat(20_000_000) })), store.get("a")];
    }, choice);
    assert.deepEqual(
      [error.name, error.code, error.cause],
      ["AuthError", "storage_full", "QuotaExceededError"],
    );
    assert.deepEqual(record, { n: 1 });
  });
}

for (const [choice, name] of Object.entries({
  session: "sessionStorage",
  local: "localStorage",
  indexeddb: "IndexedDB",
})) {
  test(`${choice}: a frame without an origin gets storage_unavailable from every method (T-20)`, async ({
    open,
  }) => {
    const page = await open("/sandboxed");
    const errors = await page.frames()[1].evaluate((choice) => {
      const store = createStore(choice);
      const calls = [
        () => store.get("a"),
        () => store.set("a", {}),
        () => store.delete("a"),
        () => store.keys(""),
      ];
      return Promise.all(calls.map(outcome));
    }, choice);
    for (const error of errors) {
      assert.deepEqual(
        [error.name, error.code, error.cause],
        ["AuthError", "storage_unavailable", "SecurityError"],
      );
      assert.match(error.message, new RegExp(name));
    }
  });
}

test("memory: works in a frame without an origin", async ({ open }) => {
  const page = await open("/sandboxed");
  const seen = await page.frames()[1].evaluate(() => {
    const store = createStore("memory");
    store.set("a", { n: 1 });
    return [store.get("a"), store.keys("")];
  });
  assert.deepEqual(seen, [{ n: 1 }, ["a"]]);
});
