// Routes, methods, the preflight, and the headers that every answer carries.
// Must not test what is in a token request; that is request.test.js.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertFixedHeaders,
  assertRefused,
  CODE_FORM,
  ORIGIN,
  post,
  REVOKE_FORM,
  startProxy,
  testBothWays,
} from "./support/proxy.js";
import { GOOD_REPLY, jsonReply } from "./support/upstream.js";

testBothWays("P-02 other methods get 405 with Allow", async ({ send, upstream }) => {
  for (const method of ["GET", "PUT", "DELETE", "PATCH"]) {
    const response = await send("/token", { method, headers: { origin: ORIGIN } });
    assert.equal(response.headers.get("allow"), "POST, OPTIONS");
    await assertRefused(response, upstream, 405, "method_not_allowed");
    const revoke = await send("/revoke", { method, headers: { origin: ORIGIN } });
    assert.equal(revoke.headers.get("allow"), "POST, OPTIONS");
    await assertRefused(revoke, upstream, 405, "method_not_allowed");
  }
  const health = await send("/healthz", post(CODE_FORM));
  assert.equal(health.headers.get("allow"), "GET");
  await assertRefused(health, upstream, 405, "method_not_allowed");
});

testBothWays("P-02 a query is refused", async ({ send, upstream }) => {
  for (const query of ["?code=b4d5c6a7e8f90123b4d5", "?x", "?client_secret=a", "?access_token=gho_a"]) {
    await assertRefused(await send(`/token${query}`, post(CODE_FORM)), upstream, 400, "invalid_request");
    const get = await send(`/token${query}`, { headers: { origin: ORIGIN } });
    await assertRefused(get, upstream, 405, "method_not_allowed");
  }
});

testBothWays("P-04 P-13 an unknown path gets 404 that the page can read", async ({ send, upstream }) => {
  for (const path of [
    "/",
    "/tokens",
    "/token/",
    "/TOKEN",
    "/%74oken",
    "/token%3Fcode=a",
    "/debug",
    "/auth/token",
  ]) {
    const response = await send(path, post(CODE_FORM));
    assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
    await assertRefused(response, upstream, 404, "not_found");
  }
});

testBothWays("P-13 P-14 health is fixed JSON without secrets", async ({ send }) => {
  const response = await send("/healthz");
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "ok" });
  assertFixedHeaders(response);
});

testBothWays("P-23 the preflight of an allowed origin", async ({ send, upstream }) => {
  const headers = { origin: ORIGIN, "access-control-request-method": "POST" };
  const response = await send("/token", { method: "OPTIONS", headers });
  assert.equal(response.status, 204);
  assert.equal(await response.text(), "");
  assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
  assert.equal(response.headers.get("access-control-allow-methods"), "POST");
  assert.equal(response.headers.get("access-control-allow-headers"), "Content-Type");
  assert.ok(Number(response.headers.get("access-control-max-age")) <= 7200);
  assertFixedHeaders(response);
  assert.equal(upstream.log.length, 0);
});

testBothWays(
  "P-23 the preflight of a foreign origin gets no CORS header at all",
  async ({ send, upstream }) => {
    for (const origin of ["https://evil.example", "null", undefined]) {
      const response = await send("/token", { method: "OPTIONS", headers: origin ? { origin } : {} });
      const cors = [...response.headers.keys()].filter((name) => name.startsWith("access-control-"));
      assert.deepEqual(cors, []);
      await assertRefused(response, upstream, 403, "origin_not_allowed");
    }
  },
);

testBothWays("P-04 P-13 a good answer: exact origin, fixed headers, every field", async ({ send }) => {
  const response = await send("/token", post(CODE_FORM));
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
  assertFixedHeaders(response);
  assert.deepEqual(await response.json(), GOOD_REPLY);
});

test("a base path goes in front of every route", async (t) => {
  const { send, upstream } = await startProxy(t, { basePath: "/auth/github" });
  await assertRefused(await send("/token", post(CODE_FORM)), upstream, 404, "not_found");
  assert.equal((await send("/auth/github/healthz")).status, 200);
  assert.equal((await send("/auth/github/token", post(CODE_FORM))).status, 200);
  upstream.reply = jsonReply("", 204);
  assert.equal((await send("/auth/github/revoke", post(REVOKE_FORM))).status, 200);
});
