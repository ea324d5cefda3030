// What an app server's tokens are worth: how their end is told, when they are renewed, when they are over and forgotten, and what
// to do next. Owns: O8 to O13, O16, O33.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { openHost, signInHost } from "./support/host.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

const now = () => Math.floor(Date.now() / 1000);
const store = (page, given) => page.evaluate(async (token) => void (await host.store(token)), given);
const strategy = (page, given) => page.evaluate((options) => host.provider.getStrategy(options), given);
const current = (page) =>
  page.evaluate(async () => (await host.provider.currentCredentials())?.accessToken ?? null);

test("O10 the end of a token by any of its names, as a number or as text; the first of them counts", async (world) => {
  const { page, context } = world;
  const app = await openHost(world);
  const at = now() + 4000;
  for (const [given, wanted] of [
    [{ expires: at }, at],
    [{ exp: at }, at],
    [{ expires_at: at }, at],
    [{ expires: `${at}` }, at],
    [{ expires: at, exp: at + 9000, expires_at: at + 9999 }, at],
    [{ expires_in: 4000 }, at],
    [{}, null],
  ]) {
    await context.unroute(`${app.base}/auth/v2/token`);
    await context.route(`${app.base}/auth/v2/token`, (route) =>
      route.fulfill({
        json: { access_token: "opaque", token_type: "Bearer", refresh_token: "r", ...given },
        headers: { "access-control-allow-origin": "*" },
      }),
    );
    const { credentials } = await signInHost(page);
    const told = credentials.expiresAt;
    assert.ok(told === wanted || Math.abs(told - wanted) < 60, `${JSON.stringify(given)}: ${told - wanted}`);
    assert.equal(told === null, wanted === null);
  }
});

test("O11 the strategy: a live token, a stale one with a refresh token, nobody; force, and who may be asked", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  assert.equal(await strategy(page), "interactive_auth");
  assert.equal(await strategy(page, { interactive: "never" }), "fail");
  await store(page, { accessToken: "live", expiresAt: now() + 3600 });
  assert.equal(await strategy(page), "use_token");
  assert.equal(await strategy(page, { interactive: "never" }), "use_token");
  assert.equal(await strategy(page, { force: true }), "interactive_auth");
  assert.equal(await strategy(page, { force: true, interactive: "never" }), "fail");
  await store(page, { accessToken: "stale", refreshToken: "r", expiresAt: now() - 5 });
  assert.equal(await strategy(page), "refresh_token");
  const { error } = await page.evaluate(() => lab.outcome(() => host.provider.getStrategy({ now: true })));
  assert.deepEqual([error.name, error.code], ["ConfigError", "unknown_option"]);
  assert.deepEqual(
    app.log.filter(({ path }) => path.startsWith("/auth")),
    [],
  );
});

test("O11 an interactive that is no word of the list is a ConfigError, and nobody is asked", async (world) => {
  await openHost(world);
  const { error } = await world.page.evaluate(() =>
    lab.outcome(() => host.provider.getStrategy({ interactive: "nver" })),
  );
  assert.deepEqual([error?.name, error?.code], ["ConfigError", "invalid_option"]);
});

test("O11 require-user-activation: only in a click may somebody be asked", async (world) => {
  const { page, url } = world;
  await openHost(world);
  // Not `page.evaluate`, which counts as a click.
  await page.addInitScript(() => {
    addEventListener("load", async () => {
      while (!window.host?.provider) await new Promise((resolve) => setTimeout(resolve, 5));
      const ask = () => host.provider.getStrategy({ interactive: "require-user-activation" });
      const say = async () => console.log(`strategy ${await ask()}`);
      await say();
      document.querySelector("button").addEventListener("click", say);
      document.title = "asked";
    });
  });
  const said = () =>
    page
      .waitForEvent("console", (message) => message.text().startsWith("strategy"))
      .then((one) => one.text());
  const [unasked] = await Promise.all([said(), page.goto(url)]);
  assert.equal(unasked, "strategy fail");
  await page.waitForFunction(() => document.title === "asked");
  const [asked] = await Promise.all([said(), page.getByRole("button", { name: "Sign in" }).click()]);
  assert.equal(asked, "strategy interactive_auth");
});

/** The page's clock, that many seconds ahead. */
const ahead = (page, seconds) =>
  page.evaluate((given) => {
    host.realNow ??= Date.now;
    Date.now = () => host.realNow() + given * 1000;
  }, seconds);

test("O16 what is over, with all that could renew it, is forgotten when it is read, for good", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  const start = now();
  for (const [given, good, over] of [
    [{ access_token: "alone", expires_at: start + 1000 }, 950, 1001],
    [{ access_token: "half-a-minute", expires_at: start + 1000 }, 900, 985],
    [
      { access_token: "both", refresh_token: "r", expires_at: start + 1000, refresh_expires: start + 2000 },
      1900,
      2001,
    ],
    [
      { access_token: "soon", refresh_token: "r", expires_at: start + 1000, refresh_expires: start + 2000 },
      1900,
      1985,
    ],
  ]) {
    await ahead(page, 0);
    await store(page, given);
    await ahead(page, good);
    assert.equal((await page.evaluate(() => host.held())).accessToken, given.access_token);
    await ahead(page, over);
    assert.equal(await current(page), null, given.access_token);
    assert.deepEqual(await page.evaluate(() => host.kept()), []);
    await ahead(page, 0);
    assert.equal(await strategy(page, { interactive: "never" }), "fail");
  }
  assert.deepEqual(app.forms(), []);
});

test("O16 what may still be renewed is kept: an end of the refresh token that is unknown, later, or made up", async (world) => {
  const { page } = world;
  await openHost(world);
  const over = { access_token: "over", refresh_token: "r", expires_at: now() - 60 };
  for (const kept of [
    over,
    { ...over, refresh_expires: now() + 3600 },
    // Servers that do not know it make one up, such as three minutes from the sign-in.
    { ...over, refresh_expires: now() - 120 },
    { access_token: "no-end", refresh_token: "r" },
    { access_token: "no-end" },
  ]) {
    await store(page, kept);
    assert.equal((await page.evaluate(() => host.held()))?.accessToken, kept.access_token);
  }
});

test("O13 a refresh: the hyphenated field alone, the new pair stored, and an old refresh token kept when none comes", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  const { credentials: first } = await signInHost(page);
  for (const how of ["rotated", "same"]) {
    app.switches.refreshToken = how;
    const { refreshToken: held } = await page.evaluate(() => host.held());
    const renewed = await page.evaluate(async () => lab.credentials(await host.provider.refresh()));
    assert.deepEqual(app.forms().at(-1), { "refresh-token": held });
    assert.equal(renewed.refreshToken === held, how === "same");
    assert.notEqual(renewed.accessToken, first.accessToken);
    assert.equal((await page.evaluate(() => host.held())).accessToken, renewed.accessToken);
  }
});

test("O13 a refused refresh signs out; a server that is down does not, and can be asked again", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  await signInHost(page);
  const refresh = () => page.evaluate(async () => (await lab.outcome(() => host.provider.refresh())).error);
  for (const [fault, code] of [
    ["unavailable", "server_error"],
    ["unreachable", "server_error"],
    ["resetBefore", "network_error"],
  ]) {
    app.switches.token = fault;
    const error = await refresh();
    assert.deepEqual([error.code, error.retryable], [code, true]);
    assert.ok(await current(page));
  }
  app.switches.token = null;
  await store(page, { accessToken: "stale", refreshToken: "never-issued", expiresAt: now() - 5 });
  assert.equal((await refresh()).code, "refresh_rejected");
  assert.deepEqual(await page.evaluate(() => host.kept()), []);
});

test("O33 a token that the page was given: used when nobody is signed in, and never instead of somebody", async (world) => {
  const { page } = world;
  const bootstrapToken = { access_token: "given", expires_at: now() + 3600 };
  const app = await openHost(world, { options: { bootstrapToken } });
  assert.equal(await strategy(page, { interactive: "never" }), "use_token");
  assert.equal(await current(page), "given");
  const { credentials } = await signInHost(page);
  assert.equal(await strategy(page), "use_token");
  assert.equal(await current(page), credentials.accessToken);
  assert.equal(app.forms().length, 1);
});

test("O33 such a token from a function that is asked late, and one that is none: invalid_credentials", async (world) => {
  const { page } = world;
  await openHost(world, { isBare: true });
  const found = await page.evaluate(async () => {
    const { HostAuthProvider } = host.sdk;
    let calls = 0;
    const bootstrapToken = async () => {
      calls += 1;
      return { accessToken: "given-late" };
    };
    const provider = HostAuthProvider.for("data.example", { bootstrapToken });
    const before = calls;
    await provider.getStrategy();
    await provider.getStrategy();
    const bad = HostAuthProvider.for("other.example", { bootstrapToken: { token: 7 } });
    const { error } = await lab.outcome(() => bad.getStrategy());
    return [before, calls, (await provider.currentCredentials()).accessToken, error.code];
  });
  assert.deepEqual(found, [0, 1, "given-late", "invalid_credentials"]);
});

test("O33 a given token that is over counts as none: somebody has to sign in, and can", async (world) => {
  const { page } = world;
  await openHost(world, { options: { bootstrapToken: { access_token: "over", expires_at: now() - 60 } } });
  const { value, error } = await page.evaluate(() => lab.outcome(() => host.provider.getStrategy()));
  assert.deepEqual([value, error], ["interactive_auth", undefined]);
  assert.equal((await signInHost(page)).success, true);
});

test("O13 C-27 a token that the server no longer takes is renewed, and the request goes once more", async (world) => {
  const { page, allowConsole } = world;
  allowConsole(/Failed to load resource/); // the browser reports every 401
  const app = await openHost(world);
  const { success } = await signInHost(page);
  assert.ok(success);
  app.expireAccessTokens();
  const status = await page.evaluate(async (base) => {
    const session = await host.provider.manager.session();
    return (await session.fetch(`${base}/auth/v2/userinfo`)).status;
  }, app.base);
  assert.equal(status, 200);
  assert.equal(app.log.filter(({ form }) => form?.["refresh-token"]).length, 1);
});
