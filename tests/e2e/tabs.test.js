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

/** The page's own manager, session and what it hears. */
const start = (tab) =>
  tab.evaluate(async () => {
    window.auth = await lab.auth();
    window.events = [];
    for (const type of ["signedin", "signedout", "tokenrefreshed", "reauthrequired"]) {
      auth.addEventListener(type, ({ detail }) => events.push([type, detail.isRemote]));
    }
    window.session = await auth.session();
  });

/** Signed in, and the tab duplicated: `window.open` copies sessionStorage as "Duplicate" does. */
async function twoTabs(world, { isOtherAsleep = false } = {}) {
  const { page, context } = world;
  world.allowConsole(RESOURCE); // the browser reports every 401
  await signInAtLab(world);
  const [other] = await Promise.all([
    context.waitForEvent("page"),
    page.evaluate(() => void window.open(location.href)),
  ]);
  await other.waitForLoadState();
  await start(page);
  if (!isOtherAsleep) await start(other);
  assert.deepEqual(await storedTokens(other), await storedTokens(page));
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

/** The provider takes the refresh token that both tabs hold no more, and the first tab has found out. */
async function refuseFirst([first]) {
  await first.evaluate(() =>
    auth.github.oauth2.refresh({ refreshToken: session.credentials().refreshToken }),
  );
  assert.equal(await first.evaluate(() => session.refresh().catch(({ code }) => code)), "refresh_rejected");
}

/** What a renewal comes to in the other tab, and what that has heard then. */
const renewOther = async (other) => ({
  code: await other.evaluate(() => session.refresh().then(String, ({ code }) => code)),
  events: await other.evaluate(() => events.map(([type]) => type)),
  isAuthenticated: await other.evaluate(() => auth.getSnapshot().isAuthenticated),
  kept: await portcullisKeys(other),
});
const OUT = { code: "refresh_rejected", events: ["reauthrequired"], isAuthenticated: false, kept: [] };

test("a tab that wakes up after the refusal: its own renewal ends the session there, with one event (C-69, P24)", async (world) => {
  const tabs = await twoTabs(world, { isOtherAsleep: true });
  await refuseFirst(tabs);
  await start(tabs[1]);
  assert.deepEqual(await renewOther(tabs[1]), OUT);
  assert.deepEqual(await tabs[0].evaluate(() => events), [["reauthrequired", false]]);
  assert.equal(refreshRequests(world.github).length, 2, "the thief's and the first tab's");
});

/** While `window.isDeaf`, no news of other tabs arrive. */
const installDeafness = () => {
  const { set } = Object.getOwnPropertyDescriptor(BroadcastChannel.prototype, "onmessage");
  Object.defineProperty(BroadcastChannel.prototype, "onmessage", {
    set(listener) {
      set.call(this, (event) => window.isDeaf || listener(event));
    },
  });
};
const hear = (tab, isHearing) =>
  tab.evaluate((given) => {
    window.isDeaf = !given;
  }, isHearing);

test("a tab that missed the news of the refusal: so does it there, and the first tab hears no second one (C-69, P24)", async (world) => {
  await world.context.addInitScript(installDeafness);
  const tabs = await twoTabs(world);
  await hear(tabs[1], false);
  await refuseFirst(tabs);
  await hear(tabs[1], true);
  assert.deepEqual(await renewOther(tabs[1]), OUT);
  assert.deepEqual(await tabs[0].evaluate(() => events), [["reauthrequired", false]]);
});

test("a sign-in that is stored while the other tabs are asked about the older one stays (C-69)", async (world) => {
  const tabs = await twoTabs(world, { isOtherAsleep: true });
  const [, other] = tabs;
  await refuseFirst(tabs);
  await start(other);
  const found = await other.evaluate(async () => {
    const { postMessage } = BroadcastChannel.prototype;
    let stored;
    BroadcastChannel.prototype.postMessage = function (message) {
      const given = { accessToken: "gho_newer", refreshToken: "ghr_newer", expiresIn: 3600 };
      if (message.ask) stored ??= auth.storeCredentials("github", session.subject, given);
      return postMessage.call(this, message);
    };
    await session.refresh().catch(() => {});
    await stored;
    const { accessToken } = (await auth.loadCredentials("github", session.subject)) ?? {};
    return [accessToken, auth.getSnapshot().isAuthenticated, events.map(([type]) => type)];
  });
  assert.deepEqual(found, ["gho_newer", true, ["signedin"]]);
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
