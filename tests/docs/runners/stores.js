// Runs docs/stores.md: signing in with each store, and what is then where.
// Owns: what must have happened after each block. Must not: know the form of a record beyond what the document shows.

import assert from "node:assert/strict";
import { openSignedIn, ourKeys, seen } from "../support/app.js";
import { ADA } from "../support/browser.js";
import { block } from "../support/markdown.js";

const keyOf = ({ clientId }) => `portcullis:v1:${clientId}:github:${ADA.id}`;
const report = "window.seen = session.subject;";

/** Types of the members, to any depth: the values are different at every sign-in. */
const shapeOf = (value) =>
  Object(value) === value
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]))
    : typeof value;

/** Everything in IndexedDB, as text. */
const inDatabase = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open("portcullis");
        opening.onsuccess = () => {
          const records = opening.result.transaction("records").objectStore("records");
          const [names, values] = [records.getAllKeys(), records.getAll()];
          records.transaction.oncomplete = () => {
            const text = (data) =>
              data instanceof ArrayBuffer ? new TextDecoder("latin1").decode(data) : "";
            resolve([names.result, values.result.flat().map(text).join()]);
          };
        };
      }),
  );

export const stores = {
  async "store-option"(world) {
    const { page, site } = world;
    await openSignedIn(world, report, { create: block("store-option") });
    assert.equal(await seen(page), String(ADA.id));
    assert.deepEqual(await ourKeys(page), []);
    const [names, text] = await inDatabase(page);
    assert.ok(names.includes(keyOf(site)), names);
    assert.ok(text.length > 100 && !/gh[or]_|access_token/.test(text), text);
    // It is for all tabs, and stays.
    const tab = await page.context().newPage();
    await tab.goto(site.url);
    assert.equal(await seen(tab), String(ADA.id));
  },

  async "stored-record"(world) {
    const { page, site } = world;
    await openSignedIn(world, report);
    await seen(page);
    assert.deepEqual(await ourKeys(page), [keyOf(site)]);
    const stored = JSON.parse(await page.evaluate((key) => sessionStorage.getItem(key), keyOf(site)));
    const documented = JSON.parse(block("stored-record"));
    assert.deepEqual(shapeOf(stored), shapeOf(documented));
    assert.equal(String(documented.obtained_at).length, String(stored.obtained_at).length);
    assert.equal(String(documented.signed_in_at).length, String(stored.signed_in_at).length);
    // What cannot be read counts as signed out.
    await page.evaluate((key) => sessionStorage.setItem(key, "{}"), keyOf(site));
    await page.evaluate(() => sessionStorage.setItem("another", "app's"));
    await page.goto(site.url);
    await page.waitForFunction(
      () => !Object.keys(sessionStorage).some((key) => key.startsWith("portcullis")),
    );
    assert.equal(await page.evaluate(() => sessionStorage.getItem("another")), "app's");
  },

  async "own-store"(world) {
    const { page, site } = world;
    await page.addInitScript(() => {
      const lent = new Map(JSON.parse(window.name || "[]"));
      const keep = (value) => {
        window.name = JSON.stringify([...lent]);
        return Promise.resolve(value);
      };
      window.keychain = {
        read: async (name) => lent.get(name) ?? null,
        write: (name, text) => keep(lent.set(name, text)),
        remove: (name) => keep(lent.delete(name)),
        names: async () => [...lent.keys()],
      };
    });
    const more = "window.first = auth.getSnapshot();\n";
    const code = `${report}\nwindow.signOut = () => auth.signOut();`;
    await openSignedIn(world, code, { create: block("own-store") + more });
    assert.equal(await seen(page), String(ADA.id));
    assert.deepEqual(await page.evaluate(() => first), { isLoading: true });
    assert.deepEqual(await page.evaluate(() => keychain.names()), [keyOf(site)]);
    assert.deepEqual(await ourKeys(page), []);
    await page.evaluate(() => signOut());
    assert.deepEqual(await page.evaluate(() => keychain.names()), []);
  },
};
