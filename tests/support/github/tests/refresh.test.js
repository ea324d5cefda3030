// Expiring tokens: their fields, rotation, single use of refresh tokens, expiry, and the ten-token rule.
// Must not test the code grant.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { api, app, CLIENT_ID, refresh, signIn, start } from "./support.js";

const BAD_REFRESH =
  /^\{"error":"bad_refresh_token","error_description":"The refresh token passed is incorrect or expired\.",/;
const status = async (github, token) => (await api(github, "/user", token)).status;

test("expiring tokens: gho_ and ghr_ with GitHub's lifetimes, in GitHub's order", async (t) => {
  const github = await start(t);
  const answer = await signIn(github, { scope: "gist" });
  assert.deepEqual(Object.keys(answer), [
    "access_token",
    "expires_in",
    "refresh_token",
    "refresh_token_expires_in",
    "scope",
    "token_type",
  ]);
  assert.match(answer.access_token, /^gho_[A-Za-z0-9]{36}$/);
  assert.match(answer.refresh_token, /^ghr_[A-Za-z0-9]{76}$/);
  assert.deepEqual(
    [answer.expires_in, answer.refresh_token_expires_in, answer.scope, answer.token_type],
    [28800, 15897600, "gist", "bearer"],
  );
});

test("expiring tokens: only for apps that have them on, or for the scope offline_access", async (t) => {
  const github = await start(t, { apps: [app({ expiringTokens: false })], tokenLifetime: 60 });
  assert.deepEqual(Object.keys(await signIn(github)), ["access_token", "scope", "token_type"]);
  const asked = await signIn(github, { scope: "gist offline_access" });
  assert.deepEqual([asked.expires_in, asked.scope], [60, "gist"]);
});

test("refresh: a new pair; both old tokens die at once; the scope stays", async (t) => {
  const github = await start(t);
  const old = await signIn(github, { scope: "read:user" });
  const fresh = await refresh(github, old.refresh_token);
  assert.notEqual(fresh.access_token, old.access_token);
  assert.notEqual(fresh.refresh_token, old.refresh_token);
  assert.equal(fresh.scope, "read:user");
  assert.equal(await status(github, old.access_token), 401);
  assert.equal(await status(github, fresh.access_token), 200);
  assert.match(JSON.stringify(await refresh(github, old.refresh_token)), BAD_REFRESH);
  assert.equal(await status(github, fresh.access_token), 200);
});

test("refresh: the secret is required, the token must be the app's own, an empty one is none", async (t) => {
  const other = { client_id: "other", client_secret: "other-secret" };
  const github = await start(t, { apps: [app(), app({ clientId: "other", clientSecret: "other-secret" })] });
  const { refresh_token } = await signIn(github);
  const refused = await refresh(github, refresh_token, { client_secret: "wrong" });
  assert.equal(refused.error, "incorrect_client_credentials");
  assert.equal((await refresh(github, refresh_token, other)).error, "bad_refresh_token");
  assert.equal((await refresh(github, "")).error, "bad_refresh_token");
  assert.ok((await refresh(github, refresh_token, { client_id: CLIENT_ID })).access_token);
});

test("refresh: tokens live as long as they say, refresh tokens six months", async (t) => {
  mock.timers.enable({ apis: ["Date"], now: Date.now() });
  t.after(() => mock.timers.reset());
  const github = await start(t, { tokenLifetime: 30 });
  const first = await signIn(github);
  mock.timers.tick(29_999);
  assert.equal(await status(github, first.access_token), 200);
  mock.timers.tick(1);
  assert.equal(await status(github, first.access_token), 401);
  const second = await refresh(github, first.refresh_token);
  assert.equal(await status(github, second.access_token), 200);
  mock.timers.tick(15_897_600_000);
  assert.equal((await refresh(github, second.refresh_token)).error, "bad_refresh_token");
});

test("tokenLifetime by switch: counts for tokens issued from then on, refreshed ones too", async (t) => {
  mock.timers.enable({ apis: ["Date"], now: Date.now() });
  t.after(() => mock.timers.reset());
  const github = await start(t, { tokenLifetime: 30 });
  const before = await signIn(github);
  github.switches.tokenLifetime = 2;
  const [short, refreshed] = [await signIn(github), await refresh(github, before.refresh_token)];
  assert.deepEqual([before.expires_in, short.expires_in, refreshed.expires_in], [30, 2, 2]);
  const older = await signIn(github);
  github.switches.tokenLifetime = null;
  const after = await signIn(github);
  assert.equal(after.expires_in, 30);
  mock.timers.tick(2000);
  assert.equal(await status(github, older.access_token), 401);
  assert.equal(await status(github, after.access_token), 200);
});

test("expireAccessTokens: every access token ends, refresh tokens stay good", async (t) => {
  const github = await start(t);
  const [ada, jun] = [await signIn(github), await signIn(github, {}, "jun-okafor")];
  github.expireAccessTokens();
  for (const { access_token, refresh_token } of [ada, jun]) {
    assert.equal(await status(github, access_token), 401);
    const { access_token: fresh } = await refresh(github, refresh_token);
    assert.equal(await status(github, fresh), 200);
  }
});

test("ten-token rule: the eleventh for the same person, app and scopes silently revokes the oldest", async (t) => {
  const github = await start(t);
  const others = [
    await signIn(github, { scope: "gist" }),
    await signIn(github, { scope: "repo user" }, "jun-okafor"),
  ];
  const tokens = [];
  for (let count = 0; count < 11; count += 1) tokens.push(await signIn(github, { scope: "repo user" }));
  assert.equal(await status(github, tokens[0].access_token), 401);
  assert.equal((await refresh(github, tokens[0].refresh_token)).error, "bad_refresh_token");
  for (const { access_token } of [...tokens.slice(1), ...others])
    assert.equal(await status(github, access_token), 200);
});
