// The authorization endpoint: what it demands, and what it sends the person back with.
// Must not test the token endpoint.

import assert from "node:assert/strict";
import { test } from "node:test";
import { authorize, locationOf, REDIRECT_URI, start } from "./support.js";

const parameters = async (response) => Object.fromEntries((await locationOf(response)).searchParams);

test("authorize: back at once, with a code and the state, the redirect URI's own query kept", async (t) => {
  const server = await start(t);
  const response = await authorize(server, { state: "a+b/c=&d é" });
  assert.equal(response.status, 302);
  assert.ok(response.headers.get("location").startsWith(`${REDIRECT_URI}&code=`));
  const { code, ...rest } = await parameters(response);
  assert.match(code, /^code-[0-9a-f]{40}$/);
  assert.deepEqual(rest, { from: "acme", state: "a+b/c=&d é" });
});

test("authorize: an unknown client or redirect URI gets no redirect", async (t) => {
  const server = await start(t);
  for (const changes of [
    { client_id: "nobody" },
    { client_id: "other" },
    { redirect_uri: "https://app.example/callback" },
    { redirect_uri: "" },
  ]) {
    const response = await authorize(server, changes);
    assert.deepEqual([response.status, response.headers.get("location")], [400, null]);
  }
});

test("authorize: PKCE with S256 is required, and the response type is code", async (t) => {
  const server = await start(t);
  for (const changes of [
    { code_challenge: "" },
    { code_challenge: "short" },
    { code_challenge_method: "plain" },
    { code_challenge_method: "" },
  ]) {
    const answer = await parameters(await authorize(server, { ...changes, state: "s" }));
    assert.deepEqual(answer, { from: "acme", error: "invalid_request", state: "s" });
  }
  const { error, code } = await parameters(await authorize(server, { response_type: "token" }));
  assert.deepEqual([error, code], ["unsupported_response_type", undefined]);
});

test("authorize: deny by switch is access_denied with the state", async (t) => {
  const server = await start(t);
  server.switches.deny = true;
  const answer = await parameters(await authorize(server, { state: "s" }));
  assert.deepEqual(answer, { from: "acme", error: "access_denied", state: "s" });
});

test("authorize: iss by switch, on success and on error", async (t) => {
  const server = await start(t);
  server.switches.issuer = server.url;
  assert.equal((await parameters(await authorize(server))).iss, server.url);
  server.switches.deny = true;
  assert.equal((await parameters(await authorize(server))).iss, server.url);
  server.switches.issuer = null;
  assert.equal((await parameters(await authorize(server))).iss, undefined);
});

test("authorize: it is navigated to, so it has no CORS and no preflight", async (t) => {
  const server = await start(t);
  assert.equal((await authorize(server)).headers.get("access-control-allow-origin"), null);
  const preflight = await fetch(`${server.url}/oauth/authorize`, { method: "OPTIONS" });
  assert.deepEqual([preflight.status, preflight.headers.get("access-control-allow-origin")], [405, null]);
});
