// The device flow through the real proxy: when a page asks again, by the clock of the page and by what arrived at GitHub.
// Owns: the waiting (C-35 to C-39, O27 to O29). How it ends otherwise, device-ends.test.js says.

import assert from "node:assert/strict";
import { ADA } from "./support/demo.js";
import {
  answer,
  beginDevice,
  gaps,
  isSpaced,
  openDevice,
  outcomeOf,
  outcomes,
  pass,
  polls,
} from "./support/device.js";
import { endToEnd } from "./support/harness.js";
import { requestsTo, tokenRequests } from "./support/traffic.js";
import { until } from "./support/until.js";

const test = endToEnd();

const assertSpaced = (found, wanted) => assert.ok(isSpaced(found, wanted), `${found} for ${wanted}`);
const signedInAs = ({ success, subject }, { id }) => assert.deepEqual([success, subject], [true, String(id)]);

test("C-36 C-37 O27 O28 pending twice, slow_down, pending, approved: gaps of 5, 5, 5, 10 and 10 seconds, one poll at a time", async (world) => {
  const { page, github, requests, proxyUrl } = world;
  await openDevice(world);
  const { userCode } = await beginDevice(world);
  github.switches.devicePolls = ["authorization_pending", "authorization_pending", "slow_down"];
  await pass(world, 17);
  github.switches.devicePolls = ["authorization_pending"];
  await pass(world, 10.5);
  assert.deepEqual(await outcomes(page), []);
  github.device.approve(userCode, ADA.login);
  await pass(world, 11);
  signedInAs(await outcomeOf(page), ADA);
  assertSpaced(await gaps(page), [5, 5, 5, 10, 10]);
  assert.equal(await page.evaluate(() => device.most), 1);
  const sent = requestsTo(requests, proxyUrl).filter((request) => request.url().endsWith("/token"));
  assert.deepEqual([sent.length, tokenRequests(github).length], [5, 5]);
});

test("C-37 slow_down raises the interval for good, and to that of the answer when it is more", async (world) => {
  const { page, proxyUrl, context } = world;
  await openDevice(world);
  const answers = [
    { error: "slow_down", interval: 30 },
    { error: "slow_down", interval: 3 },
    { error: "slow_down", interval: "soon" },
    { error: "authorization_pending", interval: 1 },
    { error: "access_denied" },
  ];
  await context.route(`${proxyUrl}/token`, (route) => route.fulfill(answer(answers.shift(), 400)));
  await beginDevice(world);
  await pass(world, 160);
  assert.equal((await outcomeOf(page)).error.code, "access_denied");
  assertSpaced(await gaps(page), [5, 30, 35, 40, 40]);
});

test("C-35 the interval of the answer counts, above zero and below five minutes", async (world) => {
  const { page, context, proxyUrl } = world;
  const code = { device_code: "d".repeat(40), user_code: "WDJB-MJHT", expires_in: 1800 };
  await openDevice(world);
  const verification_uri = await page.evaluate(
    () => `${new URL(auth.github.appCredentials.authorizationUrl).origin}/login/device`,
  );
  for (const [interval, expected] of [
    [12, 12],
    [undefined, 5],
    [0, 5],
    [-3, 5],
    ["9", 5],
    [9000, 300],
  ]) {
    await context.route(`${proxyUrl}/device/code`, (route) =>
      route.fulfill(answer({ ...code, verification_uri, interval })),
    );
    assert.equal(
      await page.evaluate(async () => (await auth.github.device.getDeviceCode()).interval),
      expected,
    );
  }
});

for (const [how, cut, join] of [
  [
    "the network is down",
    ({ context }) => context.setOffline(true),
    ({ context }) => context.setOffline(false),
  ],
  [
    "GitHub shows its Unicorn page",
    ({ github }) => {
      github.switches.token = "html502";
    },
    ({ github }) => {
      github.switches.token = null;
    },
  ],
  [
    "GitHub breaks the connection",
    ({ github }) => {
      github.switches.devicePolls = ["connection_reset", "connection_reset", "connection_reset"];
    },
    () => {},
  ],
  [
    "the proxy limits the rate",
    ({ context, proxyUrl }) =>
      context.route(`${proxyUrl}/token`, (route) => route.fulfill(answer({ error: "rate_limited" }, 429))),
    ({ context }) => context.unrouteAll(),
  ],
  [
    "the proxy's host answers with a page",
    ({ context, proxyUrl }) =>
      context.route(`${proxyUrl}/token`, (route) => route.fulfill(answer("<h1>Bad gateway</h1>", 502))),
    ({ context }) => context.unrouteAll(),
  ],
]) {
  test(`C-38 O28 ${how} for three polls: each wait is twice the one before, then it goes on as ever`, async (world) => {
    const { page, github } = world;
    await openDevice(world);
    const { userCode } = await beginDevice(world);
    await cut(world);
    await pass(world, 37);
    assert.deepEqual([(await polls(page)).length, await outcomes(page)], [3, []]);
    await join(world);
    await pass(world, 40);
    github.device.approve(userCode, ADA.login);
    await pass(world, 6);
    signedInAs(await outcomeOf(page), ADA);
    assertSpaced(await gaps(page), [5, 10, 20, 40, 5]);
  });
}

test("C-38 a poll that is not answered in time counts as a failure", async (world) => {
  const { page, github } = world;
  await openDevice(world);
  const { userCode } = await beginDevice(world);
  let isHeld = true;
  await world.context.route(`${world.proxyUrl}/token`, (route) => !isHeld && route.fallback());
  await page.clock.runFor(6_000);
  assert.equal((await polls(page)).length, 1);
  isHeld = false;
  await page.clock.runFor(30_000);
  github.device.approve(userCode, ADA.login);
  await pass(world, 11);
  signedInAs(await outcomeOf(page), ADA);
  assertSpaced(await gaps(page), [5, 10]);
});

test("C-38 a 4xx without a known error ends it: no further request", async (world) => {
  const { page, context, proxyUrl } = world;
  for (const [given, status, code] of [
    ["<h1>Not here</h1>", 404, "invalid_response"],
    [{ message: "no" }, 400, "invalid_response"],
    [{ error: "unheard_of" }, 400, "oauth_error"],
  ]) {
    await openDevice(world);
    await context.route(`${proxyUrl}/token`, (route) => route.fulfill(answer(given, status)));
    await beginDevice(world);
    await pass(world, 6);
    const { success, error } = await outcomeOf(page);
    assert.deepEqual([success, error.code, error.status], [false, code, status]);
    await page.clock.runFor(600_000);
    assert.equal((await polls(page)).length, 1);
    await context.unrouteAll();
  }
});

test("C-36 T-58 O29 asleep for an hour with a code that lives: one poll on waking up, and no burst", async (world) => {
  const { page, github, context, proxyUrl } = world;
  await openDevice(world);
  await context.route(`${proxyUrl}/device/code`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), expires_in: 7200 } });
  });
  await beginDevice(world);
  await pass(world, 6);
  assert.equal((await polls(page)).length, 1);
  github.switches.devicePolls = Array(9).fill("authorization_pending");
  await page.clock.fastForward(3_600_000);
  await pass(world, 1);
  assert.equal((await polls(page)).length, 2);
  await pass(world, 11);
  assertSpaced((await gaps(page)).slice(2), [5, 5]);
});

test("C-36 the interval counts from the answer: a poll that is answered late puts the next one off", async (world) => {
  const { page, context, proxyUrl } = world;
  await openDevice(world);
  const held = [];
  await context.route(`${proxyUrl}/token`, (route) => held.push(route));
  await beginDevice(world);
  await page.clock.runFor(6_000);
  await until(() => held.length === 1);
  await page.clock.runFor(12_000);
  assert.equal((await polls(page)).length, 1);
  await held[0].fulfill(answer({ error: "authorization_pending" }, 400));
  await until(() => page.evaluate(() => device.isQuiet()));
  await page.clock.runFor(4_900);
  assert.equal((await polls(page)).length, 1);
  await page.clock.runFor(700);
  assert.equal((await polls(page)).length, 2);
});
