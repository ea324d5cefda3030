// Device codes at an app server with py-oidc-auth's routes: its fields, its refusals inside a text, and the way on to the code
// flow where it has no such thing. Owns: O2, O25 to O28 in that dialect.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { click, decide, openHost, outcome, popupOf, promptIn } from "./support/host.js";
import { until } from "./support/until.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

const begin = (page) =>
  page.evaluate(
    () => void host.watch(() => host.provider.signIn({ mode: "device", onPrompt: host.onPrompt })),
  );
const polls = (app) => app.forms().filter((form) => "device-code" in form);

test("O25 O26 a device code: hyphenated fields, nothing else, and credentials that can be renewed", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  await begin(page);
  const prompt = await promptIn(page);
  assert.deepEqual(
    [prompt.verificationUri, prompt.verificationUriComplete, prompt.interval, prompt.expiresIn],
    [`${app.url}/idp/device`, `${app.url}/idp/device?user_code=${prompt.userCode}`, 1, 600],
  );
  app.device.approve(prompt.userCode);
  const { success, subject, credentials } = await outcome(page);
  assert.deepEqual([success, subject], [true, "default"]);
  assert.deepEqual(
    app.asked("device").map(({ form }) => form),
    [{}],
  );
  assert.ok(app.forms().every((form) => Object.keys(form).join() === "device-code"));
  const renewed = await page.evaluate(async () => lab.credentials(await host.provider.refresh()));
  assert.notEqual(renewed.accessToken, credentials.accessToken);
  assert.deepEqual(app.forms().at(-1), { "refresh-token": credentials.refreshToken });
});

test("O26 an answer without verification_uri_complete and without interval is a good one", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  Object.assign(app.switches, { verificationUriComplete: false, deviceInterval: "absent" });
  await begin(page);
  const prompt = await promptIn(page);
  assert.deepEqual([prompt.interval, "verificationUriComplete" in prompt], [5, false]);
});

test("O28 the person refuses: the denial inside the server's text ends it at the next poll", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  await begin(page);
  app.device.deny((await promptIn(page)).userCode);
  const { success, error } = await outcome(page);
  assert.deepEqual(
    [success, error.name, error.code, error.error],
    [false, "OAuthError", ...Array(2).fill("access_denied")],
  );
  assert.equal(polls(app).length, 1);
});

test("O28 slow_down and expired_token are seen inside the server's text", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  await begin(page);
  const { userCode } = await promptIn(page);
  app.device.slowDown(userCode);
  await until(() => polls(app).length === 1);
  const [slowed] = app.asked("token");
  app.device.expire(userCode);
  await until(() => polls(app).length === 2);
  assert.equal((await outcome(page)).error.code, "device_code_expired");
  const [, next] = app.asked("token");
  // One second of the answer, and the five that slow_down adds (RFC 8628 section 3.5).
  assert.ok(next.at - slowed.at >= 6_000);
});

test("O28 a device code that the server does not know: device_code_rejected", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  const { error } = await page.evaluate(() =>
    lab.outcome(() => host.provider.device.poll("never-issued", { interval: 1 })),
  );
  assert.deepEqual(
    [error.code, error.error, app.forms().length],
    ["device_code_rejected", "invalid_grant", 1],
  );
});

for (const [fault, status] of [
  ["off", 404],
  ["missing", 502],
  ["unreachable", 502],
  ["unavailable", 503],
  ["malformed", 502],
  ["noCors", 0],
]) {
  test(`O2 the device route fails (${fault}, ${status || "no answer"}): authenticate goes on with the code flow`, async (world) => {
    const { page } = world;
    const app = await openHost(world);
    world.allowConsole(/blocked by CORS policy/);
    app.switches.deviceEndpoint = fault;
    const popup = await popupOf(page, () => host.authenticate({ flow: "device", onPrompt: host.onPrompt }));
    await decide(popup);
    assert.ok((await outcome(page)).accessToken);
    assert.deepEqual([app.asked("device").length, app.forms().length], [1, 1]);
    assert.equal(await page.evaluate(() => host.prompts.length), 0);
  });
}

test("O2 never after the person saw a code: what ends it then is thrown, and no window opens", async (world) => {
  const { page, context } = world;
  const app = await openHost(world);
  for (const [status, detail, code] of [
    [404, "Not Found", "invalid_response"],
    [405, "Method Not Allowed", "invalid_response"],
    [400, 'Upstream OIDC error: {"error":"unsupported_grant_type"}', "device_flow_disabled"],
    [400, 'Upstream OIDC error: {"error":"access_denied"}', "access_denied"],
  ]) {
    await context.route(`${app.base}/auth/v2/token`, (route) =>
      route.fulfill({ status, json: { detail }, headers: { "access-control-allow-origin": "*" } }),
    );
    const count = await page.evaluate(() => host.outcomes.length);
    await click(page, () => host.authenticate({ flow: "device", onPrompt: host.onPrompt }));
    const { rejected } = await outcome(page, count + 1);
    assert.equal(rejected.code, code);
  }
  assert.deepEqual([context.pages().length, app.logins().length], [1, 0]);
  assert.equal(await page.evaluate(() => host.prompts.length), 4);
});

test("O2 a refusal of the person while the code is asked for is none of the server: aborted, no other flow", async (world) => {
  const { page, context } = world;
  const app = await openHost(world);
  let isAsked = false;
  await context.route(`${app.base}/auth/v2/device`, () => {
    isAsked = true;
  });
  await click(page, () => {
    host.stopper = new AbortController();
    host.authenticate({ flow: "device", onPrompt: host.onPrompt, signal: host.stopper.signal });
  });
  await until(() => isAsked);
  await page.evaluate(() => host.stopper.abort());
  assert.equal((await outcome(page)).rejected.code, "aborted");
  assert.deepEqual([context.pages().length, app.logins().length], [1, 0]);
});
