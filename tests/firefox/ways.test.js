// Signing in without a popup at a provider, in Firefox: a device code, a redirect, an app server's login, and a session that the
// server holds. Owns: that each way works there from end to end; its refusals in detail are in ../e2e.

import assert from "node:assert/strict";
import { outcomeOf, promptOf } from "../e2e/support/device.js";
import { outcome, promptIn } from "../e2e/support/host.js";
import { agree, refuse, untilAlone, untilReady } from "../e2e/support/popup-world.js";
import { ask, openServerApp } from "../e2e/support/server-app.js";
import { tokenRequests } from "../e2e/support/traffic.js";
import { until } from "../e2e/support/until.js";
import { agreeAndReturn, askedHost, hostPopup, openReady, waysTests } from "./support/ways-world.js";

const test = waysTests();

const ADA = { login: "ada-brook", id: 7310452 };
const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
const grants = (github) => tokenRequests(github).map(({ form }) => form.grant_type);
const pollsOf = (github, deviceCode) =>
  tokenRequests(github).filter(({ form }) => form.device_code === deviceCode).length;

const loginNow = (page) =>
  page.evaluate(async () => (await (await auth.session()).github.getAuthenticatedUser()).login);
const storedToken = (page) =>
  page.evaluate(async (id) => (await auth.loadCredentials("github", id))?.accessToken ?? null, `${ADA.id}`);

test("O25 O26 a device code: pending, then agreed to elsewhere; signed in, and stored", async (world) => {
  const { github } = world;
  const page = await openReady(world, "/");
  await page.evaluate(() => device.begin({ appState: { n: 7 }, returnTo: "/inside" }));
  const { userCode, verificationUri, interval } = await promptOf(page);
  assert.deepEqual([verificationUri, interval], [`${github.webUrl}/login/device`, 1]);
  await until(() => tokenRequests(github).length > 0);
  assert.equal(await page.evaluate(() => device.outcomes.length), 0);
  github.device.approve(userCode, ADA.login);
  const { success, subject, userInfo, appState, returnTo, credentials } = await outcomeOf(page);
  assert.deepEqual(
    [success, subject, userInfo.login, appState, returnTo],
    [true, `${ADA.id}`, ADA.login, { n: 7 }, "/inside"],
  );
  assert.equal(await storedToken(page), credentials.accessToken);
  assert.ok(grants(github).length > 1 && grants(github).every((grant) => grant === DEVICE_GRANT));
  assert.equal(await loginNow(page), ADA.login);
});

test("O28 the person refuses the device: access_denied, and nothing is stored", async (world) => {
  const { github } = world;
  const page = await openReady(world, "/");
  await page.evaluate(() => device.begin());
  github.device.deny((await promptOf(page)).userCode);
  const { success, error } = await outcomeOf(page);
  assert.deepEqual([success, error.name, error.code], [false, "OAuthError", "access_denied"]);
  assert.deepEqual(await page.evaluate(() => device.stored()), []);
});

test("C-40 O27 aborted while it waits for the device: no poll after it, while another code's go on", async (world) => {
  const { github } = world;
  const page = await openReady(world, "/");
  await page.evaluate(() => device.begin({ signal: device.stopper.signal }));
  await promptOf(page);
  await until(() => tokenRequests(github).length > 0);
  const sent = await page.evaluate(() => {
    device.stopper.abort();
    return device.wire.filter(({ path }) => path === "/token").length;
  });
  const { error } = await outcomeOf(page);
  assert.deepEqual([error.name, error.code], ["AuthFlowCancelled", "aborted"]);

  const { userCode, deviceCode } = await page.evaluate(async () => {
    const code = await auth.github.device.getDeviceCode();
    device.watch(auth.github.device.poll(code));
    return { userCode: code.userCode, deviceCode: code.deviceCode };
  });
  await until(() => pollsOf(github, deviceCode) >= 2);
  github.device.approve(userCode, ADA.login);
  await until(() => page.evaluate(() => device.outcomes.length === 2));
  const all = await page.evaluate(() => device.wire.filter(({ path }) => path === "/token").length);
  assert.equal(all - pollsOf(github, deviceCode), sent);
});

test("O28 the app has no device flow: device_flow_disabled, and no code is shown", async (world) => {
  world.githubApp.deviceFlow = false;
  const page = await openReady(world, "/");
  await page.evaluate(() => device.begin());
  const { success, error } = await outcomeOf(page);
  assert.deepEqual([success, error.code], [false, "device_flow_disabled"]);
  assert.equal(await page.evaluate(() => device.prompts.length), 0);
});

test("O10 by redirect: away and back with what the app gave; a reload keeps the session, and it is renewed", async (world) => {
  const { url, github } = world;
  const page = await openReady(world, "/");
  await page.evaluate(() => {
    auth.github.signIn({ mode: "redirect", appState: { n: 7 }, returnTo: "/inside?a=1" });
  });
  await agreeAndReturn(page);
  const { success, subject, userInfo, appState, returnTo } = await page.evaluate(() => handled);
  assert.deepEqual(
    [success, subject, userInfo.login, appState, returnTo],
    [true, `${ADA.id}`, ADA.login, { n: 7 }, "/inside?a=1"],
  );
  assert.equal(page.url(), `${url}/callback`);
  const before = await storedToken(page);

  await page.reload();
  await untilReady(page);
  assert.equal(await page.evaluate(() => handled), null);
  assert.equal(await page.evaluate(() => auth.getSnapshot().isAuthenticated), true);
  assert.equal(await storedToken(page), before);
  github.expireAccessTokens();
  assert.equal(await loginNow(page), ADA.login);
  assert.notEqual(await storedToken(page), before);
  assert.deepEqual(grants(github), ["authorization_code", "refresh_token"]);
});

test("O20 O23 an app server by popup, with the state and the verifier that it made; then the token is renewed", async (world) => {
  const { hostApp, url } = world;
  const page = await openReady(world, "/host");
  await agree(await hostPopup(world, page, () => host.authenticate()));
  const { accessToken, refreshToken } = await outcome(page);
  const authorized = new URLSearchParams(hostApp.log.find(({ path }) => path === "/idp/authorize").query);
  const code_verifier = authorized.get("state").split("|")[2];
  const [{ code, ...form }, ...others] = askedHost(world, "token").map((entry) => entry.form);
  assert.deepEqual([form, others], [{ redirect_uri: `${url}/host`, code_verifier }, []]);
  assert.ok(code);
  await untilAlone(world);

  // The second time nobody is asked, and nothing is sent.
  const sent = hostApp.log.length;
  await page.evaluate(() => host.authenticate());
  assert.equal((await outcome(page, 2)).accessToken, accessToken);
  assert.equal(hostApp.log.length, sent);

  // The token is over for both sides: the session renews it before it asks.
  hostApp.expireAccessTokens();
  const [status, username] = await page.evaluate(
    async (given) => {
      await host.store({ ...given, expiresAt: Math.floor(Date.now() / 1000) - 5 });
      const session = await host.provider.manager.session();
      const answer = await session.fetch(`${host.base}/auth/v2/userinfo`);
      return [answer.status, (await answer.json()).username];
    },
    { accessToken, refreshToken },
  );
  assert.deepEqual([status, username], [200, hostApp.people[0].username]);
  assert.deepEqual(askedHost(world, "token").at(-1).form, { "refresh-token": refreshToken });
  assert.notEqual((await page.evaluate(() => host.held())).accessToken, accessToken);
});

test("O24 O10 an app server: refused in a popup, access_denied; then signed in by redirect", async (world) => {
  const { url } = world;
  const page = await openReady(world, "/host");
  await refuse(await hostPopup(world, page, () => host.watch(() => host.provider.signIn({ mode: "popup" }))));
  const { success, error } = await outcome(page);
  assert.deepEqual([success, error.code], [false, "access_denied"]);
  assert.deepEqual(askedHost(world, "token"), []);
  await untilAlone(world);

  await page.evaluate(() => {
    host.provider.signIn({ mode: "redirect", appState: { n: 7 }, returnTo: "/inside" });
  });
  await agreeAndReturn(page);
  const back = await page.evaluate(() => host.handled);
  assert.deepEqual([back.success, back.appState, back.returnTo], [true, { n: 7 }, "/inside"]);
  assert.equal(page.url(), `${url}/host`);
});

test("O25 O26 an app server with a device code: its own fields, and credentials that can be renewed", async (world) => {
  const { hostApp } = world;
  const page = await openReady(world, "/host");
  await page.evaluate(() => {
    host.authenticate({ flow: "device", onPrompt: host.onPrompt });
  });
  const { userCode } = await promptIn(page);
  await until(() => askedHost(world, "token").length > 0);
  assert.equal(await page.evaluate(() => host.outcomes.length), 0);
  hostApp.device.approve(userCode);
  const { accessToken, refreshToken } = await outcome(page);
  const forms = askedHost(world, "token").map(({ form }) => Object.keys(form).join());
  assert.ok(forms.length > 1 && forms.every((names) => names === "device-code"));
  const renewed = await page.evaluate(async () => lab.credentials(await host.provider.refresh()));
  assert.notEqual(renewed.accessToken, accessToken);
  assert.deepEqual(askedHost(world, "token").at(-1).form, { "refresh-token": refreshToken });
});

test("O28 an app server's text with the person's refusal in it: access_denied at the next poll, and no window", async (world) => {
  const { hostApp, windows } = world;
  const page = await openReady(world, "/host");
  await page.evaluate(() => {
    host.authenticate({ flow: "device", onPrompt: host.onPrompt });
  });
  hostApp.device.deny((await promptIn(page)).userCode);
  const { rejected } = await outcome(page);
  assert.deepEqual([rejected.name, rejected.code], ["OAuthError", "access_denied"]);
  assert.deepEqual([await windows.count(), askedHost(world, "login").length], [1, 0]);
  assert.deepEqual(await page.evaluate(() => host.kept()), []);
});

/** The page of an app with a server of its own. */
async function openServer(world) {
  const page = await world.open("/empty");
  return { page, server: await openServerApp({ ...world, page }) };
}

const SIGNED_OUT = { authenticated: false, userId: null, roles: [], expiresAt: null };

async function signInAtServer(page, options = {}) {
  await page.evaluate((given) => app.leave(given), options);
  await agreeAndReturn(page);
  return page.evaluate(() => app.handled);
}

test("P39 P40 P41 P47 mode server: away and back with a session; status, userInfo, refresh, logout", async (world) => {
  const { page, server } = await openServer(world);
  assert.deepEqual(await ask(page, "status"), { value: SIGNED_OUT });
  const result = await signInAtServer(page, { returnTo: "/inside?a=1#b", appState: { n: 7 } });
  const { info } = server.people[0];
  const { success, credentials, subject, userInfo, appState, returnTo } = result;
  assert.deepEqual(
    [success, credentials, subject, userInfo.user_info, appState, returnTo],
    [true, null, info.sub, info, { n: 7 }, "/inside?a=1#b"],
  );
  const { value: status } = await ask(page, "status");
  assert.deepEqual([status.authenticated, status.userId], [true, info.sub]);
  assert.deepEqual((await ask(page, "userInfo")).value.user_info, info);
  assert.deepEqual(await ask(page, "refresh"), { value: { expiresIn: 3600 } });
  await page.reload();
  await untilReady(page);
  assert.equal(await page.evaluate(() => app.handled), null);
  assert.equal((await ask(page, "status")).value.authenticated, true);

  assert.deepEqual(await ask(page, "logout"), { value: null });
  assert.deepEqual(await ask(page, "status"), { value: SIGNED_OUT });
  for (const method of ["userInfo", "refresh"]) {
    const { error } = await ask(page, method);
    assert.deepEqual([error.code, error.status], ["not_signed_in", 401], method);
  }
});

test("P40 the server's refusals: 403 csrf_failed, and a login that is limited (429) signs nobody in", async (world) => {
  const { page, server } = await openServer(world);
  await signInAtServer(page);
  server.switches.error = "csrf_failed";
  for (const method of ["refresh", "logout"]) {
    const { error } = await ask(page, method);
    assert.deepEqual([error.code, error.status, error.retryable], ["csrf_failed", 403, false], method);
  }
  server.switches.error = null;
  assert.equal((await ask(page, "status")).value.authenticated, true);
  await ask(page, "logout");

  server.switches.error = "rate_limited";
  await page.evaluate(() => app.leave());
  await until(() => server.asked("/auth/login").length === 2);
  await until(() => page.url().endsWith("/auth/login"));
  await page.goto(server.url);
  await untilReady(page);
  const { success, error } = await page.evaluate(() => app.handled);
  assert.deepEqual([success, error.code], [false, "not_signed_in"]);
});
