// The token and revocation endpoints: both grants, rotation, lifetimes, errors.
// Must not test faults (server.test.js).

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { CLIENT_ID, codeForm, freshCode, getUser, post, refresh, signIn, start } from "./support.js";

const ask = async (server, form) => {
  const response = await post(server, "/oauth/token", form);
  return [response.status, (await response.json()).error];
};
const INVALID_GRANT = [400, "invalid_grant"];

test("token: a code becomes a Bearer pair with lifetime and the scope as it was asked for", async (t) => {
  const server = await start(t, { tokenLifetime: 90 });
  const { access_token, refresh_token, ...rest } = await signIn(server, { scope: "read_user api" });
  assert.deepEqual(rest, { token_type: "Bearer", expires_in: 90, scope: "read_user api" });
  assert.equal((await getUser(server, access_token)).status, 200);
  assert.equal((await getUser(server, refresh_token)).status, 401);
});

test("token: a code works once, for its own client, redirect URI and verifier", async (t) => {
  const server = await start(t);
  const good = async (changes) => ({ ...codeForm(await freshCode(server)), ...changes });
  for (const changes of [
    { code_verifier: "a".repeat(43) },
    { code_verifier: "" },
    { redirect_uri: "https://app.example/callback" },
    { client_id: "other" },
    { code: "code-unknown" },
  ]) {
    assert.deepEqual(await ask(server, await good(changes)), INVALID_GRANT, JSON.stringify(changes));
  }
  const form = await good();
  assert.deepEqual(await ask(server, form), [200, undefined]);
  assert.deepEqual(await ask(server, form), INVALID_GRANT);
});

test("token: unknown clients and grant types are refused as RFC 6749 section 5.2 says", async (t) => {
  const server = await start(t);
  const form = codeForm(await freshCode(server));
  assert.deepEqual(await ask(server, { ...form, client_id: "nobody" }), [401, "invalid_client"]);
  assert.deepEqual(await ask(server, { ...form, grant_type: "password" }), [400, "unsupported_grant_type"]);
  assert.deepEqual(await ask(server, {}), [400, "unsupported_grant_type"]);
});

test("refresh: a new pair with the old scope; the old pair is dead, reuse is invalid_grant", async (t) => {
  const server = await start(t);
  const old = await signIn(server, { scope: "api" });
  const fresh = await (await refresh(server, old.refresh_token)).json();
  assert.equal(fresh.scope, "api");
  assert.notEqual(fresh.refresh_token, old.refresh_token);
  assert.equal((await getUser(server, old.access_token)).status, 401);
  const again = await refresh(server, old.refresh_token);
  assert.deepEqual([again.status, await again.json()], [400, { error: "invalid_grant" }]);
  assert.equal((await getUser(server, fresh.access_token)).status, 200);
  assert.equal((await refresh(server, fresh.refresh_token)).status, 200);
});

test("refresh: another client's token, or none, is invalid_grant and uses nothing up", async (t) => {
  const server = await start(t);
  const { refresh_token } = await signIn(server);
  const form = { grant_type: "refresh_token", client_id: "other", refresh_token };
  assert.deepEqual(await ask(server, form), INVALID_GRANT);
  assert.deepEqual(await ask(server, { grant_type: "refresh_token", client_id: CLIENT_ID }), INVALID_GRANT);
  assert.equal((await refresh(server, refresh_token)).status, 200);
});

test("tokens live as long as they say, by option and by switch; codes for ten minutes", async (t) => {
  mock.timers.enable({ apis: ["Date"], now: Date.now() });
  t.after(() => mock.timers.reset());
  const server = await start(t, { tokenLifetime: 60 });
  const [long, code] = [await signIn(server), await freshCode(server)];
  server.switches.tokenLifetime = 2;
  const short = await signIn(server);
  assert.deepEqual([long.expires_in, short.expires_in], [60, 2]);
  const statuses = async () => [
    (await getUser(server, long.access_token)).status,
    (await getUser(server, short.access_token)).status,
  ];
  mock.timers.tick(1999);
  assert.deepEqual(await statuses(), [200, 200]);
  mock.timers.tick(1);
  assert.deepEqual(await statuses(), [200, 401]);
  assert.equal((await refresh(server, short.refresh_token)).status, 200);
  mock.timers.tick(598_000);
  assert.deepEqual(await ask(server, codeForm(code)), INVALID_GRANT);
});

test("revoke: either token ends both, an unknown one is a success, another client's stays", async (t) => {
  const server = await start(t);
  const revoke = async (form) => (await post(server, "/oauth/revoke", form)).status;
  for (const name of ["access_token", "refresh_token"]) {
    const pair = await signIn(server);
    assert.equal(await revoke({ token: pair[name], client_id: "other" }), 200);
    assert.equal((await getUser(server, pair.access_token)).status, 200);
    assert.equal(await revoke({ token: pair[name], token_type_hint: name, client_id: CLIENT_ID }), 200);
    assert.equal((await getUser(server, pair.access_token)).status, 401);
    assert.equal((await refresh(server, pair.refresh_token)).status, 400);
  }
  assert.equal(await revoke({ token: "unknown", client_id: CLIENT_ID }), 200);
  assert.equal(await revoke({ client_id: CLIENT_ID }), 400);
  assert.equal(await revoke({ token: "unknown", client_id: "nobody" }), 401);
});
