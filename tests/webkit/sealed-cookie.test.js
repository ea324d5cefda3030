// The proxy keeps refresh tokens in sealed cookies (P-20, RFC 10017), in WebKit. Owns: that it does with such cookies what it
// should, over TLS; what the page can reach in this mode is in ../e2e/sealed-cookie.test.js.

import assert from "node:assert/strict";
import { untilReady } from "../e2e/support/popup-world.js";
import { portcullisKeys } from "../e2e/support/storage.js";
import { tokenRequests } from "../e2e/support/traffic.js";
import { startSite } from "./support/secure-site.js";
import { signedIn } from "./support/ways.js";
import { webkitTests } from "./support/world.js";

const test = webkitTests(startSite, async ({ windows, url, github, cookies }) => {
  github.reset();
  cookies.length = 0;
  return { open: (path) => windows.open(url + path) };
});

const SEALED = /^__Host-portcullis-github-[\w-]{22}=[\w.~-]+$/;

const loginNow = (page) =>
  page.evaluate(async () => (await (await auth.session()).github.getAuthenticatedUser()).login);
const grants = (github) => tokenRequests(github).map(({ form }) => form.grant_type);

test("signed in, renewed, and renewed after a reload, by a cookie that no script can read (P-20, T-45)", async (world) => {
  const { github, cookies } = world;
  const { page, result } = await signedIn(world);
  assert.equal(result.success, true);
  assert.match(result.credentials.refreshToken, /^cookie\./);
  assert.equal(await page.evaluate(() => document.cookie), "");

  github.expireAccessTokens();
  assert.equal(await loginNow(page), "ada-brook");
  await page.reload();
  await untilReady(page);
  github.expireAccessTokens();
  assert.equal(await loginNow(page), "ada-brook");
  assert.deepEqual(grants(github), ["authorization_code", "refresh_token", "refresh_token"]);
  const [none, first, second] = cookies;
  assert.equal(none, null);
  for (const sent of [first, second]) assert.match(sent, SEALED);
  assert.notEqual(first, second, "the refresh token is a new one");
});

test("signing out ends the cookie, with and without revoking", async (world) => {
  const { cookies } = world;
  for (const revoke of [false, true]) {
    const { page } = await signedIn(world);
    assert.deepEqual(cookies, [null], "nothing is left of a sign-in before");
    assert.deepEqual(await page.evaluate((given) => auth.signOut({ revoke: given }), revoke), {
      revoked: revoke,
    });
    assert.match(cookies[1], SEALED);
    assert.deepEqual(await portcullisKeys(page), []);
    cookies.length = 0;
  }
  await signedIn(world);
  assert.deepEqual(cookies, [null]);
});
