// Sessions of several providers: whose token goes where, what a session takes along and what it leaves out.
// Owns: what a session is made of. Renewal is in session.test.js, GitHub's API through a session in sessions-github.test.js.

import assert from "node:assert/strict";
import { openBoth } from "./support/acme.js";
import { endToEnd } from "./support/harness.js";
import { json, serve } from "./support/servers.js";
import { portcullisKeys, storedEverywhere } from "./support/storage.js";
import { apiRequests, bearers } from "./support/traffic.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });
const NINE_HOURS = 9 * 3_600_000;

test("each request gets the token of the provider whose origin it goes to (C-25, I36)", async (world) => {
  const { page, github } = world;
  const acme = await openBoth(world);
  const tokens = await page.evaluate(
    async ([hub, own]) => {
      const session = await auth.session();
      await session.fetch(`${hub}/user/repos`);
      await session.fetch(own);
      return ["github", "acme"].map((name) => session.credentials(name).accessToken);
    },
    [github.apiUrl, acme.echo],
  );
  assert.notEqual(tokens[0], tokens[1]);
  assert.deepEqual(bearers(apiRequests(github, "/user/repos")), [`Bearer ${tokens[0]}`]);
  assert.deepEqual(bearers(acme.seen("/api/echo")), [`Bearer ${tokens[1]}`]);
});

test("every other origin is refused and nothing is sent, nor along a redirect to the other provider (C-25, T-24)", async (world) => {
  const { page, github } = world;
  const acme = await openBoth(world);
  const thief = await serve(world.t, () => json({}));
  const api = await serve(world.t, () => ({
    status: 307,
    headers: { Location: `${github.apiUrl}/user/repos` },
  }));
  const outcomes = await page.evaluate(
    async ([targets, redirecting]) => {
      const session = await auth.session({ overrides: { acme: { baseUrl: redirecting } } });
      const all = [...targets, `${redirecting}/away`].map((target) =>
        lab.outcome(() => session.fetch(target)),
      );
      return (await Promise.all(all)).map(({ error }) => error?.code ?? error?.name);
    },
    [[thief.url, github.webUrl, acme.url, "/"], api.url],
  );
  assert.deepEqual(outcomes, [...Array(4).fill("origin_not_allowed"), "TypeError"]);
  assert.deepEqual([thief.requests.length, api.requests.length], [0, 1]);
  assert.deepEqual([apiRequests(github, "/user/repos"), acme.seen("/api/echo")], [[], []]);
});

test("a header that the binding adds is refused in a request, as Authorization always is (C-26)", async (world) => {
  const { page } = world;
  const acme = await openBoth(world);
  const codes = await page.evaluate(async (address) => {
    auth.acme.registerBinding("acme", ({ userCredentials: { accessToken } }) => ({
      headers: { "X-Api-Key": accessToken },
    }));
    const session = await auth.session();
    const given = [{ "x-api-KEY": "mine" }, { AUTHORIZATION: "Bearer mine" }, { "X-Acme-Tenant": "blue" }];
    const call = (headers) => lab.outcome(async () => (await session.fetch(address, { headers })).status);
    return (await Promise.all(given.map(call))).map(({ value, error }) => value ?? error.code);
  }, acme.echo);
  assert.deepEqual(codes, ["authorization_header_set", "authorization_header_set", 200]);
  assert.equal(acme.seen("/api/echo").length, 1);
});

test("overrides merge into what the binding gives: more headers, another base, a limit (I40)", async (world) => {
  const { page } = world;
  await openBoth(world);
  const api = await serve(world.t, ({ url }) => (url === "/silent" ? null : json({})));
  const seen = await page.evaluate(async (baseUrl) => {
    const headers = { "X-Acme-Tenant": "green" };
    const session = await auth.session({ overrides: { ACME: { baseUrl, headers, timeoutMs: 200 } } });
    const [{ value }, { error }] = [
      await lab.outcome(async () => (await session.fetch(`${baseUrl}/things`)).status),
      await lab.outcome(() => session.fetch(`${baseUrl}/silent`)),
    ];
    const plain = await auth.session();
    return {
      value,
      name: error.name,
      token: session.credentials("acme").accessToken,
      plain: await plain.headers("acme"),
    };
  }, api.url);
  assert.deepEqual([seen.value, seen.name], [200, "TimeoutError"]);
  const [{ headers }] = api.requests;
  assert.deepEqual([headers.authorization, headers["x-acme-tenant"]], [`Bearer ${seen.token}`, "green"]);
  assert.deepEqual(seen.plain, { authorization: `Bearer ${seen.token}` }, "only that session");
});

test("withCredentials counts in place of what is stored, is renewed in memory and never stored (I37)", async (world) => {
  const { page } = world;
  const acme = await openBoth(world, { signedIn: ["github"] });
  const given = await page.evaluate(() => auth.acme.oauth2.authorize({}));
  const before = await portcullisKeys(page);
  const location = await fetch(given.authorizationUrl, { redirect: "manual" });
  const first = await page.evaluate(async (url) => {
    const { accessToken, refreshToken } = await auth.acme.oauth2.exchange({ url });
    window.session = await auth.session({
      withCredentials: { Acme: { accessToken, refreshToken, expiresIn: 7200 } },
    });
    return { accessToken, refreshToken };
  }, location.headers.get("location"));
  acme.expireAccessTokens();
  const seen = await page.evaluate(async (address) => {
    const { status } = await session.fetch(address);
    const { accessToken, refreshToken } = session.credentials("acme");
    return {
      status,
      accessToken,
      refreshToken,
      snapshot: auth.getSnapshot().accounts.map(({ provider }) => provider),
    };
  }, acme.echo);
  assert.equal(seen.status, 200);
  assert.deepEqual(
    acme.grants("refresh_token").map(({ form }) => form.refresh_token),
    [first.refreshToken],
  );
  assert.deepEqual(seen.snapshot, ["github"]);
  const after = await portcullisKeys(page);
  assert.deepEqual(
    after,
    before.filter((key) => !key.includes(given.state)),
  );
  const stored = JSON.stringify([
    await storedEverywhere(page),
    await page.evaluate(() => ({ ...sessionStorage })),
  ]);
  for (const { accessToken, refreshToken } of [first, seen]) {
    assert.ok(!stored.includes(accessToken) && !stored.includes(refreshToken), stored);
  }
});

test("what comes along by itself is skipped with the reason; what is asked for by name must be there (I39, I41)", async (world) => {
  const { page, github } = world;
  await openBoth(world, { signedIn: ["github"] });
  const seen = await page.evaluate(async (apiUrl) => {
    const session = await auth.session();
    const failing = async (call) => {
      const { error } = await lab.outcome(call);
      return [error?.name, error?.code, error?.field];
    };
    const none = await auth.session({ providers: [] });
    const one = await auth.session({ providers: ["github"] });
    return {
      skipped: session.skipped.map(({ name, reason }) => [name, reason.code, reason.provider]),
      reason: await failing(() => session.credentials("acme")),
      one: [one.subject, one.skipped],
      none: [
        none.subject,
        none.skipped,
        await failing(() => none.fetch(apiUrl)),
        await failing(() => none.credentials()),
      ],
      missing: await failing(() => auth.session({ providers: ["github", "acme"] })),
      unknown: [
        await failing(() => auth.session({ providers: ["github", "nobody"] })),
        await failing(() => auth.session({ withCredentials: { nobody: { accessToken: "a" } } })),
        await failing(() => auth.session({ overrides: { nobody: {} } })),
        await failing(() => auth.session({ provider: ["github"] })),
        await failing(() => session.credentials("nobody")),
      ],
      unusable: await failing(() => auth.session({ withCredentials: { acme: { refreshToken: "r" } } })),
    };
  }, github.apiUrl);
  const config = (code, field) => ["ConfigError", code, field];
  const missing = ["AuthError", "not_signed_in", undefined];
  assert.deepEqual(seen, {
    skipped: [["acme", "not_signed_in", "acme"]],
    reason: missing,
    one: ["7310452", []],
    none: [null, [], ["AuthError", "origin_not_allowed", undefined], config("unknown_provider", "undefined")],
    missing,
    unknown: [
      config("unknown_provider", "session.providers.nobody"),
      config("unknown_provider", "session.withCredentials.nobody"),
      config("unknown_provider", "session.overrides.nobody"),
      config("unknown_option", "session.provider"),
      config("unknown_provider", "nobody"),
    ],
    unusable: ["AuthError", "invalid_credentials", undefined],
  });
});

test("a provider that is registered anew is the one that sessions use, also for who is signed in already (I4)", async (world) => {
  const { page } = world;
  const acme = await openBoth(world, { signedIn: ["acme"] });
  const api = await serve(world.t, () => json({}));
  const { value, error } = await page.evaluate(
    async ([options, apiUrl]) => {
      auth.register("acme", { ...options, apiUrl });
      const session = await auth.session();
      return lab.outcome(async () => (await session.fetch(`${apiUrl}/things`)).status);
    },
    [acme.options, api.url],
  );
  assert.deepEqual([value, error?.code], [200, undefined]);
  assert.equal(api.requests.length, 1);
});

test("autoRefresh: false renews nothing by itself: token_expired, the API's 401, and refresh() by hand (I38)", async (world) => {
  const { page } = world;
  const acme = await openBoth(world, { signedIn: ["acme"] });
  const call = () => page.evaluate(async (address) => (await session.fetch(address)).status, acme.echo);
  await page.evaluate(async () => {
    window.session = await auth.session({ autoRefresh: false });
  });
  acme.expireAccessTokens();
  assert.equal(await call(), 401);
  await page.clock.setSystemTime(Date.now() + NINE_HOURS);
  assert.equal(
    await page.evaluate((address) => session.fetch(address).catch(({ code }) => code), acme.echo),
    "token_expired",
  );
  assert.equal(acme.grants("refresh_token").length, 0);
  await page.evaluate(() => session.refresh("acme"));
  assert.equal(await call(), 200);
  assert.equal(acme.grants("refresh_token").length, 1);
});
