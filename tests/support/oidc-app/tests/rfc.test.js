// The rfc dialect on the same routes: standard fields, {"error": …}, the page's own state and PKCE.
// Must not test again what both dialects share.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answerOf,
  DEVICE_GRANT,
  get,
  locationOf,
  login,
  post,
  RFC_REQUEST,
  reachCallback,
  rfcSignIn,
  start,
  token,
  userinfo,
  VERIFIER,
} from "./support.js";

const rfc = (t, options) => start(t, { dialect: "rfc", ...options });
const errorOf = async (response) => {
  const [status, { error }] = await answerOf(response);
  return [status, error];
};

test("rfc: own state and S256 challenge; the token answer is RFC 6749's", async (t) => {
  const server = await rfc(t);
  const { code, ...rest } = await reachCallback(server, RFC_REQUEST);
  assert.deepEqual(rest, { from: "acme", state: "own-state" });
  const form = { grant_type: "authorization_code", code, redirect_uri: RFC_REQUEST.redirect_uri };
  const response = await token(server, { ...form, code_verifier: VERIFIER });
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { access_token, refresh_token, ...told } = await response.json();
  assert.deepEqual(told, { token_type: "Bearer", expires_in: 300, refresh_expires_in: 1800, scope: "" });
  assert.equal((await userinfo(server, access_token)).status, 200);
  const { code: next } = await reachCallback(server, RFC_REQUEST);
  const wrong = await token(server, { ...form, code: next, code_verifier: "a".repeat(43) });
  assert.deepEqual(await errorOf(wrong), [400, "invalid_grant"]);
});

test("rfc: refusals of the authorization request, and prompt=none without a sign-in", async (t) => {
  const server = await rfc(t);
  for (const [changes, error] of [
    [{ code_challenge: "" }, "invalid_request"],
    [{ code_challenge_method: "plain" }, "invalid_request"],
    [{ response_type: "token" }, "unsupported_response_type"],
  ]) {
    const back = await reachCallback(server, { ...RFC_REQUEST, ...changes });
    assert.deepEqual(back, { from: "acme", error, state: "own-state" });
  }
  assert.match((await reachCallback(server, { ...RFC_REQUEST, prompt: "none" })).code, /./);
  server.switches.autoApprove = false;
  assert.equal((await reachCallback(server, { ...RFC_REQUEST, prompt: "none" })).error, "login_required");
});

test("rfc: refresh; by switch without a refresh token or lifetimes; the hyphenated field is nothing", async (t) => {
  const server = await rfc(t);
  const { refresh_token } = await rfcSignIn(server);
  const refresh = () => token(server, { grant_type: "refresh_token", refresh_token });
  Object.assign(server.switches, {
    refreshToken: "leftOut",
    expiresIn: "absent",
    refreshExpiresIn: "absent",
  });
  assert.deepEqual(Object.keys(await (await refresh()).json()), ["access_token", "token_type", "scope"]);
  Object.assign(server.switches, { refreshToken: "rotated", expiresIn: 7 });
  const { expires_in, refresh_token: next } = await (await refresh()).json();
  assert.equal(expires_in, 7);
  assert.notEqual(next, refresh_token);
  assert.deepEqual(await errorOf(await refresh()), [400, "invalid_grant"]);
  const hyphen = await token(server, { "refresh-token": next });
  assert.deepEqual(await errorOf(hyphen), [400, "unsupported_grant_type"]);
});

test("rfc: device codes and polls are RFC 8628's", async (t) => {
  const server = await rfc(t);
  server.switches.verificationUriComplete = false;
  const device = await (await post(server, "/auth/v2/device", { scope: "reports:read" })).json();
  const fields = ["device_code", "user_code", "verification_uri", "expires_in", "interval"];
  assert.deepEqual(Object.keys(device), fields);
  const poll = () => token(server, { grant_type: DEVICE_GRANT, device_code: device.device_code });
  assert.deepEqual(await errorOf(await poll()), [400, "authorization_pending"]);
  server.device.slowDown(device.user_code);
  assert.deepEqual(await errorOf(await poll()), [400, "slow_down"]);
  server.device.approve(device.user_code);
  assert.equal((await (await poll()).json()).scope, "reports:read");
});

test("rfc: a client id, where the server has one, is demanded everywhere", async (t) => {
  const server = await rfc(t, { clientId: "spa" });
  const page = locationOf(await login(server, RFC_REQUEST));
  assert.equal((await get(server, page)).status, 400);
  assert.match((await reachCallback(server, { ...RFC_REQUEST, client_id: "spa" })).code, /./);
  for (const path of ["/auth/v2/token", "/auth/v2/device"]) {
    assert.deepEqual(await errorOf(await post(server, path, { client_id: "x" })), [401, "invalid_client"]);
  }
  assert.equal((await post(server, "/auth/v2/device", { client_id: "spa" })).status, 200);
});

test("rfc: userinfo has standard claims; 401 says why; logout goes on with everything", async (t) => {
  const server = await rfc(t);
  const { access_token } = await rfcSignIn(server);
  const [, claims] = await answerOf(await userinfo(server, access_token));
  assert.deepEqual(claims, {
    sub: "5c1a9f0e",
    preferred_username: "ada.brook",
    name: "Ada Brook",
    given_name: "Ada",
    family_name: "Brook",
    email: "ada@example.com",
  });
  const refused = await userinfo(server, "nonsense");
  assert.equal(refused.headers.get("www-authenticate"), 'Bearer error="invalid_token"');
  assert.deepEqual(await errorOf(refused), [401, "invalid_token"]);
  const query = "post_logout_redirect_uri=https://app.example/bye&state=s";
  const onward = await get(server, `/auth/v2/logout?${query}`);
  const back = await get(server, locationOf(onward));
  assert.equal(locationOf(back).href, "https://app.example/bye?state=s");
});

test("rfc: outages", async (t) => {
  const server = await rfc(t);
  for (const [fault, status] of [
    ["off", 404],
    ["missing", 400],
    ["unreachable", 502],
    ["unavailable", 503],
    ["malformed", 200],
  ]) {
    server.switches.deviceEndpoint = fault;
    assert.equal((await post(server, "/auth/v2/device")).status, status, fault);
  }
  server.switches.deviceEndpoint = "missing";
  assert.deepEqual(await errorOf(await post(server, "/auth/v2/device")), [400, "unsupported_grant_type"]);
});
