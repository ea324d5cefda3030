// The proxy or GitHub fails while a code is exchanged: each way has its own typed error, and the next sign-in works.
// Owns: whole failures. Answers that arrive but must not be believed are in token-answers.test.js.

import assert from "node:assert/strict";
import { createTokenProxy } from "../../proxy/index.js";
import { serveTokenProxy } from "../../proxy/node.js";
import { endToEnd } from "./support/harness.js";
import { freshCallback, handle, openLab } from "./support/lab.js";
import { deadAddress, html, json, serve } from "./support/servers.js";
import { portcullisKeys } from "./support/storage.js";
import { tokenRequests } from "./support/traffic.js";
import { until } from "./support/until.js";

// The lab calls servers that the demo's own policy does not name.
const test = endToEnd({ contextOptions: { bypassCSP: true } });

const RESOURCE = /Failed to load resource/;

/** The exchange fails with `expected`, nothing is stored, and a new sign-in with the demo's own proxy works. */
async function failsThenWorks(world, expected, { changes = {}, spoil, during, mend } = {}) {
  const { page, allowConsole } = world;
  allowConsole(RESOURCE);
  await openLab(world);
  const callback = await freshCallback(world, {}, changes);
  await spoil?.();
  const finishing = handle(page, callback, changes);
  await during?.(finishing);
  const { success, error } = await finishing;
  assert.equal(success, false);
  const actual = Object.fromEntries(Object.keys(expected).map((name) => [name, error[name]]));
  assert.deepEqual(actual, expected);
  assert.deepEqual(await portcullisKeys(page), []);
  await mend?.();
  assert.equal((await handle(page, await freshCallback(world))).success, true);
  return error;
}

test("proxy down: network_error", async (world) => {
  const proxyUrl = await deadAddress();
  const expected = { name: "AuthError", code: "network_error", retryable: true, status: undefined };
  await failsThenWorks(world, expected, { changes: { proxyUrl } });
});

test("proxy that does not know this origin: network_error, for CORS hides the reason", async (world) => {
  const proxy = await serve(world.t, () => ({
    ...json({ error: "origin_not_allowed" }, 403),
    headers: { "Access-Control-Allow-Origin": "https://other.example" },
  }));
  world.allowConsole(/blocked by CORS policy/);
  await failsThenWorks(world, { code: "network_error" }, { changes: { proxyUrl: proxy.url } });
});

for (const [status, code] of [
  [200, "invalid_response"],
  [404, "invalid_response"],
  [503, "server_error"],
]) {
  test(`proxy answering HTML with ${status}: ${code}, and it is not asked again (C-14, C-15)`, async (world) => {
    const proxy = await serve(world.t, () => html("<!doctype html><h1>It works!</h1>", status));
    await failsThenWorks(world, { code, status }, { changes: { proxyUrl: proxy.url } });
    assert.equal(proxy.requests.length, 1);
  });
}

test("proxy that redirects: network_error, and nothing goes to the other place (C-13)", async (world) => {
  const other = await serve(world.t, () => json({ access_token: "gho_other", token_type: "bearer" }));
  const proxy = await serve(world.t, () => ({ status: 307, headers: { Location: `${other.url}/token` } }));
  await failsThenWorks(world, { code: "network_error" }, { changes: { proxyUrl: proxy.url } });
  assert.deepEqual(other.requests, []);
});

test("proxy that never answers: timeout after the documented 30 seconds, and not before", async (world) => {
  const { page, t } = world;
  await page.clock.install();
  const proxy = await serve(t, () => null);
  // From here on time passes only when it is told to.
  const spoil = async () => page.clock.pauseAt(await page.evaluate(() => Date.now() + 60_000));
  const during = async (finishing) => {
    await until(() => proxy.requests.length === 1);
    await page.clock.runFor(29_999);
    assert.equal(await Promise.race([finishing, page.evaluate(() => "waiting")]), "waiting");
    await page.clock.runFor(1);
  };
  const mend = () => page.clock.resume();
  const expected = { name: "AuthError", code: "timeout", retryable: true };
  await failsThenWorks(world, expected, { changes: { proxyUrl: proxy.url }, spoil, during, mend });
  assert.equal(proxy.requests.length, 1);
});

for (const fault of ["html502", "resetBefore", "truncated"]) {
  test(`GitHub's token endpoint fails (${fault}): server_error, and the code is sent once (C-14)`, async (world) => {
    const { github } = world;
    const spoil = () => {
      github.switches.token = fault;
    };
    const mend = () => {
      assert.equal(tokenRequests(github).length, 1);
      github.switches.token = null;
    };
    const expected = { code: "server_error", status: 502, retryable: true };
    await failsThenWorks(world, expected, { spoil, mend });
  });
}

test("an expired code: code_rejected with GitHub's own words", async (world) => {
  const error = await failsThenWorks(
    world,
    {
      name: "OAuthError",
      code: "code_rejected",
      error: "bad_verification_code",
      status: 400,
      retryable: false,
    },
    { spoil: () => world.github.expireCodes() },
  );
  assert.equal(error.errorDescription, "The code passed is incorrect or expired.");
  assert.match(error.errorUri, /^https:\/\/docs\.github\.com\//);
});

test("a proxy with the wrong secret: proxy_misconfigured, never the person's fault", async (world) => {
  const { t, url, github } = world;
  await openLab(world);
  const clientId = await world.page.evaluate(async () => (await import("/config.js")).config.clientId);
  const handler = createTokenProxy({
    clientId,
    clientSecret: "not-the-secret-of-this-app",
    tokenUrl: `${github.webUrl}/login/oauth/access_token`,
    redirectUris: [`${url}/callback`],
    allowInsecureOrigins: true,
  });
  const proxy = await serveTokenProxy(handler, { port: 0 });
  t.after(() => proxy.close());
  const expected = { code: "proxy_misconfigured", status: 502, retryable: false };
  await failsThenWorks(world, expected, { changes: { proxyUrl: proxy.url } });
});

test("a proxy that limits requests: rate_limited", async (world) => {
  const proxy = await serve(world.t, () => json({ error: "rate_limited" }, 429));
  const expected = { code: "rate_limited", status: 429, retryable: true };
  await failsThenWorks(world, expected, { changes: { proxyUrl: proxy.url } });
  assert.equal(proxy.requests.length, 1);
});

test("GitHub's API down after the exchange: signed in all the same, under a default subject", async (world) => {
  const { page, allowConsole } = world;
  allowConsole(RESOURCE);
  await openLab(world);
  const changes = { apiUrl: await deadAddress() };
  const result = await handle(page, await freshCallback(world, {}, changes), changes);
  assert.equal(result.success, true);
  assert.equal(result.subject, "default");
  assert.equal(result.userInfo, undefined);
  assert.match(result.credentials.accessToken, /^gho_/);
});
