// The device authorization endpoint against GitHub's documented behaviour, and what tests may do to a device code.
// Must not test the grant (device-grant.test.js) or the page on which a code is entered (device-page.test.js).

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  app,
  CLIENT_ID,
  client,
  corsHeaders,
  DEVICE_GRANT,
  deviceCode,
  deviceRequest,
  poll,
  postToken,
  start,
} from "./support.js";

const HELP = "https://docs.github.com/developers/apps/authorizing-oauth-apps#error-codes-for-the-device-flow";
test("device code: GitHub's members, form-encoded by default, no CORS", async (t) => {
  const github = await start(t);
  const response = await deviceRequest(github, { scope: "repo gist" });
  assert.equal(response.status, 200);
  assert.deepEqual(corsHeaders(response), []);
  const answer = await response.json();
  assert.match(answer.device_code, /^[0-9a-f]{40}$/);
  assert.match(answer.user_code, /^[A-Z]{4}-[A-Z]{4}$/);
  assert.deepEqual(answer, {
    device_code: answer.device_code,
    user_code: answer.user_code,
    verification_uri: `${github.webUrl}/login/device`,
    expires_in: 899,
    interval: 5,
  });
  const form = await deviceRequest(github, {}, {});
  assert.match(form.headers.get("content-type"), /^application\/x-www-form-urlencoded/);
  assert.match(await form.text(), /^device_code=[0-9a-f]{40}&user_code=\w{4}-\w{4}&.*&interval=5$/);
});

test("device code: the interval by switch, also none", async (t) => {
  const github = await start(t);
  github.switches.deviceInterval = 1;
  assert.equal((await deviceCode(github)).interval, 1);
  github.switches.deviceInterval = null;
  const code = await deviceCode(github);
  assert.equal("interval" in code, false);
  await poll(github, code.device_code);
  github.device.advance(4.9);
  assert.equal((await poll(github, code.device_code)).error, "slow_down");
});

test("device code: 400 device_flow_disabled for an app that has it off, also for its polls", async (t) => {
  const github = await start(t, { apps: [app({ deviceFlow: false })] });
  const disabled = {
    error: "device_flow_disabled",
    error_description: "Device Flow must be explicitly enabled for this App",
    error_uri: HELP,
  };
  const grant = { grant_type: DEVICE_GRANT, client_id: CLIENT_ID, device_code: "a" };
  for (const response of [await deviceRequest(github), await postToken(github, grant)]) {
    assert.equal(response.status, 400);
    assert.deepEqual(await response.json(), disabled);
  }
});

test("device code: an unknown client is 404, and GET is no request", async (t) => {
  const github = await start(t);
  const response = await deviceRequest(github, { client_id: "nobody" });
  assert.deepEqual([response.status, await response.json()], [404, { error: "Not Found" }]);
  assert.equal((await fetch(`${github.webUrl}/login/device/code?client_id=${CLIENT_ID}`)).status, 404);
});

test("device hooks: forgiving about case and dash, and they throw where there is nothing to do", async (t) => {
  const github = await start(t);
  const { user_code, device_code } = await deviceCode(github);
  assert.throws(() => github.device.approve(user_code, "nobody"), /nobody is called nobody/);
  for (const hook of ["approve", "deny", "expire"]) assert.throws(() => github.device[hook]("XXXX-0000"));
  github.device.approve(user_code.toLowerCase().replace("-", ""));
  assert.throws(() => github.device.deny(user_code), /no device waits/);
  assert.ok((await poll(github, device_code)).access_token);
});

test("devicePolls: the next polls are answered as scripted, then the rule goes on", async (t) => {
  const github = await start(t);
  const { device_code, user_code } = await deviceCode(github);
  github.switches.devicePolls = ["slow_down", "slow_down", "an_error_of_tomorrow", "expired_token"];
  const answers = [];
  for (let count = 0; count < 4; count += 1) {
    const { error, interval } = await poll(github, device_code);
    answers.push([error, interval]);
  }
  assert.deepEqual(answers, [
    ["slow_down", 10],
    ["slow_down", 15],
    ["an_error_of_tomorrow", undefined],
    ["expired_token", undefined],
  ]);
  github.switches.devicePolls = ["server_error", "connection_reset", "device_flow_disabled"];
  const grant = { ...client, grant_type: DEVICE_GRANT, device_code };
  const broken = await postToken(github, grant);
  assert.deepEqual([broken.status, /Unicorn!/.test(await broken.text())], [502, true]);
  await assert.rejects(postToken(github, grant));
  assert.equal((await postToken(github, grant)).status, 400);
  github.device.approve(user_code);
  assert.ok((await poll(github, device_code)).access_token);
});

test("reset: device codes and scripted polls are gone", async (t) => {
  const github = await start(t);
  const { device_code } = await deviceCode(github);
  github.switches.devicePolls = ["slow_down"];
  github.reset();
  assert.equal((await poll(github, device_code)).error, "incorrect_device_code");
});
