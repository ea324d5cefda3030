// The device route and the polls, in the dialect of py-oidc-auth: codes, the person's page, every outcome, every outage.
// Must not test the rfc dialect (rfc.test.js).

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { answerOf, claimsOf, get, post, start, token } from "./support.js";

const begin = async (server) => (await post(server, "/auth/v2/device")).json();
const poll = async (server, { device_code }) => answerOf(await token(server, { "device-code": device_code }));

/** The code inside the text of a refusal. */
async function errorOf(server, device) {
  const [status, { detail }] = await poll(server, device);
  const json = /^Upstream OIDC error: (\{.*\})$/.exec(detail)[1];
  return [status, JSON.parse(json).error];
}

test("device: two codes, where to type one, for how long, how often to ask", async (t) => {
  const server = await start(t);
  const { device_code, user_code, ...rest } = await begin(server);
  assert.match(device_code, /^[0-9a-f]{40}$/);
  assert.match(user_code, /^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/);
  const page = `${server.url}/idp/device`;
  assert.deepEqual(rest, {
    verification_uri: page,
    verification_uri_complete: `${page}?user_code=${user_code}`,
    expires_in: 600,
    interval: 5,
  });
});

test("device: by switch other lifetimes, no complete address (null), and 5 for an interval that is not told", async (t) => {
  const server = await start(t);
  Object.assign(server.switches, { deviceInterval: 1, deviceExpiresIn: 30, verificationUriComplete: false });
  const { interval, expires_in, verification_uri_complete } = await begin(server);
  assert.deepEqual([interval, expires_in, verification_uri_complete], [1, 30, null]);
  server.switches.deviceInterval = "absent";
  assert.equal((await begin(server)).interval, 5);
});

test("poll: pending until the person agrees, then tokens once", async (t) => {
  const server = await start(t);
  const device = await begin(server);
  assert.deepEqual(await errorOf(server, device), [400, "authorization_pending"]);
  server.device.approve(device.user_code);
  const [status, body] = await poll(server, device);
  assert.deepEqual(
    [status, Object.keys(body)],
    [200, ["access_token", "token_type", "expires", "refresh_token", "refresh_expires", "scope"]],
  );
  assert.equal(body.scope, "profile email offline_access");
  assert.deepEqual(await errorOf(server, device), [400, "invalid_grant"]);
});

test("poll: slow_down once, denied, expired, unknown", async (t) => {
  const server = await start(t);
  const [one, two] = [await begin(server), await begin(server)];
  server.device.slowDown(one.user_code);
  assert.deepEqual(await errorOf(server, one), [400, "slow_down"]);
  assert.deepEqual(await errorOf(server, one), [400, "authorization_pending"]);
  server.device.deny(one.user_code);
  assert.deepEqual(await errorOf(server, one), [400, "access_denied"]);
  server.device.expire(two.user_code);
  assert.deepEqual(await errorOf(server, two), [400, "expired_token"]);
  assert.deepEqual(await errorOf(server, { device_code: "x" }), [400, "invalid_grant"]);
  assert.throws(() => server.device.approve("XXXX-XXXX"), /no device waits/);
});

test("poll: a code ends with its lifetime", async (t) => {
  mock.timers.enable({ apis: ["Date"], now: Date.now() });
  t.after(() => mock.timers.reset());
  const server = await start(t);
  server.switches.deviceExpiresIn = 3;
  const device = await begin(server);
  mock.timers.tick(2999);
  assert.deepEqual(await errorOf(server, device), [400, "authorization_pending"]);
  mock.timers.tick(1);
  assert.deepEqual(await errorOf(server, device), [400, "expired_token"]);
});

test("page: the code filled in, nothing decided until a button is pressed", async (t) => {
  const server = await start(t);
  const device = await begin(server);
  const html = await (await get(server, device.verification_uri_complete)).text();
  assert.match(html, new RegExp(`name="user_code"[^>]*value="${device.user_code}"`));
  assert.deepEqual(await errorOf(server, device), [400, "authorization_pending"]);
  const decide = async (user_code, decision) =>
    (await post(server, "/idp/device", { user_code, decision, person: "jun.okafor" })).status;
  assert.equal(await decide("XXXX-XXXX", "authorize"), 400);
  assert.equal(await decide(device.user_code.toLowerCase().replace("-", " "), "authorize"), 200);
  const [, { access_token }] = await poll(server, device);
  assert.equal(claimsOf(access_token).preferred_username, "jun.okafor");
  const other = await begin(server);
  assert.equal(await decide(other.user_code, "cancel"), 200);
  assert.deepEqual(await errorOf(server, other), [400, "access_denied"]);
  assert.equal(await decide(other.user_code, "authorize"), 400, "decided is decided");
});

test("no device endpoint: 404 without the route, else what the server makes of its provider", async (t) => {
  const server = await start(t);
  for (const [fault, status, detail] of [
    ["off", 404, /^Not Found$/],
    ["missing", 502, /^OIDC endpoint 'device_authorization_endpoint' not found in discovery\.$/],
    ["unreachable", 502, /^Failed to contact OIDC endpoint: /],
    ["unavailable", 503, /^Upstream OIDC error: [^{]/],
    ["malformed", 502, /^upstream_malformed_response, missing: device_code$/],
  ]) {
    server.switches.deviceEndpoint = fault;
    const [seen, body] = await answerOf(await post(server, "/auth/v2/device"));
    assert.equal(seen, status, fault);
    assert.match(body.detail, detail);
  }
});
