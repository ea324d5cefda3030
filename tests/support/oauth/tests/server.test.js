// The provider as a test uses it: faults of the token endpoint, the log, the switches, reset and close.
// Must not test a rule of OAuth.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { startOAuthServer } from "../index.js";
import { DEFAULT_SWITCHES } from "../switches.js";
import { CLIENT_ID, codeForm, freshCode, getUser, post, refresh, signIn, start } from "./support.js";

/** A token request that has arrived, and whether it is answered yet. */
async function pendingToken(server, form) {
  const state = { answered: false };
  const arrived = server.log.length;
  state.answer = post(server, "/oauth/token", form).finally(() => {
    state.answered = true;
  });
  while (server.log.length === arrived || server.log.at(-1).body === "") await setImmediate();
  // Others are answered meanwhile.
  for (let trips = 0; trips < 3; trips += 1) await getUser(server);
  return state;
}

test("fault unavailable: 503 that a page can read, nothing processed", async (t) => {
  const server = await start(t);
  const { refresh_token } = await signIn(server);
  server.switches.token = "unavailable";
  const response = await refresh(server, refresh_token);
  assert.deepEqual([response.status, response.headers.get("access-control-allow-origin")], [503, "*"]);
  server.switches.token = null;
  assert.equal((await refresh(server, refresh_token)).status, 200);
});

test("fault slow: done at once, but the answer is held until the switch is set again", async (t) => {
  const server = await start(t);
  const form = codeForm(await freshCode(server));
  server.switches.token = "slow";
  const pending = await pendingToken(server, form);
  assert.equal(pending.answered, false);
  server.switches.token = null;
  assert.match((await (await pending.answer).json()).access_token, /^access-/);
  assert.equal((await post(server, "/oauth/token", form)).status, 400, "the code is used up");
});

test("fault silent: no answer, also not when the switch is set again, until the server closes", async (t) => {
  const server = await start(t);
  const form = codeForm(await freshCode(server));
  server.switches.token = "silent";
  const pending = await pendingToken(server, form);
  server.switches.token = null;
  for (let trips = 0; trips < 3; trips += 1) await getUser(server);
  assert.equal(pending.answered, false);
  assert.equal((await post(server, "/oauth/token", form)).status, 200, "nothing was processed");
  await Promise.all([server.close(), assert.rejects(pending.answer)]);
});

test("log: one entry for each request, with method, path, query, headers, body and form", async (t) => {
  const server = await start(t);
  await post(server, "/oauth/revoke", { token: "t", client_id: CLIENT_ID });
  await fetch(`${server.url}/api/user?a=b`, { method: "OPTIONS", headers: { "X-Probe": "yes" } });
  assert.equal(server.log.length, 2);
  const [revoke, preflight] = server.log;
  assert.deepEqual([revoke.method, revoke.path], ["POST", "/oauth/revoke"]);
  assert.equal(revoke.body, `token=t&client_id=${CLIENT_ID}`);
  assert.deepEqual(revoke.form, { token: "t", client_id: CLIENT_ID });
  assert.deepEqual([preflight.method, preflight.path, preflight.query], ["OPTIONS", "/api/user", "a=b"]);
  assert.deepEqual([preflight.headers["x-probe"], preflight.form], ["yes", {}]);
});

test("switches: unknown names and values throw", async (t) => {
  const { switches } = await start(t);
  for (const [name, value] of [
    ["tokn", null],
    ["token", "html502"],
    ["deny", "yes"],
    ["issuer", true],
    ["tokenLifetime", 0],
    ["tokenLifetime", 1.5],
  ]) {
    assert.throws(() => {
      switches[name] = value;
    }, TypeError);
  }
  assert.deepEqual({ ...switches }, { ...DEFAULT_SWITCHES });
});

test("reset: switches, log, codes and tokens are as at the start", async (t) => {
  const server = await start(t);
  const { log } = server;
  const { access_token, refresh_token } = await signIn(server);
  const code = await freshCode(server);
  Object.assign(server.switches, { deny: true, issuer: "x", token: "silent", tokenLifetime: 1 });
  server.reset();
  assert.deepEqual([log.length, { ...server.switches }], [0, { ...DEFAULT_SWITCHES }]);
  assert.equal((await getUser(server, access_token)).status, 401);
  assert.equal((await refresh(server, refresh_token)).status, 400);
  assert.equal((await post(server, "/oauth/token", codeForm(code))).status, 400);
  assert.equal(log.length, 3, "the same log array goes on");
});

test("unknown paths and methods are 404 and 405", async (t) => {
  const server = await start(t);
  assert.equal((await fetch(`${server.url}/nothing`)).status, 404);
  assert.equal((await fetch(`${server.url}/constructor`, { method: "OPTIONS" })).status, 404);
  const wrong = await fetch(`${server.url}/oauth/token`);
  assert.deepEqual([wrong.status, wrong.headers.get("allow")], [405, "POST"]);
});

test("close: ends held answers and frees the port", async () => {
  const clients = [];
  const server = await startOAuthServer({ clients });
  server.switches.token = "slow";
  const pending = await pendingToken(server, { grant_type: "refresh_token", client_id: "late" });
  await server.close();
  await pending.answer.catch(() => {});
  const port = Number(new URL(server.url).port);
  const next = await startOAuthServer({ port, clients });
  assert.equal(next.url, server.url);
  await next.close();
});
