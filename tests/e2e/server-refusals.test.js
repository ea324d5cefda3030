// What an app's own server says no with, and what is no answer at all: typed codes with the server's own word.
// Owns: P40's errors, and what is wrong in the page's own code.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { ask, openServerApp, signInAtServer, untilReady } from "./support/server-app.js";

const test = endToEnd();

test("P40 nobody is signed in: not_signed_in with the server's word", async (world) => {
  const { page } = world;
  const server = await openServerApp(world);
  const expected = { name: "OAuthError", code: "not_signed_in", status: 401, error: "not_authenticated" };
  for (const method of ["userInfo", "refresh"]) {
    const { name, code, status, error, retryable } = (await ask(page, method)).error;
    assert.deepEqual({ name, code, status, error }, expected);
    assert.equal(retryable, false);
  }
  await signInAtServer(page);
  server.expireSessions();
  assert.equal((await ask(page, "userInfo")).error.code, "not_signed_in");
  assert.equal((await ask(page, "status")).value.authenticated, false);
});

for (const [word, method, status, code, retryable] of [
  ["csrf_failed", "refresh", 403, "csrf_failed", false],
  ["csrf_failed", "logout", 403, "csrf_failed", false],
  ["no_refresh_token", "refresh", 400, "no_refresh_token", false],
  ["refresh_failed", "refresh", 500, "refresh_rejected", false],
  ["not_authenticated", "userInfo", 401, "not_signed_in", false],
]) {
  test(`P40 ${method}: ${status} ${word} is ${code}`, async (world) => {
    const server = await openServerApp(world);
    await signInAtServer(world.page);
    server.switches.error = word;
    const { error } = await ask(world.page, method);
    assert.deepEqual(
      [error.name, error.code, error.status, error.error, error.retryable],
      ["OAuthError", code, status, word, retryable],
    );
  });
}

const JSON_TYPE = { "content-type": "application/json" };
for (const [title, answer, expected] of [
  [
    "429 rate_limited: retryable",
    { status: 429, headers: JSON_TYPE, body: '{"error":"rate_limited","error_description":"Too many"}' },
    ["OAuthError", "rate_limited", 429, "rate_limited", true],
  ],
  [
    "429 without JSON: retryable",
    { status: 429, body: "slow down" },
    ["AuthError", "rate_limited", 429, undefined, true],
  ],
  [
    "500 with a page",
    { status: 500, body: "<h1>Oops</h1>" },
    ["AuthError", "server_error", 500, undefined, true],
  ],
  [
    "503 with a word of its own",
    { status: 503, headers: JSON_TYPE, body: '{"error":"maintenance"}' },
    ["OAuthError", "server_error", 503, "maintenance", true],
  ],
  [
    "400 with a word of its own",
    { status: 400, headers: JSON_TYPE, body: '{"error":"strange"}' },
    ["OAuthError", "oauth_error", 400, "strange", false],
  ],
  [
    "404",
    { status: 404, headers: JSON_TYPE, body: '{"detail":"Not Found"}' },
    ["AuthError", "invalid_response", 404, undefined, false],
  ],
  [
    "200 with a page, as a single-page fallback gives",
    { status: 200, body: "<!doctype html>" },
    ["AuthError", "invalid_response", 200, undefined, false],
  ],
  [
    "200 with no object",
    { status: 200, headers: JSON_TYPE, body: "null" },
    ["AuthError", "invalid_response", 200, undefined, false],
  ],
  [
    "200 with an error",
    { status: 200, headers: JSON_TYPE, body: '{"error":"not_authenticated"}' },
    ["OAuthError", "not_signed_in", 200, "not_authenticated", false],
  ],
  [
    "401 without JSON, as a gateway gives",
    { status: 401, body: "Unauthorized" },
    ["AuthError", "not_signed_in", 401, undefined, false],
  ],
]) {
  test(`P40 an answer that is ${title}`, async (world) => {
    const { page, context } = world;
    const server = await openServerApp(world);
    await context.route(`${server.url}/auth/*`, (route) => route.fulfill(answer));
    for (const method of ["status", "refresh"]) {
      const { error } = await ask(page, method);
      assert.deepEqual(
        [error?.name, error?.code, error?.status, error?.error, error?.retryable],
        expected,
        method,
      );
    }
  });
}

test("P40 status and roles of another shape do not get through as they are", async (world) => {
  const { page, context } = world;
  const server = await openServerApp(world);
  for (const [body, wanted] of [
    [{ authenticated: "yes" }, { authenticated: false, userId: null, roles: [], expiresAt: null }],
    [
      { authenticated: true, user_id: "u", roles: ["a"] },
      { authenticated: true, userId: "u", roles: ["a"], expiresAt: null },
    ],
    [
      { authenticated: true, roles: null },
      { authenticated: true, userId: null, roles: [], expiresAt: null },
    ],
  ]) {
    await context.unrouteAll();
    await context.route(`${server.url}/auth/status`, (route) => route.fulfill({ json: body }));
    assert.deepEqual((await ask(page, "status")).value, wanted);
  }
});

test("P40 the server is down, or breaks the connection: network_error, retryable", async (world) => {
  const { page, context } = world;
  const server = await openServerApp(world);
  await context.route(`${server.url}/auth/*`, (route) => route.abort("connectionrefused"));
  for (const method of ["status", "userInfo", "refresh", "logout"]) {
    const { error } = await ask(page, method);
    assert.deepEqual([error.code, error.retryable], ["network_error", true]);
  }
});

test("P40 a redirect of a route is not followed: a login page is no answer", async (world) => {
  const { page, context } = world;
  const server = await openServerApp(world);
  await context.route(`${server.url}/auth/status`, (route) =>
    route.fulfill({ status: 302, headers: { location: `${server.url}/` } }),
  );
  assert.equal((await ask(page, "status")).error?.code, "network_error");
});

test("P41 back from the server, which then fails: a failed result, and not again on the next load", async (world) => {
  const { page, context } = world;
  const server = await openServerApp(world);
  await context.route(`${server.url}/auth/status`, (route) => route.fulfill({ status: 503, body: "down" }));
  const { success, error } = await signInAtServer(page);
  assert.deepEqual([success, error.code, error.retryable], [false, "server_error", true]);
  await page.reload();
  await untilReady(page);
  assert.equal(await page.evaluate(() => app.handled), null);
});

test("P41 the session that the server made cannot be found: not_signed_in", async (world) => {
  const server = await openServerApp(world);
  server.switches.brokenSession = true;
  const { success, error } = await signInAtServer(world.page);
  assert.deepEqual([success, error.code], [false, "not_signed_in"]);
});

test("P39 P40 baseUrl must be a URL of a server; unknown options and paths are named; the page stays", async (world) => {
  const { page } = world;
  const server = await openServerApp(world);
  const made = (options) =>
    page.evaluate((given) => {
      try {
        return void new app.sdk.ServerSession(given);
      } catch ({ name, code, field }) {
        return [name, code, field];
      }
    }, options);
  for (const baseUrl of [
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://a.example",
    "https://",
    "blob:x",
  ]) {
    assert.deepEqual(await made({ baseUrl }), ["ConfigError", "invalid_option", "baseUrl"], baseUrl);
  }
  assert.deepEqual(await made({ paths: { me: "/me" } }), ["ConfigError", "unknown_option", "paths.me"]);
  assert.deepEqual(await made({ base: "/" }), ["ConfigError", "unknown_option", "ServerSession.base"]);
  for (const options of [{ baseUrl: "javascript:alert(1)" }, { baseUrl: undefined }]) {
    await page.evaluate((given) => app.leave(given), options);
    await page.waitForFunction(() => app.outcome);
    const { rejected } = await page.evaluate(() => app.outcome);
    assert.equal(rejected?.name, "ConfigError", JSON.stringify(options));
    await page.evaluate(() => delete app.outcome);
  }
  assert.equal(server.asked("/auth/login").length, 0);
});

test("P40 C-23 a server on plain http that is not this machine is refused, as every endpoint is", async (world) => {
  const { page } = world;
  await openServerApp(world);
  const { error } = await ask(page, "status", { baseUrl: "http://data.example" });
  assert.deepEqual([error.name, error.code, error.field], ["ConfigError", "insecure_url", "baseUrl"]);
});
