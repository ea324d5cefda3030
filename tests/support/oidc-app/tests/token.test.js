// The token route in the dialect of py-oidc-auth: code and refresh, what its answer holds, every refusal; and userinfo.
// Must not test the device grant (device.test.js) or faults of the connection (server.test.js).

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { answerOf, claimsOf, codeForm, REDIRECT_URI, signIn, start, token, userinfo } from "./support.js";

const NOW = 1_700_000_000;
function stopTheClock(t) {
  mock.timers.enable({ apis: ["Date"], now: NOW * 1000 });
  t.after(() => mock.timers.reset());
}

const upstream = (body) => ({ detail: `Upstream OIDC error: ${JSON.stringify(body)}` });
const refused = (error_description) => [400, upstream({ error: "invalid_grant", error_description })];
const refresh = (server, refreshToken) => token(server, { "refresh-token": refreshToken });

test("token: a code becomes exactly six fields, with absolute expiries", async (t) => {
  stopTheClock(t);
  const server = await start(t);
  const { access_token, refresh_token, ...rest } = await signIn(server);
  assert.deepEqual(rest, {
    token_type: "Bearer",
    expires: NOW + 300,
    refresh_expires: NOW + 1800,
    scope: "profile email openid",
  });
  assert.match(refresh_token, /^[0-9a-f]{40}$/);
  const { sub, preferred_username, exp } = claimsOf(access_token);
  assert.deepEqual([sub, preferred_username, exp], ["5c1a9f0e", "ada.brook", NOW + 300]);
});

test("token: a code works once, with its own verifier and redirect URI, for a minute", async (t) => {
  stopTheClock(t);
  const server = await start(t);
  const ask = async (changes) => answerOf(await token(server, { ...(await codeForm(server)), ...changes }));
  assert.deepEqual(await ask({ code_verifier: "a".repeat(43) }), refused("Wrong verifier"));
  assert.deepEqual(await ask({ code_verifier: "" }), refused("Wrong verifier"));
  assert.deepEqual(await ask({ redirect_uri: "" }), refused("Another redirect_uri"));
  assert.deepEqual(await ask({ code: "guess" }), refused("Unknown code"));
  const form = await codeForm(server);
  assert.equal((await token(server, form)).status, 200);
  assert.deepEqual(await answerOf(await token(server, form)), refused("Unknown code"));
  const late = await codeForm(server);
  mock.timers.tick(60_000);
  assert.deepEqual(await answerOf(await token(server, late)), refused("Unknown code"));
});

test("token: only the hyphenated spellings are read, and no grant_type", async (t) => {
  const server = await start(t);
  const { refresh_token } = await signIn(server);
  for (const form of [
    {},
    { refresh_token },
    { device_code: "d" },
    { grant_type: "refresh_token", refresh_token },
  ]) {
    const missing = [400, { detail: "Missing (device) code or refresh_token" }];
    assert.deepEqual(await answerOf(await token(server, form)), missing);
  }
  const form = { grant_type: "password", "refresh-token": refresh_token };
  assert.equal((await token(server, form)).status, 200);
});

test("refresh: a new pair; the old pair is dead", async (t) => {
  const server = await start(t);
  const old = await signIn(server, { redirect_uri: REDIRECT_URI, scope: "reports:read" });
  const fresh = await (await refresh(server, old.refresh_token)).json();
  assert.equal(fresh.scope, "reports:read openid");
  assert.notEqual(fresh.refresh_token, old.refresh_token);
  assert.deepEqual(
    await answerOf(await refresh(server, old.refresh_token)),
    refused("Unknown refresh token"),
  );
  assert.equal((await userinfo(server, old.access_token)).status, 401);
  assert.equal((await userinfo(server, fresh.access_token)).status, 200);
});

test("refresh: by switch the old refresh token stays, is left out, or none is ever given", async (t) => {
  const server = await start(t);
  const failed = [400, { detail: "Token creation failed." }];
  const { refresh_token } = await signIn(server);
  server.switches.refreshToken = "same";
  assert.equal((await (await refresh(server, refresh_token)).json()).refresh_token, refresh_token);
  server.switches.refreshToken = "leftOut";
  assert.deepEqual(await answerOf(await refresh(server, refresh_token)), failed);
  assert.match((await signIn(server)).refresh_token, /./, "only a refresh leaves it out");
  server.switches.refreshToken = "never";
  assert.deepEqual(await answerOf(await token(server, await codeForm(server))), failed);
});

test("lifetimes: by switch, and 180 seconds for what the provider does not tell", async (t) => {
  stopTheClock(t);
  const server = await start(t);
  Object.assign(server.switches, { expiresIn: 2, refreshExpiresIn: 5 });
  const short = await signIn(server);
  assert.deepEqual([short.expires, short.refresh_expires], [NOW + 2, NOW + 5]);
  Object.assign(server.switches, { expiresIn: "absent", refreshExpiresIn: "absent" });
  const untold = await signIn(server);
  assert.deepEqual([untold.expires, untold.refresh_expires], [NOW + 180, NOW + 180]);
  mock.timers.tick(1999);
  assert.equal((await userinfo(server, short.access_token)).status, 200);
  mock.timers.tick(1);
  assert.equal((await userinfo(server, short.access_token)).status, 401);
  mock.timers.tick(3000);
  assert.deepEqual(
    await answerOf(await refresh(server, short.refresh_token)),
    refused("Unknown refresh token"),
  );
});

test("userinfo: five fields of the person; 401 without a live token", async (t) => {
  const server = await start(t);
  const { access_token } = await signIn(server);
  assert.deepEqual(await answerOf(await userinfo(server, access_token)), [
    200,
    {
      username: "ada.brook",
      last_name: "Brook",
      first_name: "Ada",
      pw_name: "ada.brook",
      email: "ada@example.com",
    },
  ]);
  const anonymous = await userinfo(server);
  assert.equal(anonymous.headers.get("www-authenticate"), "Bearer");
  assert.deepEqual(await answerOf(anonymous), [401, { detail: "Not authenticated" }]);
  server.expireAccessTokens();
  assert.deepEqual(await answerOf(await userinfo(server, access_token)), [401, { detail: "Invalid token" }]);
});
