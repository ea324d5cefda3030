// Two tabs with the same sign-in, in WebKit: BroadcastChannel and Web Locks carry what one does to the other.
// Owns: that this works there; the races in detail are in ../e2e/tabs.test.js.

import assert from "node:assert/strict";
import { untilReady } from "../e2e/support/popup-world.js";
import { portcullisKeys, storedTokens } from "../e2e/support/storage.js";
import { tokenRequests } from "../e2e/support/traffic.js";
import { until } from "../e2e/support/until.js";
import { signedIn, waysTests } from "./support/ways.js";

const test = waysTests();

const refreshes = (github) => tokenRequests(github).filter(({ form }) => form.grant_type === "refresh_token");
const callGithub = (tab) => tab.evaluate(async () => (await session.github.getAuthenticatedUser()).login);

const start = (tab) =>
  tab.evaluate(async () => {
    window.events = [];
    for (const type of ["signedin", "signedout", "tokenrefreshed", "reauthrequired"]) {
      auth.addEventListener(type, ({ detail }) => events.push([type, detail.isRemote]));
    }
    window.session = await auth.session();
  });

/** Signed in, and the tab duplicated: `window.open` copies sessionStorage as "Duplicate" does. */
async function twoTabs(world) {
  const { page } = await signedIn(world);
  await page.evaluate(() => {
    const button = document.createElement("button");
    button.textContent = "Duplicate";
    button.onclick = () => open("/?copy");
    document.body.append(button);
  });
  await page.click("button");
  const other = await world.windows.window((address) => address === `${world.url}/?copy`);
  await untilReady(other);
  for (const tab of [page, other]) await start(tab);
  assert.deepEqual(await storedTokens(other), await storedTokens(page));
  return [page, other];
}

test("a duplicated tab and its original, ten expiries: one refresh each, both stay signed in (C-69, C-70, T-16)", async (world) => {
  const tabs = await twoTabs(world);
  for (let round = 1; round <= 10; round += 1) {
    world.github.expireAccessTokens();
    assert.deepEqual(await Promise.all(tabs.map(callGithub)), ["ada-brook", "ada-brook"], `round ${round}`);
    assert.equal(refreshes(world.github).length, round);
  }
  assert.deepEqual(await storedTokens(tabs[0]), await storedTokens(tabs[1]));
});

test("sign-out in one tab during a refresh in the other: both are signed out, and nothing comes back", async (world) => {
  const { github } = world;
  const [one, other] = await twoTabs(world);
  github.switches.token = "slow";
  const refresh = one.evaluate(() => session.refresh().then(String, (error) => error.code));
  await until(() => refreshes(github).length === 1);
  await other.evaluate(() => auth.signOut());
  await one.waitForFunction(() => !auth.getSnapshot().isAuthenticated);
  github.switches.token = null;
  assert.equal(await refresh, "not_signed_in");
  for (const tab of [one, other]) assert.deepEqual(await portcullisKeys(tab), []);
  assert.deepEqual(await one.evaluate(() => events), [["signedout", true]]);
  assert.deepEqual(await other.evaluate(() => events), [["signedout", false]]);
});
