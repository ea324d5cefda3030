// Signing in by redirect, in WebKit: away and back, a reload, a renewal, and signing out. Owns: that each works there from end
// to end; what is refused on the way is in ../e2e.

import assert from "node:assert/strict";
import { untilReady } from "../e2e/support/popup-world.js";
import { portcullisKeys, storedEverywhere, storedTokens } from "../e2e/support/storage.js";
import { tokenRequests } from "../e2e/support/traffic.js";
import { signedIn, waysTests } from "./support/ways.js";

const test = waysTests();
const ADA = { login: "ada-brook", id: 7310452 };

const grants = (github) => tokenRequests(github).map(({ form }) => form.grant_type);
const loginNow = (page) =>
  page.evaluate(async () => (await (await auth.session()).github.getAuthenticatedUser()).login);

test("away and back: the person, what the app gave, and no code in the address (C-63, O10)", async (world) => {
  const { page, result } = await signedIn(world, { appState: { n: 7 }, returnTo: "/inside?a=1" });
  const { success, subject, userInfo, appState, returnTo } = result;
  assert.deepEqual(
    [success, subject, userInfo.login, appState, returnTo],
    [true, `${ADA.id}`, ADA.login, { n: 7 }, "/inside?a=1"],
  );
  assert.equal(page.url(), `${world.url}/callback`);
  assert.deepEqual(grants(world.github), ["authorization_code"]);
  const { sessionKeys, localKeys, databases } = await storedEverywhere(page);
  assert.equal(sessionKeys.length, 1);
  assert.deepEqual([localKeys, databases], [[], []]);
});

test("a reload keeps the session and asks for no new token", async (world) => {
  const { page } = await signedIn(world);
  const before = await storedTokens(page);
  await page.reload();
  await untilReady(page);
  assert.equal(await page.evaluate(() => handled), null);
  assert.equal(await page.evaluate(() => auth.getSnapshot().isAuthenticated), true);
  assert.equal(await loginNow(page), ADA.login);
  assert.deepEqual(await storedTokens(page), before);
  assert.deepEqual(grants(world.github), ["authorization_code"]);
});

test("going back to the provider's page and forward again neither signs in again nor sends anything (C-09)", async (world) => {
  const { page } = await signedIn(world);
  await page.goBack();
  await page.waitForSelector("button[value=authorize]");
  await page.goForward();
  await untilReady(page);
  assert.equal(await loginNow(page), ADA.login);
  assert.deepEqual(grants(world.github), ["authorization_code"]);
});

test("an access token that has ended is renewed, and the call goes through", async (world) => {
  const { page } = await signedIn(world);
  const before = await storedTokens(page);
  world.github.expireAccessTokens();
  assert.equal(await loginNow(page), ADA.login);
  const after = await storedTokens(page);
  assert.notEqual(after.accessToken, before.accessToken);
  assert.notEqual(after.refreshToken, before.refreshToken);
  assert.deepEqual(grants(world.github), ["authorization_code", "refresh_token"]);
});

test("signing out leaves nothing behind, also after a reload; revoking ends the token at GitHub", async (world) => {
  const { page } = await signedIn(world);
  assert.deepEqual(await page.evaluate(() => auth.signOut({ revoke: true })), { revoked: true });
  assert.deepEqual(await portcullisKeys(page), []);
  assert.equal(world.github.log.filter(({ method }) => method === "DELETE").length, 1);
  await page.reload();
  await untilReady(page);
  assert.equal(await page.evaluate(() => auth.getSnapshot().isAuthenticated), false);
});
