// Two tabs with the same sign-in: one renewal for both, and what one does, the other knows.
// Owns: duplicated tabs (sessionStorage is copied), rotating refresh tokens, sign-out across tabs.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { signInAtLab } from "./support/lab.js";
import { portcullisKeys, storedEverywhere, storedTokens } from "./support/storage.js";
import { tokenRequests } from "./support/traffic.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });
const RESOURCE = /Failed to load resource/;
const ROUNDS = 50;

const refreshRequests = (github) =>
  tokenRequests(github).filter(({ form }) => form.grant_type === "refresh_token");

/** Signed in, and the tab duplicated: `window.open` copies sessionStorage as "Duplicate" does. */
async function twoTabs(world, store = "session") {
  const { page, context } = world;
  world.allowConsole(RESOURCE); // the browser reports every 401
  await signInAtLab(world);
  const [other] = await Promise.all([
    context.waitForEvent("page"),
    page.evaluate(() => void window.open(location.href)),
  ]);
  await other.waitForLoadState();
  for (const tab of [page, other]) {
    await tab.evaluate(async () => {
      window.auth = await lab.auth();
      window.events = [];
      for (const type of ["signedin", "signedout", "tokenrefreshed", "reauthrequired"]) {
        auth.addEventListener(type, ({ detail }) => events.push([type, detail.isRemote]));
      }
      window.session = await auth.session();
    });
  }
  assert.deepEqual(await storedTokens(other), await storedTokens(page), store);
  return [page, other];
}

const callGithub = (tab) => tab.evaluate(async () => (await session.github.getAuthenticatedUser()).login);

async function renewTogether(world, tabs, rounds) {
  for (let round = 1; round <= rounds; round++) {
    world.github.expireAccessTokens();
    assert.deepEqual(await Promise.all(tabs.map(callGithub)), ["ada-brook", "ada-brook"], `round ${round}`);
  }
}

test(`a duplicated tab and its original, ${ROUNDS} expiries: one refresh each, both stay signed in (C-69, C-70, T-16)`, async (world) => {
  const tabs = await twoTabs(world);
  await renewTogether(world, tabs, ROUNDS);
  assert.equal(refreshRequests(world.github).length, ROUNDS);
  assert.deepEqual(await storedTokens(tabs[0]), await storedTokens(tabs[1]));
});

test("without Web Locks nobody is signed out by losing the race (C-70)", async (world) => {
  await world.context.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
  const tabs = await twoTabs(world);
  await renewTogether(world, tabs, 10);
  for (const tab of tabs) assert.equal((await portcullisKeys(tab)).length, 1);
});

test("no message between tabs holds a token", async (world) => {
  await world.context.addInitScript(() => {
    window.told = [];
    const { postMessage } = BroadcastChannel.prototype;
    BroadcastChannel.prototype.postMessage = function (message) {
      const bytes = (_, value) =>
        value instanceof ArrayBuffer ? String.fromCharCode(...new Uint8Array(value)) : value;
      told.push(JSON.stringify(message, bytes));
      return postMessage.call(this, message);
    };
  });
  const [one, other] = await twoTabs(world);
  await renewTogether(world, [one, other], 1);
  const told = (await Promise.all([one, other].map((tab) => tab.evaluate(() => told)))).flat();
  assert.ok(
    told.some((text) => text.includes("sealed")),
    "the successor was handed on",
  );
  assert.ok(
    told.every((text) => !/gh[or]_/.test(text)),
    told.join("\n"),
  );
});

test("sign-out in one tab during a refresh in the other: nothing comes back, and no secret is left anywhere", async (world) => {
  const { github } = world;
  const [one, other] = await twoTabs(world);
  const before = await storedTokens(one);
  github.switches.token = "slow";
  const refresh = one.evaluate(() => session.refresh().then(String, (error) => error.code));
  await until(() => refreshRequests(github).length === 1);
  await other.evaluate(() => auth.signOut());
  await one.waitForFunction(() => !auth.getSnapshot().isAuthenticated);
  github.switches.token = null;
  assert.equal(await refresh, "not_signed_in");
  for (const tab of [one, other]) {
    assert.deepEqual(await portcullisKeys(tab), []);
    const kept = JSON.stringify([await storedEverywhere(tab), tab.url(), await shown(tab)]);
    assert.ok(!kept.includes(before.accessToken) && !kept.includes(before.refreshToken), kept);
    assert.ok(!/gh[or]_/.test(kept), kept);
  }
  assert.deepEqual(await one.evaluate(() => events), [["signedout", true]]);
  assert.deepEqual(await other.evaluate(() => events), [["signedout", false]]);
});

test("a refused refresh token signs out once, in both tabs, each with one event (C-69, P24)", async (world) => {
  const { github } = world;
  const tabs = await twoTabs(world);
  // Somebody else has used it, as a thief would: both tabs hold a spent one.
  await tabs[0].evaluate(() =>
    auth.github.oauth2.refresh({ refreshToken: session.credentials().refreshToken }),
  );
  const codes = await Promise.all(
    tabs.map((tab) => tab.evaluate(() => session.github.getAuthenticatedUser().catch((error) => error.code))),
  );
  assert.ok(codes.includes("refresh_rejected"), codes.join());
  for (const tab of tabs) {
    await tab.waitForFunction(() => !auth.getSnapshot().isAuthenticated);
    assert.deepEqual(await portcullisKeys(tab), []);
    assert.deepEqual(
      (await tab.evaluate(() => events)).map(([type]) => type),
      ["reauthrequired"],
    );
  }
  assert.equal(
    refreshRequests(github).length,
    2,
    "the thief's and one more: the second tab takes the first one's word",
  );
});

test("a network failure keeps the session in both tabs, and the next call renews", async (world) => {
  const { github } = world;
  const tabs = await twoTabs(world);
  github.expireAccessTokens();
  github.switches.token = "html502";
  const codes = await Promise.all(
    tabs.map((tab) => tab.evaluate(() => session.github.getAuthenticatedUser().catch((error) => error.code))),
  );
  assert.deepEqual(codes, ["server_error", "server_error"]);
  github.switches.token = null;
  assert.deepEqual(await Promise.all(tabs.map(callGithub)), ["ada-brook", "ada-brook"]);
  for (const tab of tabs)
    assert.deepEqual(
      (await tab.evaluate(() => events)).map(([type]) => type),
      ["tokenrefreshed"],
    );
});

/** What the objects that an app holds say when they are printed. */
const shown = (tab) =>
  tab.evaluate(() => [JSON.stringify([auth, session, auth.github, auth.getSnapshot()]), `${session}`]);

/** The limit only ends a wait that would never end. */
async function until(isTrue, tries = 500) {
  if (isTrue()) return;
  assert.ok(tries > 0, "never happened");
  await new Promise((resolve) => setTimeout(resolve, 20));
  await until(isTrue, tries - 1);
}
