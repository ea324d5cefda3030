// `authenticate(host)`: credentials in one line, and what it asks whom for them. Owns: O1, O2, O11 and O12 of that line, and the
// same in the dialect of the RFCs.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import {
  click,
  decide,
  openHost,
  outcome,
  popupOf,
  promptIn,
  signInByRedirect,
  signInHost,
  untilReady,
} from "./support/host.js";
import { until } from "./support/until.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

const now = () => Math.floor(Date.now() / 1000);
const store = (page, given) => page.evaluate(async (token) => void (await host.store(token)), given);

for (const dialect of ["py-oidc-auth", "rfc"]) {
  const server = dialect === "rfc" ? { dialect, clientId: "page" } : {};
  const refreshField = dialect === "rfc" ? "refresh_token" : "refresh-token";

  test(`O1 ${dialect}: a click, a popup, credentials; the second time no request at all; force asks anew`, async (world) => {
    const { page } = world;
    const app = await openHost(world, { server });
    await decide(await popupOf(page, () => host.authenticate()));
    const { accessToken } = await outcome(page);
    const sent = app.log.length;
    await click(page, () => host.authenticate());
    assert.equal((await outcome(page, 2)).accessToken, accessToken);
    assert.equal(app.log.length, sent);
    await decide(await popupOf(page, () => host.authenticate({ force: true })));
    assert.notEqual((await outcome(page, 3)).accessToken, accessToken);
  });

  test(`O1 O13 ${dialect}: stale credentials are renewed, and nobody is asked`, async (world) => {
    const { page } = world;
    const app = await openHost(world, { server });
    const { credentials } = await signInHost(page);
    await store(page, { accessToken: "stale", refreshToken: credentials.refreshToken, expiresAt: now() - 5 });
    await click(page, () => host.authenticate({ interactive: "never" }));
    const { accessToken } = await outcome(page, 2);
    assert.ok(![credentials.accessToken, "stale"].includes(accessToken));
    assert.equal(app.forms().at(-1)[refreshField], credentials.refreshToken);
    assert.equal(app.logins().length, 1);
  });

  test(`O1 O13 ${dialect}: a refused refresh goes on with a sign-in`, async (world) => {
    const { page } = world;
    const app = await openHost(world, { server });
    await store(page, { accessToken: "stale", refreshToken: "never-issued", expiresAt: now() - 5 });
    await decide(await popupOf(page, () => host.authenticate()));
    assert.ok((await outcome(page)).accessToken);
    assert.deepEqual(
      app.forms().map((form) => refreshField in form),
      [true, false],
    );
  });

  test(`O1 O11 ${dialect}: nobody may be asked: interaction_required, without any request`, async (world) => {
    const { page } = world;
    const app = await openHost(world, { server });
    const sent = app.log.length;
    await click(page, () => host.authenticate({ interactive: "never" }));
    assert.equal((await outcome(page)).rejected.code, "interaction_required");
    await click(page, () =>
      host.authenticate({ interactive: "never", flow: "device", onPrompt: host.onPrompt }),
    );
    assert.equal((await outcome(page, 2)).rejected.code, "interaction_required");
    assert.equal(app.log.length, sent);
  });

  test(`O1 ${dialect}: the popup is blocked and there is an onPrompt: with a device code`, async (world) => {
    const { page } = world;
    const app = await openHost(world, { server });
    await page.evaluate(() => {
      window.open = () => null;
    });
    await click(page, () => host.authenticate({ onPrompt: host.onPrompt }));
    app.device.approve((await promptIn(page)).userCode);
    assert.ok((await outcome(page)).accessToken);
  });

  test(`O1 ${dialect}: the person refuses, in the popup or on the other device: access_denied, and no second question`, async (world) => {
    const { page, context } = world;
    const app = await openHost(world, { server });
    const popup = await popupOf(page, () => host.authenticate({ onPrompt: host.onPrompt }));
    await decide(popup, "Cancel");
    assert.equal((await outcome(page)).rejected.code, "access_denied");
    await click(page, () => host.authenticate({ flow: "device", onPrompt: host.onPrompt }));
    app.device.deny((await promptIn(page)).userCode);
    assert.equal((await outcome(page, 2)).rejected.code, "access_denied");
    await until(() => context.pages().length === 1);
    assert.equal(app.logins().length, 1);
  });
}

test("O1 O13 two at once with stale credentials: one refresh, and both have the same", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  const { credentials } = await signInHost(page);
  await store(page, { accessToken: "stale", refreshToken: credentials.refreshToken, expiresAt: now() - 5 });
  await click(page, () => {
    host.authenticate();
    host.authenticate();
  });
  const { accessToken } = await outcome(page, 2);
  assert.equal((await outcome(page, 3)).accessToken, accessToken);
  assert.equal(app.forms().filter((form) => "refresh-token" in form).length, 1);
});

test("O1 O13 the server is down while stale credentials are renewed: retryable, and nobody is asked to sign in", async (world) => {
  const { page, context } = world;
  const app = await openHost(world);
  await store(page, { accessToken: "stale", refreshToken: "r", expiresAt: now() - 5 });
  app.switches.token = "unreachable";
  await click(page, () => host.authenticate({ onPrompt: host.onPrompt }));
  const { rejected } = await outcome(page);
  assert.deepEqual([rejected.code, rejected.retryable], ["server_error", true]);
  assert.deepEqual([context.pages().length, app.logins().length], [1, 0]);
  assert.equal((await page.evaluate(() => host.held())).refreshToken, "r");
});

test("O1 the popup is blocked and there is no onPrompt: by redirect", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  await page.evaluate(() => {
    window.open = () => null;
  });
  await click(page, () => host.authenticate());
  await decide(page);
  await untilReady(page);
  assert.equal(await page.evaluate(() => host.handled.success), true);
  assert.equal(app.forms().length, 1);
});

test("O1 without a click: away and back, and the same line then has the credentials; it does not go in circles", async (world) => {
  const { page, context, url } = world;
  const app = await openHost(world, { isBare: true });
  app.switches.autoApprove = true;
  // An app that is one line; not `page.evaluate`, which counts as a click.
  await context.addInitScript((origin) => {
    if (location.origin !== origin) return;
    addEventListener("load", async () => {
      while (!window.host?.sdk) await new Promise((resolve) => setTimeout(resolve, 5));
      host.authenticate({ flow: "code" });
    });
  }, url);
  await page.goto(url);
  await until(() => app.logins().length > 2 || app.asked("userinfo").length > 0);
  assert.equal(app.logins().length, 1);
  assert.ok((await outcome(page)).accessToken);
  assert.equal(page.url(), `${url}/`);
});

for (const given of [
  { flow: "telepathy" },
  { interactive: "perhaps" },
  { tokenURL: "/t" },
  { flow: "device" },
  { timeout: -1 },
]) {
  test(`O1 wrong options are ConfigErrors, before anything is sent: ${JSON.stringify(given)}`, async (world) => {
    const { page, context } = world;
    const app = await openHost(world, { isBare: true });
    await page.evaluate((options) => void host.authenticate(options), given);
    const isDone = () => page.evaluate(() => host.outcomes.length > 0);
    await until(async () => context.pages().length > 1 || app.log.length > 0 || (await isDone()));
    assert.deepEqual([context.pages().length, app.log.length], [1, 0]);
    assert.equal((await outcome(page)).rejected?.name, "ConfigError");
  });
}

test("O7 a server below a path: every route is there, and the issuer of another path is another", async (world) => {
  const { page } = world;
  const app = await openHost(world, { server: { prefix: "/team/a" } });
  await decide(await popupOf(page, () => host.authenticate()));
  assert.ok((await outcome(page)).accessToken);
  assert.deepEqual([app.logins().length, app.forms().length, app.asked("userinfo").length], [1, 1, 1]);
});

test("O23 rfc: a state of our own and PKCE; standard fields; another state is refused, and nothing is sent", async (world) => {
  const { page, url } = world;
  const app = await openHost(world, { server: { dialect: "rfc", clientId: "page" } });
  const result = await signInByRedirect(page, { returnTo: "/inside" });
  assert.deepEqual([result.success, result.returnTo, page.url()], [true, "/inside", `${url}/`]);
  const [{ state, code_challenge, ...login }] = app.logins();
  assert.match(state, /^[\w-]{43,}$/);
  assert.match(code_challenge, /^[\w-]{43}$/);
  assert.deepEqual(login, {
    response_type: "code",
    client_id: "page",
    redirect_uri: `${url}/`,
    code_challenge_method: "S256",
    offline_access: "true",
  });
  const [{ code, code_verifier, ...form }] = app.forms();
  assert.ok(code && code_verifier.length === 43);
  assert.deepEqual(form, { grant_type: "authorization_code", client_id: "page", redirect_uri: `${url}/` });
  await page.goto(`${url}/?code=c0de&state=${"s".repeat(42)}r`);
  await untilReady(page);
  assert.equal(await page.evaluate(() => host.handled.error.code), "state_mismatch");
  assert.equal(app.forms().length, 1);
});

test("O22 rfc: the provider wants a person to sign in and prompt is none: its error, typed", async (world) => {
  const { page } = world;
  await openHost(world, { server: { dialect: "rfc", clientId: "page" }, options: { prompt: "none" } });
  await page.evaluate(() => {
    document.title = "leaving";
    host.provider.signIn({ mode: "redirect" });
  });
  await untilReady(page);
  const { error } = await page.evaluate(() => host.handled);
  assert.deepEqual([error.name, error.error], ["OAuthError", "login_required"]);
});

test("O28 rfc: pending, slow_down and expired_token as they are", async (world) => {
  const { page } = world;
  const app = await openHost(world, { server: { dialect: "rfc", clientId: "page" } });
  await click(page, () => host.authenticate({ flow: "device", onPrompt: host.onPrompt }));
  const { userCode } = await promptIn(page);
  await until(() => app.forms().length === 1);
  app.device.expire(userCode);
  assert.equal((await outcome(page)).rejected.code, "device_code_expired");
  assert.deepEqual(Object.keys(app.forms()[0]).sort(), ["client_id", "device_code", "grant_type"]);
});
