// Signing out with `revoke`: gone from this browser first and always, then told to the provider, whose answer is a result
// and no exception. Owns: revocation through the real proxy and at a server of RFC 7009. Plain sign-out is in sign-out.test.js.

import assert from "node:assert/strict";
import { agree, finish, openBoth, signInHere, startAcme } from "./support/acme.js";
import { openApp, openTab, untilSignedIn } from "./support/apps.js";
import { endToEnd } from "./support/harness.js";
import { openLab } from "./support/lab.js";
import { deadAddress, html, json, serve } from "./support/servers.js";
import { portcullisKeys } from "./support/storage.js";
import { form, requestsTo } from "./support/traffic.js";
import { until } from "./support/until.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

const tokensOf = (page, provider, subject) =>
  page.evaluate(
    async ([name, who]) => lab.credentials(await auth.loadCredentials(name, who)),
    [provider, subject],
  );

/** signOut(options): its result as plain data, and what was still here when each revocation was sent. */
const signOut = (page, options) =>
  page.evaluate(async (given) => {
    const { fetch } = window;
    const left = [];
    window.fetch = (url, init) => {
      const keys = Object.keys(sessionStorage).filter((key) => key.startsWith("portcullis:v1:"));
      left.push({ keys, isAuthenticated: auth.getSnapshot().isAuthenticated });
      return fetch(url, init);
    };
    const { revoked, error } = await auth.signOut(given);
    window.fetch = fetch;
    return { revoked, error: error && lab.error(error), left };
  }, options);
const NOTHING_LEFT = { keys: [], isAuthenticated: false };

/** Acme alone, signed in; `changes` replace its options. */
async function openAcme(world, changes = {}) {
  world.allowConsole(/Failed to load resource/);
  const acme = await startAcme(world);
  await openLab(world);
  await world.page.evaluate(
    async (options) => {
      window.auth = await lab.auth(null, { providers: { acme: options } });
    },
    { ...acme.options, ...changes },
  );
  await signInHere(world.page, "acme");
  return acme;
}

const isRefused = async (address, token) =>
  (await fetch(address, { headers: { authorization: `Bearer ${token}` } })).status === 401;

test('revoke: "grant" ends every token that the person gave the app at GitHub, on every device (P-21)', async (world) => {
  const { page, context, github } = world;
  await openBoth(world, { signedIn: ["github"] });
  const here = await tokensOf(page, "github", "7310452");
  // Another device: nothing is shared with the first.
  const device = await context.browser().newContext({ bypassCSP: true });
  world.t.after(() => device.close());
  const other = await device.newPage();
  await openBoth({ ...world, context: device, page: other }, { signedIn: ["github"] });
  const there = await tokensOf(other, "github", "7310452");
  assert.notEqual(there.accessToken, here.accessToken);

  assert.equal((await signOut(page, { revoke: "grant" })).revoked, true);
  for (const { accessToken } of [here, there]) {
    assert.ok(await isRefused(`${github.apiUrl}/user`, accessToken));
  }
});

test("at GitHub, through the proxy: the refresh token is tried first, then the access token, and both are dead (C-50, P-21)", async (world) => {
  const { page, proxyUrl, github, requests } = world;
  await openBoth(world, { signedIn: ["github"] });
  const { accessToken, refreshToken } = await tokensOf(page, "github", "7310452");
  const result = await signOut(page, { revoke: true });
  assert.deepEqual(result, { revoked: true, error: undefined, left: [NOTHING_LEFT, NOTHING_LEFT] });

  const asked = requestsTo(requests, proxyUrl).filter((request) => request.url().endsWith("/revoke"));
  const clientId = await page.evaluate(() => auth.github.appCredentials.clientId);
  assert.deepEqual(
    asked.map((request) => [request.method(), form(request.postData())]),
    [
      ["POST", { token: refreshToken, token_type_hint: "refresh_token", client_id: clientId }],
      ["POST", { token: accessToken, token_type_hint: "access_token", client_id: clientId }],
    ],
  );
  const [deletion, ...others] = github.log.filter(({ method }) => method === "DELETE");
  assert.deepEqual([deletion.path, others], [`/applications/${clientId}/token`, []]);
  assert.equal(await isRefused(`${github.apiUrl}/user`, accessToken), true);
  const code = await page.evaluate(
    (token) => auth.github.oauth2.refresh({ refreshToken: token }).catch((error) => error.code),
    refreshToken,
  );
  assert.equal(code, "refresh_rejected");
});

test("at a server of RFC 7009: in the form of a POST, the refresh token first (C-50)", async (world) => {
  const { page } = world;
  const acme = await openAcme(world);
  const { accessToken, refreshToken } = await tokensOf(page, "acme", "u-7");
  const { revoked, error, left } = await signOut(page, { revoke: true });
  assert.deepEqual([revoked, error, left], [true, undefined, [NOTHING_LEFT, NOTHING_LEFT]]);
  const asked = acme.seen("/oauth/revoke");
  assert.deepEqual(
    asked.map(({ method, query, form }) => [method, query, form]),
    [
      ["POST", "", { token: refreshToken, token_type_hint: "refresh_token", client_id: "acme-page" }],
      ["POST", "", { token: accessToken, token_type_hint: "access_token", client_id: "acme-page" }],
    ],
  );
  assert.equal(await isRefused(acme.echo, accessToken), true);
});

test("a token that the provider does not know any more counts as revoked (C-49)", async (world) => {
  const { page, github } = world;
  await openBoth(world, { signedIn: ["github"] });
  github.reset();
  const { revoked, error } = await signOut(page, { revoke: true });
  assert.deepEqual([revoked, error], [true, undefined]);
  assert.equal(github.log.length, 1);
});

test("without `revoke`, and without anybody or an endpoint, nothing is sent and nothing was revoked", async (world) => {
  const { page } = world;
  const acme = await openAcme(world);
  const { accessToken } = await tokensOf(page, "acme", "u-7");
  const nothing = { revoked: false, error: undefined, left: [] };
  assert.deepEqual(await signOut(page), nothing);
  assert.deepEqual(await signOut(page, { revoke: true }), nothing, "nobody is signed in");
  await page.evaluate((options) => auth.register("acme", options), { ...acme.options, revocationUrl: null });
  await signInHere(page, "acme");
  assert.deepEqual(await signOut(page, { revoke: true }), nothing, "no endpoint");
  assert.deepEqual([await portcullisKeys(page), acme.seen("/oauth/revoke")], [[], []]);
  assert.equal(await isRefused(acme.echo, accessToken), false, "it lives on at the provider");
});

for (const [title, answer, expected] of [
  [
    "503 with Retry-After",
    { ...html("later", 503), headers: { "Retry-After": "120" } },
    { code: "server_error", status: 503, retryable: true },
  ],
  ["429", json({ error: "slow_down" }, 429), { code: "rate_limited", status: 429, retryable: true }],
  [
    "invalid_client",
    json({ error: "invalid_client" }, 401),
    { code: "proxy_misconfigured", status: 401, retryable: false },
  ],
  [
    "a page in place of an answer",
    html("<h1>Not here</h1>", 404),
    { code: "invalid_response", status: 404, retryable: false },
  ],
  ["nobody there", null, { code: "network_error", retryable: true }],
]) {
  test(`a revocation that fails (${title}): signed out all the same, { revoked: false, error } (C-49)`, async (world) => {
    const { page } = world;
    const revocationUrl = answer ? (await serve(world.t, () => answer)).url : await deadAddress();
    await openAcme(world, { revocationUrl });
    const { revoked, error, left } = await signOut(page, { revoke: true });
    assert.equal(revoked, false);
    const actual = Object.fromEntries(Object.keys(expected).map((name) => [name, error[name]]));
    assert.deepEqual(actual, expected);
    assert.deepEqual(left[0], NOTHING_LEFT);
    assert.deepEqual(await portcullisKeys(page), []);
    assert.equal((await signInHere(page, "acme")).success, true);
  });
}

test("a revocation that never answers keeps nobody signed in, in this tab or another (C-49, T-27)", async (world) => {
  const { page } = world;
  const silent = await serve(world.t, () => null);
  await openApp(world, "local");
  const other = await openTab(world, "local");
  for (const tab of [page, other]) {
    await tab.evaluate((revocationUrl) => {
      const { clientId, redirectUri, authorizationUrl, apiUrl } = auth.github.appCredentials;
      const tokenUrl = auth.github.appCredentials.tokenUrl;
      auth.register("github", { clientId, redirectUri, authorizationUrl, apiUrl, tokenUrl, revocationUrl });
    }, silent.url);
  }
  await signInHere(page, "github");
  await untilSignedIn(other);
  await page.evaluate(() => {
    window.isOver = false;
    auth.signOut({ revoke: true }).then(() => {
      window.isOver = true;
    });
  });
  await until(() => silent.requests.length === 1);
  await untilSignedIn(other, false);
  const here = await page.evaluate(() => [
    isOver,
    auth.getSnapshot().isAuthenticated,
    Object.keys(localStorage),
  ]);
  assert.deepEqual(here, [false, false, []]);
});

test("of two providers each is told; one that fails leaves the other revoked, and the result says false (C-49)", async (world) => {
  const { page, github } = world;
  const acme = await openBoth(world);
  const failing = await serve(world.t, () => html("later", 503));
  await page.evaluate(
    ([options, revocationUrl]) => auth.register("acme", { ...options, revocationUrl }),
    [acme.options, failing.url],
  );
  const { accessToken } = await tokensOf(page, "github", "7310452");
  const { revoked, error } = await signOut(page, { revoke: true });
  assert.deepEqual([revoked, error.code, failing.requests.length], [false, "server_error", 1]);
  assert.equal(await isRefused(`${github.apiUrl}/user`, accessToken), true);
});

test("with a provider or a subject only that one is revoked; the others stay, here and there", async (world) => {
  const { page, github } = world;
  const acme = await openBoth(world);
  github.switches.user = "jun-okafor";
  const { subject } = await signInHere(page, "github");
  const [ada, jun] = [await tokensOf(page, "github", "7310452"), await tokensOf(page, "github", subject)];
  assert.equal((await signOut(page, { provider: "GitHub", subject: "7310452", revoke: true })).revoked, true);
  const user = `${github.apiUrl}/user`;
  assert.deepEqual(
    [await isRefused(user, ada.accessToken), await isRefused(user, jun.accessToken)],
    [true, false],
  );
  assert.equal((await signOut(page, { provider: "github", revoke: true })).revoked, true);
  assert.equal(await isRefused(user, jun.accessToken), true);
  const { accessToken } = await tokensOf(page, "acme", "u-7");
  assert.equal(await isRefused(acme.echo, accessToken), false);
  assert.deepEqual(
    [await portcullisKeys(page), acme.seen("/oauth/revoke")],
    [["portcullis:v1:acme-page:acme:u-7"], []],
  );
});

test("a sign-in that begins right after signOut() stays, though nobody waited for the sign-out", async (world) => {
  const { page } = world;
  await openBoth(world, { signedIn: ["github"] });
  const authorizationUrl = await page.evaluate(async () => {
    const leaving = auth.signOut();
    const begun = auth.github.oauth2.authorize({});
    await leaving;
    return begun.authorizationUrl;
  });
  const { success, error } = await finish(page, await agree(authorizationUrl));
  assert.deepEqual([success, error?.code], [true, undefined]);
});
