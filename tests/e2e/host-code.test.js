// Sign-ins at an app server with py-oidc-auth's routes, by popup and by redirect: what goes over the wire, what comes back, and
// what is refused. Owns: the code flow in that dialect (O20 to O24, O37).

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { decide, openHost, signInByRedirect, signInHost, untilReady } from "./support/host.js";
import { until } from "./support/until.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

/** The person's way back, as the server would send it. */
const back = (url, state, more = "code=c0de") => `${url}/?${more}&state=${encodeURIComponent(state)}`;
const VERIFIER = "v".repeat(43);

/** The app's page at that callback URL, with a sign-in under way. */
async function comeBack(page, address) {
  await page.goto(address);
  await untilReady(page);
  return page.evaluate(() => host.handled);
}
const beginOnly = (page) => page.evaluate(() => void host.provider.oauth2.authorize({ returnTo: "/inside" }));

test("O20 O23 by popup: hyphenated fields, and the verifier that came inside the state", async (world) => {
  const { page, url } = world;
  const app = await openHost(world);
  const { success, subject, credentials, userInfo } = await signInHost(page);
  assert.deepEqual([success, subject], [true, "default"]);
  assert.ok(credentials.accessToken && credentials.refreshToken);
  assert.equal(userInfo.email, app.people[0].email);
  const [login, ...more] = app.logins();
  assert.deepEqual([login, more], [{ redirect_uri: `${url}/`, offline_access: "true" }, []]);
  const [form, ...others] = app.forms();
  const authorized = new URLSearchParams(app.log.find(({ path }) => path === "/idp/authorize").query);
  const [, middle, verifier] = authorized.get("state").split("|");
  assert.deepEqual(Object.keys(form).sort(), ["code", "code_verifier", "redirect_uri"]);
  assert.deepEqual([form.code_verifier, form.redirect_uri, middle], [verifier, `${url}/`, `${url}/`]);
  assert.deepEqual(others, []);
  assert.equal(world.context.pages().length, 1);
});

test("O10 O20 by redirect: the address is cleaned, the app's data come back, and the end is that of the answer", async (world) => {
  const { page, url } = world;
  const app = await openHost(world);
  const result = await signInByRedirect(page, { returnTo: "/inside?a=1", appState: { n: 7 } });
  assert.deepEqual([result.success, result.returnTo, result.appState], [true, "/inside?a=1", { n: 7 }]);
  assert.equal(page.url(), `${url}/`);
  const { expires } = result.credentials.raw;
  assert.equal(typeof expires, "number");
  // Relative and absolute: a second may pass in between.
  assert.ok(Math.abs(result.credentials.expiresAt - expires) <= 1);
  assert.equal(app.forms().length, 1);
  assert.equal(await page.evaluate(() => host.provider.manager.getSnapshot().isAuthenticated), true);
});

for (const [title, state] of [
  ["another redirect URI in the middle", (url) => `n0nce|${url}/elsewhere|${VERIFIER}`],
  ["somebody else's redirect URI in the middle", () => `n0nce|https://evil.example/|${VERIFIER}`],
  ["our redirect URI with a query", (url) => `n0nce|${url}/?a=1|${VERIFIER}`],
  ["an empty middle", () => `n0nce||${VERIFIER}`],
  ["no verifier", (url) => `n0nce|${url}/`],
  ["an empty verifier", (url) => `n0nce|${url}/|`],
  ["a verifier that RFC 7636 does not allow", (url) => `n0nce|${url}/|short`],
  ["a state of other sign-ins' form", () => `${"s".repeat(42)}r`],
]) {
  test(`O23 ${title}: refused, nothing is sent, and the sign-in under way stays good`, async (world) => {
    const { page, url } = world;
    const app = await openHost(world);
    await beginOnly(page);
    const { success, error } = await comeBack(page, back(url, state(url)));
    assert.equal(success, false);
    assert.match(error.code, /^(state_mismatch|callback_mismatch|invalid_callback)$/);
    assert.equal(page.url(), `${url}/`);
    assert.deepEqual(app.forms(), []);
    const location = await page.evaluate(
      () => `${host.base}/auth/v2/login?redirect_uri=${host.provider.appCredentials.redirectUri}`,
    );
    await page.goto(location);
    await decide(page);
    await untilReady(page);
    const result = await page.evaluate(() => host.handled);
    assert.deepEqual([result.success, result.returnTo], [true, "/inside"]);
  });
}

test("O23 without a sign-in under way: refused, and nothing is sent", async (world) => {
  const { page, url } = world;
  const app = await openHost(world);
  const { error } = await comeBack(page, back(url, `n0nce|${url}/|${VERIFIER}`));
  assert.equal(error.code, "state_mismatch");
  assert.deepEqual([app.forms(), page.url()], [[], `${url}/`]);
});

test("O23 C-09 a callback counts once", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  let callback;
  page.on("framenavigated", (frame) => {
    if (frame.url().includes("code=")) callback = frame.url();
  });
  assert.equal((await signInByRedirect(page)).success, true);
  const again = await comeBack(page, callback);
  assert.deepEqual([again.error.code, app.forms().length], ["state_mismatch", 1]);
});

test("O24 the person refuses: access_denied, in a popup at once and after a redirect", async (world) => {
  const { page, url } = world;
  const app = await openHost(world);
  const inPopup = await signInHost(page, {}, "Cancel");
  assert.deepEqual(
    [inPopup.success, inPopup.error.code, inPopup.error.error],
    [false, ...Array(2).fill("access_denied")],
  );
  await until(() => world.context.pages().length === 1);
  const byRedirect = await signInByRedirect(page, {}, "Cancel");
  assert.deepEqual([byRedirect.success, byRedirect.error.code], [false, "access_denied"]);
  assert.deepEqual([page.url(), app.forms()], [`${url}/`, []]);
  assert.deepEqual(await page.evaluate(() => host.kept()), []);
});

test("C-45 the issuer that the server passes on is its own provider's, and no reason to refuse", async (world) => {
  const app = await openHost(world);
  app.switches.issuer = "https://identity.example";
  assert.equal((await signInHost(world.page)).success, true);
});

test("O24 the server's refusal of a code is read: code_rejected; when its provider is down, it is retryable", async (world) => {
  const { page, url } = world;
  const app = await openHost(world);
  await beginOnly(page);
  const refused = await comeBack(page, back(url, `n0nce|${url}/|${VERIFIER}`));
  assert.deepEqual([refused.error.code, refused.error.error], ["code_rejected", "invalid_grant"]);
  for (const fault of ["unavailable", "unreachable"]) {
    app.switches.token = fault;
    const { error } = await signInHost(page);
    assert.deepEqual([error.code, error.retryable], ["server_error", true]);
  }
});

test("O22 prompt and scope reach the server; offlineAccess can be switched off", async (world) => {
  const { page, url } = world;
  const app = await openHost(world, { options: { prompt: "login", scope: "profile", offlineAccess: false } });
  assert.equal((await signInHost(page)).success, true);
  assert.deepEqual(app.logins(), [{ redirect_uri: `${url}/`, scope: "profile", prompt: "login" }]);
});

test("O37 logout forgets the credentials, leaves for the server's, and comes back to a path of this origin", async (world) => {
  const { page, url } = world;
  const app = await openHost(world);
  for (const [returnTo, expected] of [
    ["/plain", `${url}/plain`],
    ["https://evil.example/", `${url}/`],
    ["//evil.example/", `${url}/`],
    [undefined, `${url}/`],
  ]) {
    await signInHost(page);
    await page.evaluate((given) => {
      document.title = "leaving";
      return host.provider.logout(given);
    }, returnTo && { returnTo });
    await page.waitForURL(expected);
    await untilReady(page);
    assert.equal(
      new URLSearchParams(app.asked("logout").at(-1).query).get("post_logout_redirect_uri"),
      expected,
    );
    assert.deepEqual(await page.evaluate(() => host.kept()), []);
  }
});

test("O37 userinfo of a live token, and null for one that is over", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  await signInHost(page);
  const ask = () =>
    page.evaluate(async () => host.provider.getUserInfo(await host.provider.currentCredentials()));
  assert.equal((await ask()).username, app.people[0].username);
  app.expireAccessTokens();
  assert.equal(await ask(), null);
});
