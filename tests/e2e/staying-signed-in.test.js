// Renewal ahead of time, without anybody's call: by the clock and by the signs that a page is used again, never in a loop,
// and never against a sign-out. Owns: what an open session does by itself. Its requests are in session.test.js.

import assert from "node:assert/strict";
import { openBoth } from "./support/acme.js";
import { openApp, signInApp, startApp } from "./support/apps.js";
import { endToEnd } from "./support/harness.js";
import { portcullisKeys, storedEverywhere } from "./support/storage.js";
import { tokenRequests } from "./support/traffic.js";
import { until } from "./support/until.js";

const test = endToEnd({
  contextOptions: { bypassCSP: true },
  // Pages that are left stay as they were, for whoever goes back.
  ignoreDefaultArgs: ["--disable-back-forward-cache"],
});
const SIGNS = ["focus", "online", "visibilitychange", "pageshow"];

const refreshes = (github) =>
  tokenRequests(github).filter(({ form }) => form.grant_type === "refresh_token").length;
const newsOf = (page, wanted) =>
  page.evaluate((type) => events.filter(([name]) => name === type).length, wanted);
const renewals = (page) => newsOf(page, "tokenrefreshed");

const stored = (page) =>
  page.evaluate(async () => {
    const { accessToken, refreshToken } = (await auth.loadCredentials("github", "7310452")) ?? {};
    return { accessToken, refreshToken };
  });

/** Signed in with an open session; from here on time passes only when it is told to. */
async function openSession(world, { lifetime = null, options = {} } = {}) {
  const { page, github } = world;
  await page.clock.install();
  github.switches.tokenLifetime = lifetime;
  // Shared between tabs, so that a renewal need not ask the others, which takes time.
  await openApp(world, "local");
  await signInApp(page);
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000));
  await page.evaluate(async (given) => {
    window.errors = [];
    auth.addEventListener("error", ({ detail }) => errors.push(detail.error.code));
    window.session = await auth.session(given);
  }, options);
}

/** A renewal goes on in real time, under a lock. */
const isIdle = (page) =>
  page.evaluate(async () => {
    const { held, pending } = await navigator.locks.query();
    return held.length + pending.length === 0;
  });

/** Second by second, so that no answer is late by the page's clock. */
async function pass(page, seconds) {
  for (let second = 1; second <= seconds; second += 1) {
    await page.clock.runFor(1_000);
    await until(() => isIdle(page));
  }
}

/** Milliseconds on the page's clock until so many seconds before the token's end. */
const untilBeforeEnd = (page, seconds) =>
  page.evaluate((before) => (session.credentials().expiresAt - before) * 1000 - Date.now(), seconds);

test("an open session renews a minute before the end, by itself, again and again (P23)", async (world) => {
  const { page, github } = world;
  await openSession(world);
  for (const round of [1, 2, 3]) {
    await page.clock.runFor(await untilBeforeEnd(page, 61));
    assert.equal(refreshes(github), round - 1);
    await page.clock.runFor(1_000);
    await until(async () => (await renewals(page)) === round);
    assert.equal(refreshes(github), round);
  }
  const { accessToken } = await stored(page);
  assert.equal(await page.evaluate(() => session.credentials().accessToken), accessToken);
});

test("a closed session, and one with autoRefresh: false, renew nothing by themselves", async (world) => {
  const { page, github } = world;
  await openSession(world, { options: { autoRefresh: false } });
  await page.evaluate(async () => {
    const closed = await auth.session();
    closed.close();
    const disposed = await auth.session();
    await disposed[Symbol.asyncDispose]?.();
  });
  await page.clock.runFor((await untilBeforeEnd(page, 0)) + 3_600_000);
  for (const sign of SIGNS) await page.evaluate((type) => dispatchEvent(new Event(type)), sign);
  // What a sign would have begun goes through the same lock.
  await page.evaluate(() => session.refresh());
  assert.deepEqual([refreshes(github), await renewals(page)], [1, 1], "the one that was asked for");
});

for (const sign of SIGNS) {
  test(`a page that wakes up with a spent token renews on ${sign}, once; with a fresh one it does nothing (P23)`, async (world) => {
    const { page, context, github } = world;
    await openSession(world);
    const give = async () => {
      if (sign !== "online")
        return page.evaluate((type) => void document.dispatchEvent(new Event(type, { bubbles: true })), sign);
      await context.setOffline(true);
      return context.setOffline(false);
    };
    await give();
    // As after a night: the time is another one, and no timer has run.
    await page.clock.setSystemTime(await page.evaluate(() => Date.now() + 9 * 3_600_000));
    assert.equal(refreshes(github), 0);
    await Promise.all([give(), give()]);
    await until(async () => (await renewals(page)) === 1);
    await give();
    await page.evaluate(() => session.accessToken());
    assert.equal(refreshes(github), 1);
  });
}

for (const lifetime of [1, 4, 15]) {
  test(`tokens that live for ${lifetime} s are renewed every ten seconds at most, not in a loop (P23)`, async (world) => {
    const { page, github } = world;
    await openSession(world, { lifetime });
    await pass(page, 60);
    const count = refreshes(github);
    assert.deepEqual(await page.evaluate(() => window.errors), []);
    assert.ok(count >= 2 && count <= 7, `${count} in a minute`);
  });
}

test("a token that lives for forty days is no number too big for a timer (P23)", async (world) => {
  const { page, github } = world;
  const day = 24 * 3_600;
  await openSession(world, { lifetime: 40 * day });
  for (const left of [30 * day, 10 * day, 61]) {
    await page.clock.fastForward(await untilBeforeEnd(page, left));
    assert.equal(refreshes(github), 0, `${left} s before the end`);
  }
  await page.clock.fastForward(2_000);
  await until(async () => (await renewals(page)) === 1);
});

test("a failure ahead of time keeps the session; it is tried again, less and less often, until it works (P21, P23)", async (world) => {
  const { page, github } = world;
  await openSession(world);
  const before = await stored(page);
  // The waits have some chance in them, so that tabs do not ask all at once: 20 to 40 seconds, then 40 to 80.
  await page.evaluate(() => {
    Math.random = () => 0.75;
  });
  github.switches.token = "html502";
  await page.clock.runFor(await untilBeforeEnd(page, 60));
  const errors = () => page.evaluate(() => window.errors);
  await until(async () => (await errors()).length === 1);
  await pass(page, 34);
  assert.equal(refreshes(github), 1, "not before 35 seconds");
  await pass(page, 2);
  await until(async () => (await errors()).length === 2);
  await pass(page, 68);
  assert.equal(refreshes(github), 2, "not before 70 more");
  assert.deepEqual(await errors(), ["server_error", "server_error"]);
  assert.deepEqual(await stored(page), before);
  assert.equal(await page.evaluate(() => auth.getSnapshot().isAuthenticated), true);

  github.switches.token = null;
  await pass(page, 4);
  await until(async () => (await renewals(page)) === 1);
  assert.notDeepEqual(await stored(page), before);
});

test("a refused refresh token ahead of time: signed out with one event, and asked no more (C-69, P24)", async (world) => {
  const { page, github } = world;
  await openSession(world);
  const toEnd = await untilBeforeEnd(page, 60);
  const { switches } = github;
  github.reset();
  switches.autoApprove = true;
  await page.clock.runFor(toEnd);
  // Before it gives up it asks the other tabs, for a second.
  await until(async () => {
    await page.clock.runFor(1_000);
    return page.evaluate(() => !auth.getSnapshot().isAuthenticated);
  });
  await page.clock.runFor(600_000);
  for (const sign of SIGNS) await page.evaluate((type) => dispatchEvent(new Event(type)), sign);
  assert.equal(await page.evaluate(() => session.accessToken().catch(({ code }) => code)), "not_signed_in");
  assert.deepEqual([refreshes(github), await newsOf(page, "reauthrequired")], [1, 1]);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
});

test("back from the history a page shows what is true now: still signed in, or signed out meanwhile (T-30)", async (world) => {
  const { page, url } = world;
  await openApp(world, "session");
  await signInApp(page);
  // The demo is served with no-store, and such a page is kept only while it has sent nothing itself.
  await page.reload();
  await startApp(page, "session");
  await page.evaluate(async () => {
    window.session = await auth.session();
    window.heard = [];
    auth.subscribe(() => heard.push(auth.getSnapshot().isAuthenticated));
    addEventListener("pageshow", ({ persisted }) => {
      window.isRestored = persisted;
    });
  });
  const leaveAndComeBack = async (meanwhile) => {
    await page.evaluate(() => {
      window.isRestored = false;
    });
    await page.goto(`${url}/plain`);
    await page.evaluate(meanwhile);
    await page.goBack({ waitUntil: "commit" });
    await page.waitForFunction(() => window.isRestored);
    return page.evaluate(() => [auth.getSnapshot().isAuthenticated, heard]);
  };
  assert.deepEqual(await leaveAndComeBack(() => {}), [true, []]);
  assert.deepEqual(await leaveAndComeBack(() => sessionStorage.clear()), [false, [false]]);
  const held = await page.evaluate(() => lab.outcome(() => session.credentials().accessToken));
  assert.equal(held.error?.code, "not_signed_in");
});

test("a sign-out during a renewal wins, also when credentials were only given: nothing is stored, nobody is back", async (world) => {
  const { page, github } = world;
  const acme = await openBoth(world);
  const given = await page.evaluate(async () => {
    window.stored = await auth.session({ providers: ["github"] });
    const { accessToken, refreshToken } = await auth.loadCredentials("acme", "u-7");
    await auth.signOut({ provider: "acme" });
    window.given = await auth.session({ withCredentials: { acme: { accessToken, refreshToken } } });
    window.signedIn = [];
    auth.addEventListener("signedin", ({ detail }) => signedIn.push(detail));
    return { accessToken, refreshToken };
  });
  for (const { switches } of [acme, github]) switches.token = "slow";
  await page.evaluate(() => {
    const outcomeOf = (renewal) =>
      renewal.then(
        () => "renewed",
        ({ code }) => code,
      );
    window.renewing = [outcomeOf(stored.refresh()), outcomeOf(given.refresh("acme"))];
  });
  await until(() => refreshes(github) === 1 && acme.grants("refresh_token").length === 1);
  await page.evaluate(() => auth.signOut());
  for (const { switches } of [acme, github]) switches.token = null;
  // What the app gave is the app's, and no sign-in.
  assert.deepEqual(await page.evaluate(() => Promise.all(renewing)), ["not_signed_in", "renewed"]);
  const [after, isAuthenticated, signedIn] = await page.evaluate(() => [
    lab.credentials(window.given.credentials("acme")),
    auth.getSnapshot().isAuthenticated,
    window.signedIn,
  ]);
  assert.deepEqual([isAuthenticated, signedIn, await portcullisKeys(page)], [false, [], []]);
  const kept = JSON.stringify([
    await storedEverywhere(page),
    await page.evaluate(() => ({ ...sessionStorage })),
  ]);
  for (const token of [given.accessToken, after.accessToken, after.refreshToken]) {
    assert.ok(token && !kept.includes(token), kept);
  }
});

test("two managers of one app on a page renew once, by the clock as by their calls (C-70)", async (world) => {
  const { page, github } = world;
  await openSession(world);
  await page.evaluate(async () => {
    window.second = await lab.auth({}, { store: "local" });
    window.secondSession = await second.session();
  });
  await page.clock.runFor(await untilBeforeEnd(page, 60));
  const tokens = () =>
    page.evaluate(() => [session, secondSession].map((one) => one.credentials().accessToken));
  await until(async () => (await renewals(page)) === 1 && new Set(await tokens()).size === 1);
  assert.equal(refreshes(github), 1);

  github.expireAccessTokens();
  const logins = await page.evaluate(async () => {
    const people = await Promise.all(
      [session, secondSession, session].map((one) => one.github.getAuthenticatedUser()),
    );
    return people.map(({ login }) => login);
  });
  assert.deepEqual(logins, Array(3).fill("ada-brook"));
  assert.equal(refreshes(github), 2);
  assert.equal(new Set(await tokens()).size, 1);
});
