// `provider.device` in an app's own hands, what becomes of a device's credentials later, and a provider that needs no proxy.
// Owns: getDeviceCode, poll and authenticate as calls, O25 to O27.

import assert from "node:assert/strict";
import { startOidcApp } from "../support/oidc-app/index.js";
import { ADA } from "./support/demo.js";
import {
  answer,
  beginDevice,
  gaps,
  isSpaced,
  openDevice,
  outcomeOf,
  pass,
  polls,
  whileTimePasses,
} from "./support/device.js";
import { endToEnd } from "./support/harness.js";
import { tokenRequests } from "./support/traffic.js";
import { until } from "./support/until.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
const grants = (github) => tokenRequests(github).map(({ form }) => form.grant_type);

/** Somebody who signed in with a code. */
async function signIn(world, options) {
  const { userCode } = await beginDevice(world, options);
  world.github.device.approve(userCode, ADA.login);
  await pass(world, 6);
  return outcomeOf(world.page);
}

test("a device sign-in is one as any other: stored under the person, with user info and what the app gave", async (world) => {
  const { page } = world;
  await openDevice(world);
  const result = await signIn(world, { scope: "read:user", appState: { n: 7 }, returnTo: "/inside" });
  const { success, subject, userInfo, appState, returnTo, credentials } = result;
  assert.deepEqual(
    [success, subject, userInfo.login, appState, returnTo],
    [true, String(ADA.id), ADA.login, { n: 7 }, "/inside"],
  );
  assert.deepEqual(credentials.scope, ["read:user"]);
  const kept = await page.evaluate(async () =>
    lab.credentials(await auth.loadCredentials("github", "7310452")),
  );
  assert.equal(kept.accessToken, credentials.accessToken);
  assert.equal(await page.evaluate(() => auth.getSnapshot().isAuthenticated), true);
});

test("C-36 credentials of a device are renewed by the session later, and by a page that is loaded anew", async (world) => {
  const { page, github } = world;
  await openDevice(world);
  const { credentials } = await signIn(world);
  const renewal = page.evaluate(async () => {
    const session = await auth.session();
    await session.refresh();
    return lab.credentials(session.credentials("github"));
  });
  const renewed = await whileTimePasses(world, renewal);
  assert.notEqual(renewed.accessToken, credentials.accessToken);
  await page.reload();
  await page.clock.fastForward(8 * 3_600_000);
  const asked = page.evaluate(async () => {
    window.auth = await lab.auth();
    const session = await auth.session();
    return (await session.github.getAuthenticatedUser()).login;
  });
  assert.equal(await whileTimePasses(world, asked), ADA.login);
  assert.deepEqual(grants(github), [DEVICE_GRANT, "refresh_token", "refresh_token"]);
});

test("O26 O27 getDeviceCode and poll, called by the app: credentials, and nothing stored", async (world) => {
  const { page, github } = world;
  await openDevice(world);
  const userCode = await page.evaluate(async () => {
    window.code = await auth.github.device.getDeviceCode();
    device.watch(auth.github.device.poll(code, { onTick: device.onTick }));
    return code.userCode;
  });
  await pass(world, 6);
  github.device.approve(userCode, ADA.login);
  await pass(world, 6);
  const { credentials } = await outcomeOf(page);
  assert.match(credentials.accessToken, /^gho_/);
  assert.deepEqual(await page.evaluate(() => device.stored()), []);
  assert.ok(isSpaced(await gaps(page), [5, 5]));
});

test("O27 poll with a device code as text: an interval and an end of the app's own", async (world) => {
  const { page } = world;
  await openDevice(world);
  await page.evaluate(async () => {
    const { deviceCode } = await auth.github.device.getDeviceCode();
    const options = { interval: 9, expiresAt: Date.now() / 1000 + 25, onTick: device.onTick };
    device.watch(auth.github.device.poll(deviceCode, options));
  });
  await pass(world, 26);
  assert.equal((await outcomeOf(page)).rejected.code, "device_code_expired");
  await page.clock.runFor(600_000);
  assert.ok(isSpaced(await gaps(page), [9, 9]));
});

test("C-40 O27 a signal ends a poll of the app's own with aborted", async (world) => {
  const { page } = world;
  await openDevice(world);
  await page.evaluate(async () => {
    const code = await auth.github.device.getDeviceCode();
    device.watch(auth.github.device.poll(code, { signal: device.stopper.signal, onTick: device.onTick }));
  });
  await pass(world, 6);
  await page.evaluate(() => device.stopper.abort());
  const { rejected } = await outcomeOf(page);
  assert.deepEqual([rejected.name, rejected.code], ["AuthFlowCancelled", "aborted"]);
  await page.clock.runFor(600_000);
  assert.equal((await polls(page)).length, 1);
});

test("T-58 what poll is given wrongly is a ConfigError, and nothing is sent", async (world) => {
  const { page } = world;
  await openDevice(world);
  const codes = await page.evaluate(async () => {
    const { device: own } = auth.github;
    const calls = [
      () => own.poll(),
      () => own.poll({}),
      () => own.poll(""),
      () => own.poll("d", { interval: 0 }),
      () => own.poll("d", { interval: -1 }),
      () => own.poll("d", { interval: "soon" }),
      () => own.poll("d", { expiresAt: Number.NaN }),
      () => own.poll("d", { every: 5 }),
      () => own.poll("d", "often"),
    ];
    return Promise.all(calls.map(async (call) => (await lab.outcome(call)).error));
  });
  assert.deepEqual(
    codes.map(({ name, code, field }) => [name, code, field]),
    [
      ...Array(3).fill(["ConfigError", "invalid_option", "poll.deviceCode"]),
      ...Array(3).fill(["ConfigError", "invalid_option", "poll.interval"]),
      ["ConfigError", "invalid_option", "poll.expiresAt"],
      ["ConfigError", "unknown_option", "poll.every"],
      ["ConfigError", "invalid_option", "poll"],
    ],
  );
  assert.deepEqual(await page.evaluate(() => device.wire), []);
});

test("O12 authenticate: stored credentials without a request, stale ones renewed, and force asks for a code", async (world) => {
  const { page, github } = world;
  await openDevice(world);
  const authenticate = (options = {}) =>
    page.evaluate(async (given) => {
      const onPrompt = (prompt) => device.prompts.push(prompt);
      const call = auth.github.device.authenticate({ onPrompt, onTick: device.onTick, ...given });
      return lab.credentials(await call);
    }, options);
  const { credentials } = await signIn(world);
  const sent = await page.evaluate(() => device.wire.length);
  assert.equal((await authenticate()).accessToken, credentials.accessToken);
  assert.equal(await page.evaluate(() => device.wire.length), sent);

  await page.clock.fastForward(9 * 3_600_000);
  const renewed = await whileTimePasses(world, authenticate());
  assert.notEqual(renewed.accessToken, credentials.accessToken);
  assert.deepEqual(grants(github), [DEVICE_GRANT, "refresh_token"]);

  const forced = authenticate({ force: true });
  await until(() => page.evaluate(() => device.prompts.length === 2 && !device.flying));
  github.device.approve(await page.evaluate(() => device.prompts[1].userCode), ADA.login);
  const { accessToken } = await whileTimePasses(world, forced);
  assert.notEqual(accessToken, renewed.accessToken);
  assert.deepEqual(grants(github), [DEVICE_GRANT, "refresh_token", DEVICE_GRANT]);
});

test("authenticate throws what went wrong, and a flow without a provider cannot sign in", async (world) => {
  const { page, github } = world;
  await openDevice(world);
  await page.evaluate(() => {
    const onPrompt = (prompt) => device.prompts.push(prompt);
    device.watch(auth.github.device.authenticate({ onPrompt, onTick: device.onTick }));
  });
  await until(() => page.evaluate(() => device.prompts.length === 1));
  github.device.deny(await page.evaluate(() => device.prompts[0].userCode));
  await pass(world, 6);
  assert.equal((await outcomeOf(page)).rejected.code, "access_denied");
  const found = await page.evaluate(async () => {
    const { DeviceFlow } = await lab.sdk();
    const own = new DeviceFlow(auth.github.appCredentials);
    return lab.outcome(() => own.authenticate({ onPrompt() {} }));
  });
  assert.deepEqual([found.error.name, found.error.code], ["ConfigError", "unknown_provider"]);
});

test("O25 C-41 a provider with CORS needs no proxy, and may have its page at another host; without deviceUrl: missing_option", async (world) => {
  const { page, url } = world;
  const app = await startOidcApp({ dialect: "rfc", clientId: "television" });
  world.t.after(() => app.close());
  await openDevice(world);
  const options = {
    clientId: "television",
    redirectUri: `${url}/callback/plain`,
    authorizationUrl: `${app.url}/auth/v2/login`,
    tokenUrl: `${app.url}/auth/v2/token`,
    userInfoUrl: `${app.url}/auth/v2/userinfo`,
  };
  const found = await page.evaluate(async (given) => {
    window.auth = await lab.auth(null, { providers: { tv: given } });
    return lab.outcome(() => auth.signIn({ provider: "tv", mode: "device", onPrompt() {} }));
  }, options);
  assert.deepEqual(
    [found.error.name, found.error.code, found.error.field],
    ["ConfigError", "missing_option", "tv.deviceUrl"],
  );

  // The stand-in's page is at 127.0.0.1, the provider's endpoints at localhost.
  const elsewhere = Object.entries(options).map(([name, value]) => [
    name,
    name === "redirectUri" ? value : value.replace(app.url, app.url.replace("127.0.0.1", "localhost")),
  ]);
  await page.evaluate(
    async (given) => {
      window.auth = await lab.auth(null, { providers: { tv: given } });
      const onPrompt = (prompt) => device.prompts.push(prompt);
      const { onTick } = device;
      device.watch(auth.signIn({ provider: "tv", mode: "device", scope: "profile", onPrompt, onTick }));
    },
    {
      ...Object.fromEntries(elsewhere),
      deviceUrl: `${app.url.replace("127.0.0.1", "localhost")}/auth/v2/device`,
    },
  );
  await until(() => page.evaluate(() => device.prompts.length === 1));
  const { userCode, verificationUri, verificationUriComplete } = await page.evaluate(() => device.prompts[0]);
  assert.equal(verificationUri, `${app.url}/idp/device`);
  assert.equal(new URL(verificationUriComplete).searchParams.get("user_code"), userCode);
  await pass(world, 6);
  app.device.slowDown(userCode);
  await pass(world, 6);
  app.device.approve(userCode);
  await pass(world, 11);
  const { success, subject } = await outcomeOf(page);
  assert.deepEqual([success, subject], [true, app.people[0].sub]);
  assert.ok(isSpaced(await gaps(page, "/auth/v2/token"), [5, 5, 10]));
  const { form } = app.log.find(({ path }) => path === "/auth/v2/device");
  assert.deepEqual(form, { client_id: "television", scope: "profile" });
});

test("C-41 any other provider's page must be https, or this machine; at which host is the provider's to say", async (world) => {
  const { page, context, url } = world;
  await openDevice(world);
  await page.evaluate(async (origin) => {
    const at = (path) => `https://tv.example${path}`;
    const urls = { authorizationUrl: at("/in"), tokenUrl: at("/token"), deviceUrl: at("/device") };
    const tv = { clientId: "television", redirectUri: `${origin}/callback/plain`, ...urls };
    window.auth = await lab.auth(null, { providers: { tv } });
  }, url);
  const ask = async (verification_uri) => {
    await context.unroute("https://tv.example/device");
    await context.route("https://tv.example/device", (route) =>
      route.fulfill(answer({ device_code: "d", user_code: "u", expires_in: 60, verification_uri })),
    );
    return page.evaluate(() => lab.outcome(() => auth.tv.device.getDeviceCode()));
  };
  for (const good of ["https://other.example/enter", "http://127.0.0.1:8080/enter"])
    assert.equal((await ask(good)).value?.verificationUri, good);
  for (const bad of [
    "http://tv.example/enter",
    "javascript:alert(1)",
    "https://me@tv.example/",
    "tv.example/enter",
  ])
    assert.equal((await ask(bad)).error?.code, "invalid_response", bad);
});
