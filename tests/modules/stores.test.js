// www/stores without a browser: which store an option means, copies in memory, and storage areas that refuse.
// What real storage does is in stores-browser.test.js.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { AuthError, ConfigError } from "../../www/errors.js";
import { createStore } from "../../www/stores/index.js";

const AREAS = { session: "sessionStorage", local: "localStorage" };

const original = Object.values(AREAS).map((name) => [
  name,
  Object.getOwnPropertyDescriptor(globalThis, name),
]);
afterEach(() => {
  for (const [name, descriptor] of original) {
    delete globalThis[name];
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
  }
});

/** `get` runs whenever somebody names the area. */
function defineArea(name, get) {
  Object.defineProperty(globalThis, name, { configurable: true, get });
}

const calls = (store) => [
  () => store.get("a"),
  () => store.set("a", {}),
  () => store.delete("a"),
  () => store.keys(""),
];

test("memory: neither what was given nor what was got is the record itself", () => {
  const store = createStore("memory");
  const given = { scope: ["user"] };
  store.set("a", given);
  given.scope.push("repo");
  store.get("a").scope.push("gist");
  assert.deepEqual(store.get("a"), { scope: ["user"] });
});

test("memory: two stores share nothing", () => {
  const store = createStore("memory");
  createStore("memory").set("a", {});
  assert.equal(store.get("a"), undefined);
});

test("only sessionStorage is a tab's own, and it is the default", () => {
  const areTabs = [undefined, "session", "local", "memory"].map((choice) => {
    return createStore(choice).isPerTab === true;
  });
  assert.deepEqual(areTabs, [true, true, false, true]);
});

test("a store of the app's own is called as a method of it, and its answers are passed on", async () => {
  class Custom {
    records = new Map([["a", { n: 1 }]]);
    get(key) {
      return this.records.get(key);
    }
    async set(key, record) {
      this.records.set(key, record);
    }
    delete(key) {
      this.records.delete(key);
    }
    keys(prefix) {
      return [...this.records.keys()].filter((key) => key.startsWith(prefix));
    }
  }
  const custom = new Custom();
  const store = createStore(custom);
  await store.set("b", { n: 2 });
  store.delete("a");
  assert.deepEqual([store.get("a"), store.get("b"), store.keys("")], [undefined, { n: 2 }, ["b"]]);
});

for (const [how, fail] of [
  [
    "throws",
    () => {
      throw new RangeError("broken");
    },
  ],
  ["rejects", () => Promise.reject(new RangeError("broken"))],
]) {
  test(`a store of the app's own that ${how}: storage_unavailable, with its error as the cause`, async () => {
    const store = createStore({ get: fail, set: fail, delete: fail, keys: fail });
    for (const call of [
      () => store.get("a"),
      () => store.set("a", {}),
      () => store.delete("a"),
      () => store.keys(""),
    ]) {
      await assert.rejects(
        async () => call(),
        (error) => {
          assert.deepEqual(
            [error.name, error.code, error.cause.message],
            ["AuthError", "storage_unavailable", "broken"],
          );
          return true;
        },
      );
    }
  });
}

test("anything else is a ConfigError that lists what is possible", () => {
  const incomplete = ["get", "set", "delete", "keys"].map((missing) => {
    const store = { get() {}, set() {}, delete() {}, keys() {} };
    return Object.assign(store, { [missing]: "no function" });
  });
  const wrong = [
    null,
    0,
    true,
    "",
    "cookie",
    "Session",
    "sessionStorage",
    "__proto__",
    "toString",
    {},
    [],
    Symbol("s"),
  ];
  for (const choice of [...wrong, ...incomplete]) {
    const check = (error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual([error.code, error.field], ["invalid_option", "store"]);
      for (const word of ["memory", "session", "local", "get, set, delete, keys"]) {
        assert.ok(error.message.includes(word), error.message);
      }
      return true;
    };
    assert.throws(() => createStore(choice), check);
  }
});

for (const [choice, name] of Object.entries(AREAS)) {
  test(`${name} that throws when it is named: storage_unavailable, but not before it is used (T-20)`, () => {
    const cause = new DOMException("The operation is insecure.", "SecurityError");
    defineArea(name, () => {
      throw cause;
    });
    for (const call of calls(createStore(choice))) {
      assert.throws(call, (error) => {
        assert.ok(error instanceof AuthError);
        assert.deepEqual([error.code, error.cause], ["storage_unavailable", cause]);
        assert.match(error.message, new RegExp(name));
        return true;
      });
    }
  });

  test(`${name} that is missing, or null as in some web views: storage_unavailable (T-20)`, () => {
    for (const area of [undefined, null]) {
      defineArea(name, () => area);
      for (const call of calls(createStore(choice))) assert.throws(call, { code: "storage_unavailable" });
    }
  });

  test(`${name} without room: storage_full, whatever the browser calls it; the record before stays (T-20)`, () => {
    for (const cause of ["QuotaExceededError", "NS_ERROR_DOM_QUOTA_REACHED", "UnknownError"]) {
      const records = new Map([["a", '{"n":1}']]);
      const area = {
        getItem: (key) => records.get(key) ?? null,
        setItem() {
          throw new DOMException("full", cause);
        },
      };
      defineArea(name, () => area);
      const store = createStore(choice);
      assert.throws(() => store.set("a", { n: 2 }), {
        name: "AuthError",
        code: "storage_full",
        message: new RegExp(name),
      });
      assert.deepEqual(store.get("a"), { n: 1 });
    }
  });
}

test("storage that appears later is used: nothing is remembered of the refusal", () => {
  const store = createStore("session");
  defineArea("sessionStorage", () => undefined);
  assert.throws(() => store.get("a"), { code: "storage_unavailable" });
  defineArea("sessionStorage", () => ({ getItem: () => '{"n":1}' }));
  assert.deepEqual(store.get("a"), { n: 1 });
});
