// How a device sign-in ends other than well: refused, too late, switched off, given up. Each ends once, and with its last
// request. Owns: these ends. When it asks in between, device-waiting.test.js says.

import assert from "node:assert/strict";
import { ADA } from "./support/demo.js";
import { beginDevice, openDevice, outcomeOf, outcomes, pass, polls, startOther } from "./support/device.js";
import { endToEnd } from "./support/harness.js";
import { requestsTo, tokenRequests } from "./support/traffic.js";
import { until } from "./support/until.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

/** It ended once, nothing of it is stored, and for ten minutes nobody asks or ticks again. */
async function assertOver({ page, requests }, code) {
  const { success, error } = await outcomeOf(page);
  assert.deepEqual([success, error.code], [false, code]);
  const activity = () =>
    page.evaluate(() => [device.wire.length, device.ticks.length, device.outcomes.length]);
  const [sent, before] = [requests.length, await activity()];
  await page.clock.runFor(600_000);
  assert.deepEqual([requests.length, await activity()], [sent, before]);
  assert.equal((await outcomes(page)).length, 1);
  assert.deepEqual(await page.evaluate(() => device.stored()), []);
  assert.equal(await page.evaluate(() => auth.getSnapshot().isAuthenticated), false);
  return error;
}

/** `signIn` with a signal that `device.stopper` aborts. */
const beginStoppable = async (world) => {
  await world.page.evaluate(() => device.begin({ signal: device.stopper.signal }));
  await until(() => world.page.evaluate(() => device.prompts.length > 0));
  return world.page.evaluate(() => device.prompts[0]);
};
const stop = (page) => page.evaluate(() => device.stopper.abort("the app's own reason"));

test("C-39 O28 the person refuses: access_denied", async (world) => {
  await openDevice(world);
  const { userCode } = await beginDevice(world);
  await pass(world, 6);
  world.github.device.deny(userCode);
  await pass(world, 6);
  const error = await assertOver(world, "access_denied");
  assert.deepEqual([error.name, error.error], ["OAuthError", "access_denied"]);
  assert.equal(tokenRequests(world.github).length, 2);
});

test("C-39 O28 the code is over at the server: device_code_expired", async (world) => {
  await openDevice(world);
  const { userCode } = await beginDevice(world);
  world.github.device.expire(userCode);
  await pass(world, 6);
  const error = await assertOver(world, "device_code_expired");
  assert.equal(error.error, "expired_token");
});

test("C-39 the code is over by the page's own clock: no request after it", async (world) => {
  const { page, context, proxyUrl } = world;
  await openDevice(world);
  await context.route(`${proxyUrl}/device/code`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), expires_in: 12 } });
  });
  const { expiresAt, expiresIn } = await beginDevice(world);
  assert.equal(expiresIn, 12);
  await pass(world, 11.5);
  assert.deepEqual([(await polls(page)).length, await outcomes(page)], [2, []]);
  await pass(world, 0.5);
  await assertOver(world, "device_code_expired");
  const sent = await polls(page);
  assert.equal(sent.length, 2);
  assert.ok(sent.every(({ at }) => at < expiresAt * 1000));
});

test("T-58 the tab was asleep for an hour, and the code ended meanwhile: no request on waking up", async (world) => {
  const { page } = world;
  await openDevice(world);
  await beginDevice(world);
  await pass(world, 6);
  await page.clock.fastForward(3_600_000);
  await assertOver(world, "device_code_expired");
  assert.equal((await polls(page)).length, 1);
});

for (const [word, code] of [
  ["device_flow_disabled", "device_flow_disabled"],
  ["unsupported_grant_type", "device_flow_disabled"],
  ["incorrect_device_code", "device_code_rejected"],
  ["token_expired", "device_code_expired"],
  ["incorrect_client_credentials", "proxy_misconfigured"],
  ["never_heard_of", "oauth_error"],
]) {
  test(`C-39 the error ${word} of a poll is ${code}, and ends it`, async (world) => {
    world.github.switches.devicePolls = [word];
    await openDevice(world);
    await beginDevice(world);
    await pass(world, 6);
    await assertOver(world, code);
    assert.equal((await polls(world.page)).length, 1);
  });
}

for (const [where, options] of [
  ["at GitHub", { app: { deviceFlow: false } }],
  ["at the token proxy", { deviceFlow: false }],
]) {
  test(`C-39 C-43 switched off ${where}: device_flow_disabled, and nobody is shown a code`, async (world) => {
    const other = await startOther(world, options);
    await openDevice(world, other.options);
    await world.page.evaluate(() => device.begin());
    await assertOver(world, "device_flow_disabled");
    assert.deepEqual(await world.page.evaluate(() => [device.prompts.length, device.wire.length]), [0, 1]);
  });
}

test("no code at all when the network is down: network_error, retryable", async (world) => {
  await openDevice(world);
  await world.context.setOffline(true);
  await world.page.evaluate(() => device.begin());
  const error = await assertOver(world, "network_error");
  assert.equal(error.retryable, true);
});

test("C-40 given up before it begins: no request at all", async (world) => {
  await openDevice(world);
  await stop(world.page);
  await world.page.evaluate(() => device.begin({ signal: device.stopper.signal }));
  await assertOver(world, "aborted");
  assert.deepEqual(requestsTo(world.requests, world.proxyUrl), []);
});

test("C-40 given up while the code is asked for: aborted at once, and nobody is shown a code", async (world) => {
  const { page, context, proxyUrl } = world;
  await openDevice(world);
  let answerIt;
  await context.route(`${proxyUrl}/device/code`, (route) => {
    answerIt = () => route.continue();
  });
  await page.evaluate(() => device.begin({ signal: device.stopper.signal }));
  await until(() => answerIt);
  await stop(page);
  await outcomeOf(page);
  await answerIt().catch(() => {}); // the page has given the request up
  await assertOver(world, "aborted");
  assert.equal(await page.evaluate(() => device.prompts.length), 0);
});

test("C-40 given up between two polls, and during the back-off: no request after it", async (world) => {
  for (const polled of [["authorization_pending"], ["server_error", "server_error"]]) {
    await openDevice(world);
    world.github.switches.devicePolls = [...polled];
    await beginStoppable(world);
    await pass(world, 17);
    assert.deepEqual(await outcomes(world.page), []);
    await stop(world.page);
    const error = await assertOver(world, "aborted");
    assert.equal(error.name, "AuthFlowCancelled");
  }
});

test("C-40 given up during a poll that succeeds late: aborted at once, and the success is dropped", async (world) => {
  const { page, github, requests } = world;
  await openDevice(world);
  const { userCode } = await beginStoppable(world);
  github.device.approve(userCode, ADA.login);
  github.switches.token = "slow";
  await page.clock.runFor(6_000);
  await until(() => tokenRequests(github).length === 1);
  await stop(page);
  await outcomeOf(page);
  github.switches.token = null;
  await assertOver(world, "aborted");
  assert.equal(requests.filter((request) => request.url().endsWith("/user")).length, 0);
});

test("C-40 given up while GitHub says who it is: aborted, and nothing stays stored", async (world) => {
  const { page, github, context } = world;
  await openDevice(world);
  let answerIt;
  await context.route(`${github.apiUrl}/user`, (route) => {
    if (route.request().method() === "OPTIONS") return route.continue();
    answerIt = () => route.continue();
  });
  const { userCode } = await beginStoppable(world);
  github.device.approve(userCode, ADA.login);
  await page.clock.runFor(6_000);
  await until(() => answerIt);
  await stop(page);
  await outcomeOf(page);
  await answerIt().catch(() => {}); // the page may have given the request up
  await assertOver(world, "aborted");
});

test("a newer sign-in takes its place: the older one is aborted and polls no more", async (world) => {
  const { page, github } = world;
  await openDevice(world);
  const first = await beginDevice(world);
  await pass(world, 6);
  await page.evaluate(() => device.begin());
  await until(() => page.evaluate(() => device.prompts.length === 2 && !device.flying));
  assert.equal((await outcomeOf(page)).error.code, "aborted");
  const second = await page.evaluate(() => device.prompts[1].userCode);
  assert.notEqual(second, first.userCode);
  github.device.approve(first.userCode, ADA.login);
  await pass(world, 6);
  assert.deepEqual(await page.evaluate(() => device.stored()), []);
  github.device.approve(second, ADA.login);
  await pass(world, 6);
  await until(async () => (await outcomes(page)).length === 2);
  assert.equal((await outcomes(page))[1].subject, String(ADA.id));
  const codes = new Set(tokenRequests(github).map(({ form }) => form.device_code));
  assert.deepEqual([tokenRequests(github).length, codes.size], [3, 2]);
});

test("a sign-out meanwhile wins: the code that is approved after it signs nobody in", async (world) => {
  const { page, github } = world;
  await openDevice(world);
  const { userCode } = await beginDevice(world);
  await page.evaluate(() => auth.signOut());
  github.device.approve(userCode, ADA.login);
  await pass(world, 6);
  await assertOver(world, "not_signed_in");
});

test("a timeout of the app's own ends it: AuthFlowTimeout, and no request after it", async (world) => {
  const { page } = world;
  await openDevice(world);
  await beginDevice(world, { timeout: 7 });
  await pass(world, 7.5);
  const error = await assertOver(world, "timeout");
  assert.equal(error.name, "AuthFlowTimeout");
  assert.equal((await polls(page)).length, 1);
});
