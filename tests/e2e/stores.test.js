// Where credentials are kept: what each store keeps over a reload, and what happens when it is spoiled, full or blocked.
// Owns: the option `store`. sessionStorage, the default, is in storage.test.js; several tabs are in stores-tabs.test.js.

import assert from "node:assert/strict";
import { callbackFor, finish } from "./support/acme.js";
import { openApp, openTab, signInApp, startApp, tokenOf, untilSignedIn } from "./support/apps.js";
import { endToEnd } from "./support/harness.js";
import { serveSite } from "./support/servers.js";
import { storedEverywhere } from "./support/storage.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });
// With its own policies a page can be shut in.
const confined = endToEnd();
const ADA = "7310452";

for (const kind of ["local", "indexeddb", "custom"]) {
  test(`${kind}: a reload and a new browser tab keep the sign-in`, async (world) => {
    const { page } = world;
    await openApp(world, kind);
    await signInApp(page);
    const token = await tokenOf(page);
    await page.reload();
    await startApp(page, kind);
    await untilSignedIn(page);
    assert.equal(await page.evaluate(() => firstSnapshot.isLoading), kind !== "local");
    await page.close();
    assert.equal(await tokenOf(await openTab(world, kind)), token);
  });
}

test("memory: nothing is kept anywhere, and a reload or another tab is signed out", async (world) => {
  const { page } = world;
  await openApp(world, "memory");
  await signInApp(page);
  assert.match(await tokenOf(page), /^gho_/);
  const { sessionKeys, localKeys, databases } = await storedEverywhere(page);
  assert.deepEqual([sessionKeys, localKeys, databases], [[], [], []]);
  const other = await openTab(world, "memory");
  await page.reload();
  await startApp(page, "memory");
  for (const tab of [page, other])
    assert.equal(await tab.evaluate(() => auth.session().catch(({ code }) => code)), "not_signed_in");
});

test("what a store of the app's own throws is an AuthError with that cause, and the page goes on", async (world) => {
  const { page } = world;
  await openApp(world, "session");
  const callback = await callbackFor(page, "github");
  const seen = await page.evaluate(async (url) => {
    const broken = (code) => () => Promise.reject(Object.assign(new RangeError("on fire"), { code }));
    const make = (changes) =>
      lab.auth({}, { store: { get() {}, set() {}, delete() {}, keys: () => [], ...changes } });
    const failing = async (call) => {
      const { error } = await lab.outcome(call);
      return [error?.name, error?.code];
    };
    const unreadable = await make({ keys: broken(), get: broken() });
    const full = await make({ set: broken("storage_full") });
    const atOnce = await make({
      get: () => {
        throw "text";
      },
    });
    const { error } = await full.handleRedirect(url);
    return {
      read: await failing(() => unreadable.session()),
      load: await failing(() => atOnce.loadCredentials("github", "a")),
      signOut: await failing(() => unreadable.signOut()),
      snapshot: unreadable.getSnapshot().isAuthenticated,
      store: await failing(() => full.storeCredentials("github", "a", { accessToken: "b" })),
      signIn: [error.code, error.cause.name],
      half: await lab.outcome(() => make({ keys: undefined })),
    };
  }, callback);
  const unavailable = ["AuthError", "storage_unavailable"];
  assert.deepEqual(
    [seen.read, seen.load, seen.signOut, seen.snapshot],
    [unavailable, unavailable, unavailable, false],
  );
  assert.deepEqual(
    [seen.store, seen.signIn],
    [
      ["AuthError", "storage_full"],
      ["storage_full", "RangeError"],
    ],
  );
  assert.deepEqual([seen.half.error.code, seen.half.error.field], ["invalid_option", "store"]);
});

test("local: spoiled, foreign and old values are nobody's; they break nothing and are not ours to remove (T-17)", async (world) => {
  const { page } = world;
  await openApp(world, "local");
  await signInApp(page);
  const [key] = await page.evaluate(() => Object.keys(localStorage));
  const prefix = key.slice(0, -ADA.length);
  const spoiled = [
    "",
    "{",
    "null",
    "[]",
    "7",
    '"text"',
    "{}",
    '{"answer":{}}',
    '{"__proto__":{"answer":{"access_token":"a"}}}',
  ];
  const foreign = {
    [`${prefix.replace("v1", "v0")}old`]: "{}",
    "portcullis:v1:another-app:github:1": "{",
    other: "1",
    __proto__: "x",
  };
  const seen = await page.evaluate(
    async ([values, before, strangers]) => {
      const good = { ...localStorage };
      localStorage.clear();
      for (const [index, value] of values.entries()) localStorage.setItem(`${before}${index}`, value);
      localStorage.setItem(`${before}{"half`, "{}");
      for (const [name, value] of Object.entries(strangers)) localStorage.setItem(name, value);
      await startApp("local");
      const nobody = auth.getSnapshot().isAuthenticated;
      const { error } = await lab.outcome(() => auth.session());
      const left = Object.keys(localStorage).sort();
      for (const [name, value] of Object.entries(good)) localStorage.setItem(name, value);
      return { nobody, code: error.code, left, subject: (await auth.session()).subject };
    },
    [spoiled, prefix, foreign],
  );
  assert.deepEqual([seen.nobody, seen.code, seen.subject], [false, "not_signed_in", ADA]);
  assert.deepEqual(seen.left, Object.keys(foreign).sort());
});

test("a full localStorage: storage_full, and nobody is half signed in; with room again it works (T-20)", async (world) => {
  const { page } = world;
  await openApp(world, "local");
  const callback = await callbackFor(page, "github");
  await page.evaluate(() => {
    for (let size = 2 ** 23; size >= 1; size /= 2) {
      try {
        for (let index = 0; ; index += 1) localStorage.setItem(`filler ${size} ${index}`, "x".repeat(size));
      } catch {}
    }
  });
  const { success, error } = await finish(page, callback);
  assert.deepEqual([success, error.code], [false, "storage_full"]);
  assert.equal(await page.evaluate(() => auth.getSnapshot().isAuthenticated), false);
  await page.evaluate(() => localStorage.clear());
  assert.equal((await signInApp(page)).success, true);
});

confined(
  "blocked storage, whatever the store: signing in fails before the page is left, memory still holds credentials (T-20)",
  async (world) => {
    const { t, page, github } = world;
    const site = await serveSite(t, {
      "/": { headers: { "Content-Security-Policy": "sandbox allow-scripts" } },
    });
    await page.goto(site.url);
    const seen = await page.evaluate(
      async ([origin, webUrl]) => {
        const github = {
          clientId: "Ov23liSandboxed",
          redirectUri: `${origin}/callback`,
          proxyUrl: `${origin}/proxy`,
          authorizationUrl: `${webUrl}/login/oauth/authorize`,
        };
        const codeOf = async (call) => {
          try {
            return await call();
          } catch ({ code }) {
            return code;
          }
        };
        const all = {};
        for (const store of ["session", "local", "memory"]) {
          const auth = Portcullis.createAuth({ github, store });
          all[store] = [
            (await auth.github.signIn()).error.code,
            await codeOf(
              async () => (await auth.storeCredentials("github", "a", { accessToken: "b" })).tokenType,
            ),
            await codeOf(async () => (await auth.session()).subject),
            auth.getSnapshot().isAuthenticated,
          ];
        }
        return all;
      },
      [site.url, github.webUrl],
    );
    const blocked = [...Array(3).fill("storage_unavailable"), false];
    assert.deepEqual(seen, {
      session: blocked,
      local: blocked,
      memory: ["storage_unavailable", "Bearer", "a", true],
    });
    assert.equal(page.url(), `${site.url}/`);
    assert.deepEqual(github.log, []);
  },
);
