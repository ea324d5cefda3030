// A store that the tabs of an app share: one sign-in, one renewal and one sign-out for all, and what each is told of it.
// Owns: several tabs over localStorage, IndexedDB and a store of the app's own. Tabs with sessionStorage: tabs.test.js.

import assert from "node:assert/strict";
import { openApp, openTab, signInApp, tokenOf, untilSignedIn } from "./support/apps.js";
import { endToEnd } from "./support/harness.js";
import { tokenRequests } from "./support/traffic.js";
import { until } from "./support/until.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });
const ADA = "7310452";

const eventsOf = (tab) => tab.evaluate(() => events);

for (const kind of ["local", "indexeddb", "custom"]) {
  test(`${kind}: another tab is signed in too, renews for both, and a sign-out is everywhere`, async (world) => {
    const { page, github } = world;
    await openApp(world, kind);
    const waiting = await openTab(world, kind);
    assert.equal((await signInApp(page)).subject, ADA);
    await untilSignedIn(waiting);
    const other = await openTab(world, kind);
    await untilSignedIn(other);
    assert.equal(await tokenOf(other), await tokenOf(page));

    github.expireAccessTokens();
    const logins = await Promise.all(
      [page, waiting, other].map((tab) =>
        tab.evaluate(async () => {
          window.session = await auth.session();
          return (await session.github.getAuthenticatedUser()).login;
        }),
      ),
    );
    assert.deepEqual(logins, Array(3).fill("ada-brook"));
    assert.equal(tokenRequests(github).length, 2, "one sign-in, one renewal");

    await other.evaluate(() => auth.signOut());
    for (const tab of [page, waiting]) await untilSignedIn(tab, false);
    const codes = await Promise.all(
      [page, waiting, other].map((tab) =>
        tab.evaluate(() => session.github.getAuthenticatedUser().catch(({ code }) => code)),
      ),
    );
    assert.deepEqual(codes, Array(3).fill("not_signed_in"));
    assert.deepEqual((await eventsOf(page)).at(-1), ["signedout", ADA, true]);
    assert.deepEqual((await eventsOf(other)).at(-1), ["signedout", ADA, false]);
    assert.deepEqual(
      [(await eventsOf(page))[0], (await eventsOf(waiting))[0]],
      [
        ["signedin", ADA, false],
        ["signedin", ADA, true],
      ],
    );
    assert.equal(await tokenOf(page), undefined);
  });
}

test("local: however often somebody signs in and out in one tab, the other tab follows each time", async (world) => {
  const { page } = world;
  await openApp(world, "local");
  const other = await openTab(world, "local");
  for (let round = 1; round <= 20; round += 1) {
    await signInApp(page);
    await untilSignedIn(other);
    await page.evaluate(() => auth.signOut());
    await untilSignedIn(other, false);
  }
});

for (const kind of ["local", "indexeddb"]) {
  test(`${kind}: a sign-in right after a sign-out stays, in spite of the other tab that hears of both`, async (world) => {
    const { page } = world;
    await openApp(world, kind);
    const other = await openTab(world, kind);
    for (let round = 1; round <= 20; round += 1) {
      const token = `token-of-round-${round}`;
      await page.evaluate(async (accessToken) => {
        await auth.signOut();
        await auth.storeCredentials("github", "7310452", { accessToken });
      }, token);
      const isIn = ([type]) => type === "signedin";
      await until(async () => (await eventsOf(other)).filter(isIn).length === round);
      // What the other tab does about the older news comes before its answers.
      for (let look = 0; look < 5; look += 1) await tokenOf(other);
      assert.equal(await tokenOf(page), token, `round ${round}`);
      await until(async () => (await tokenOf(other)) === token);
    }
  });
}

test("the snapshot is one frozen object while nothing changes; who subscribed hears of every change, in both tabs (P44)", async (world) => {
  const { page } = world;
  await openApp(world, "local");
  const other = await openTab(world, "local");
  for (const tab of [page, other]) {
    await tab.evaluate(() => {
      window.heard = { all: [], stopped: 0 };
      const { subscribe, getSnapshot } = auth;
      subscribe(() => heard.all.push(getSnapshot().isAuthenticated));
      subscribe(() => {
        heard.stopped += 1;
      })();
    });
  }
  await signInApp(page);
  await untilSignedIn(other);
  const looks = await page.evaluate(async () => {
    const first = auth.getSnapshot();
    await auth.session();
    const isSame = auth.getSnapshot() === first;
    const isFrozen = [first, first.accounts, first.accounts[0]].every(Object.isFrozen);
    return { isSame, isFrozen, text: JSON.stringify(first) };
  });
  assert.deepEqual([looks.isSame, looks.isFrozen], [true, true]);
  assert.deepEqual(Object.keys(JSON.parse(looks.text).accounts[0]), [
    "provider",
    "subject",
    "expiresAt",
    "isLive",
  ]);
  await other.evaluate(() => auth.signOut());
  await untilSignedIn(page, false);
  for (const tab of [page, other])
    assert.deepEqual(await tab.evaluate(() => heard), { all: [true, false], stopped: 0 });
});
