// The device grant against GitHub's documented behaviour: intervals, decisions, tokens and their refresh.
// Must not test the page on which a person enters the code; device-page.test.js does.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  api,
  app,
  CLIENT_ID,
  corsHeaders,
  DEVICE_GRANT,
  deviceCode,
  poll,
  postToken,
  refresh,
  signIn,
  start,
} from "./support.js";

const HELP = "https://docs.github.com/developers/apps/authorizing-oauth-apps#error-codes-for-the-device-flow";
const PENDING = {
  error: "authorization_pending",
  error_description: "The authorization request is still pending.",
  error_uri: HELP,
};
const errorOf = async (...given) => (await poll(...given)).error;

/** Polls once the interval is over. */
async function pollLater(github, code, seconds = 5) {
  github.device.advance(seconds);
  return poll(github, code.device_code);
}

test("device grant: pending with HTTP 200 and no CORS, then the approver's token, once, without a secret", async (t) => {
  const github = await start(t);
  const code = await deviceCode(github, { scope: "repo gist repo:status" });
  const grant = { grant_type: DEVICE_GRANT, client_id: CLIENT_ID, device_code: code.device_code };
  const response = await postToken(github, grant);
  assert.deepEqual([response.status, corsHeaders(response)], [200, []]);
  assert.deepEqual(await response.json(), PENDING);
  github.device.approve(code.user_code, "jun-okafor");
  const token = await pollLater(github, code);
  assert.match(token.access_token, /^gho_/);
  assert.deepEqual([token.scope, token.token_type], ["repo,gist", "bearer"]);
  const user = await (await api(github, "/user", token.access_token)).json();
  assert.equal(user.login, "jun-okafor");
  assert.equal((await pollLater(github, code)).error, "incorrect_device_code");
});

test("device grant: too early is slow_down, and each time adds 5 seconds for good", async (t) => {
  const github = await start(t);
  const code = await deviceCode(github);
  assert.deepEqual(await poll(github, code.device_code), PENDING);
  const slowDown = (interval) => ({
    error: "slow_down",
    error_description: "Too many requests have been made in the same timeframe.",
    error_uri: "https://docs.github.com",
    interval,
  });
  assert.deepEqual(await pollLater(github, code, 4), slowDown(10));
  assert.deepEqual(await pollLater(github, code, 9), slowDown(15));
  assert.deepEqual(await pollLater(github, code, 15), PENDING);
  assert.deepEqual(await pollLater(github, code, 15), PENDING);
  github.device.approve(code.user_code);
  assert.equal((await pollLater(github, code, 14)).error, "slow_down", "also when it is approved");
  assert.ok((await pollLater(github, code, 20)).access_token);
});

test("device grant: denied, expired by hook or by time, wrong or somebody else's code", async (t) => {
  const github = await start(t, { apps: [app(), app({ clientId: "other" })] });
  const [denied, expired, late, own] = [
    await deviceCode(github),
    await deviceCode(github),
    await deviceCode(github),
    await deviceCode(github),
  ];
  github.device.deny(denied.user_code);
  assert.equal(await errorOf(github, denied.device_code), "access_denied");
  github.device.expire(expired.user_code);
  assert.equal(await errorOf(github, expired.device_code), "expired_token");
  assert.equal(await errorOf(github, "0".repeat(40)), "incorrect_device_code");
  assert.equal(await errorOf(github, own.device_code, { client_id: "other" }), "incorrect_device_code");
  assert.equal((await pollLater(github, late, 898)).error, "authorization_pending");
  assert.equal((await pollLater(github, late, 1)).error, "expired_token");
});

test("device grant: the approver is by default who is signed in, else the first", async (t) => {
  const github = await start(t);
  for (const user of [null, "rosa-lindqvist"]) {
    github.switches.user = user;
    const code = await deviceCode(github);
    github.device.approve(code.user_code);
    const { access_token } = await poll(github, code.device_code);
    const { login } = await (await api(github, "/user", access_token)).json();
    assert.equal(login, user ?? "ada-brook");
  }
});

test("device grant: a refresh needs no secret for good, but a wrong one is refused", async (t) => {
  const github = await start(t);
  const code = await deviceCode(github);
  github.device.approve(code.user_code);
  const { refresh_token } = await poll(github, code.device_code);
  const bare = async (token) => {
    const grant = { grant_type: "refresh_token", client_id: CLIENT_ID, refresh_token: token };
    return (await postToken(github, grant)).json();
  };
  const wrong = await refresh(github, refresh_token, { client_secret: "wrong" });
  assert.equal(wrong.error, "incorrect_client_credentials");
  const second = await bare(refresh_token);
  const third = await bare(second.refresh_token);
  assert.ok((await refresh(github, third.refresh_token)).access_token, "the right secret does no harm");
  const web = await signIn(github);
  assert.equal((await bare(web.refresh_token)).error, "incorrect_client_credentials");
});

test("device grant: expiring tokens and scopes are the app's, offline_access and earlier grants count", async (t) => {
  const github = await start(t, { apps: [app({ expiringTokens: false })] });
  const tokenFor = async (scope) => {
    const code = await deviceCode(github, scope === undefined ? {} : { scope });
    github.device.approve(code.user_code);
    return poll(github, code.device_code);
  };
  assert.deepEqual(Object.keys(await tokenFor("gist")), ["access_token", "scope", "token_type"]);
  assert.ok((await tokenFor("read:user offline_access")).refresh_token);
  assert.equal((await tokenFor()).scope, "gist,read:user");
});
