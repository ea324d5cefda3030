// Who may ask how often (P-16): which requests count, under which keys, and what a limiter of somebody else may do.
// Must not test how the proxy learns an address; trusted-proxies.test.js does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTokenProxy, memoryRateLimiter, ProxyConfigError } from "../index.js";
import { addressKey } from "../limit/address.js";
import { holdTimers } from "./support/clock.js";
import {
  assertFixedHeaders,
  CODE_FORM,
  ORIGIN,
  post,
  REDIRECT_URI,
  REVOKE_FORM,
  SECRET,
  startProxy,
  startServer,
} from "./support/proxy.js";

/** A limiter that lets everybody pass and remembers the keys. */
function counter(verdict = { success: true }) {
  const keys = [];
  const limit = async (options) => {
    keys.push(options.key);
    assert.deepEqual(Object.keys(options), ["key"]);
    return verdict;
  };
  return { keys, limit };
}

/** Sends in process as somebody at `address`. */
async function start(t, limits) {
  const proxy = await startProxy(t, { limits });
  const send = (path, init, address = "192.0.2.1") =>
    proxy.handler(new Request(`http://proxy${path}`, init), { address });
  return { ...proxy, send };
}

const FULL = { limit: async () => ({ success: false, retryAfter: 17 }) };

async function assertLimited(response, retryAfter) {
  assertFixedHeaders(response);
  const { status, headers } = response;
  assert.deepEqual([status, (await response.json()).error], [429, "rate_limited"]);
  assert.equal(headers.get("retry-after"), retryAfter);
  assert.equal(headers.get("access-control-expose-headers"), "Retry-After");
}

test("P-16 every POST to a route for pages counts, also one that is refused", async (t) => {
  const [address, origin] = [counter(), counter()];
  const { send } = await start(t, { address, origin });
  for (const [path, init] of [
    ["/token", post(CODE_FORM)],
    ["/token", post("garbage")],
    ["/token", post({ ...CODE_FORM, client_id: "other" })],
    ["/token?x", post(CODE_FORM)],
    ["/token", post(CODE_FORM, { "content-type": "text/plain" })],
    ["/revoke", post(REVOKE_FORM)],
  ]) {
    await send(path, init);
  }
  assert.deepEqual(address.keys, new Array(6).fill("address:192.0.2.1"));
  assert.deepEqual(origin.keys, new Array(6).fill(`origin:${ORIGIN}`));
});

test("P-16 a foreign origin counts for its address, and makes no key of its own", async (t) => {
  const [address, origin] = [counter(), counter()];
  const { send } = await start(t, { address, origin });
  for (const value of ["https://evil.example", "null", "https://evil2.example"]) {
    assert.equal((await send("/token", post(CODE_FORM, { origin: value }))).status, 403);
  }
  assert.deepEqual([address.keys.length, origin.keys], [3, []]);
});

test("P-16 preflights, health checks, other methods and other paths do not count", async (t) => {
  const { send, upstream } = await start(t, { address: FULL, origin: FULL });
  const headers = { origin: ORIGIN };
  for (const [path, init, status] of [
    ["/token", { method: "OPTIONS", headers }, 204],
    ["/healthz", { headers }, 200],
    ["/token", { headers }, 405],
    ["/nothing", post(CODE_FORM), 404],
  ]) {
    assert.equal((await send(path, init)).status, status);
  }
  await assertLimited(await send("/token", post(CODE_FORM)), "17");
  assert.equal(upstream.log.length, 0);
});

test("P-16 T-54 beyond a limit: 429 with Retry-After that the page can read, and nothing goes upstream", async (t) => {
  for (const limits of [
    { address: FULL, origin: null },
    { address: null, origin: FULL },
  ]) {
    const { send, upstream, records } = await start(t, limits);
    const response = await send("/token", post(CODE_FORM));
    assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
    await assertLimited(response, "17");
    assert.deepEqual([upstream.log.length, records[0].error], [0, "rate_limited"]);
  }
  const { send } = await start(t, { address: FULL });
  const foreign = await send("/token", post(CODE_FORM, { origin: "https://evil.example" }));
  assert.equal(foreign.headers.get("access-control-allow-origin"), null);
  await assertLimited(foreign, "17");
});

test("P-16 one address or one origin that asks too often does not keep out the others", async (t) => {
  const redirectUris = [REDIRECT_URI, "https://two.example/cb"];
  const limits = { address: memoryRateLimiter({ limit: 2, period: 60 }), origin: null };
  const { handler } = await startProxy(t, { redirectUris, limits });
  const ask = async (address, origin) => {
    const init = post(CODE_FORM, { origin });
    return (await handler(new Request("http://proxy/token", init), { address })).status;
  };
  const statuses = [];
  for (const address of ["192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2"]) {
    statuses.push(await ask(address, ORIGIN));
  }
  assert.deepEqual(statuses, [200, 200, 429, 200]);
});

test("P-16 by default 60 requests a minute are an address's and 1200 an origin's; nobody's address is not counted", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  const { handler } = await startProxy(t);
  const wrong = post(CODE_FORM, { "content-type": "text/plain" });
  const ask = async (address) =>
    (await handler(new Request("http://proxy/token", wrong), { address })).status;
  const statuses = [];
  for (let count = 0; count < 61; count += 1) statuses.push(await ask("192.0.2.1"));
  assert.deepEqual([statuses.indexOf(429), statuses.length], [60, 61]);
  // The 60 that passed count for the origin as well.
  for (let count = 60; count < 1200; count += 1) assert.equal(await ask(undefined), 415);
  assert.equal(await ask(undefined), 429);
  t.mock.timers.tick(60_000);
  assert.deepEqual([await ask("192.0.2.1"), await ask(undefined)], [415, 415]);
});

test("P-16 null is no limit", async (t) => {
  const { send } = await start(t, { address: null, origin: null });
  const wrong = post(CODE_FORM, { "content-type": "text/plain" });
  for (let count = 0; count < 1300; count += 1) assert.equal((await send("/token", wrong)).status, 415);
});

test("P-16 over a socket the address is that of the peer", async (t) => {
  const address = counter();
  const { send } = await startServer(t, { limits: { address, origin: null } });
  await send(
    "/token",
    post(CODE_FORM, { "x-forwarded-for": "203.0.113.7", "cf-connecting-ip": "203.0.113.7" }),
  );
  assert.deepEqual(address.keys, ["address:127.0.0.1"]);
});

test("P-16 a limiter that throws, rejects or says nothing keeps nobody out", async (t) => {
  for (const limit of [
    () => assert.fail("down"),
    () => Promise.reject(new Error("down")),
    async () => undefined,
    async () => null,
    async () => ({}),
    () => ({ success: true }),
  ]) {
    const { send } = await start(t, { address: { limit }, origin: { limit } });
    assert.equal((await send("/token", post(CODE_FORM))).status, 200);
  }
});

test("P-16 Retry-After is whole seconds, and a minute where a limiter does not say a number", async (t) => {
  for (const [retryAfter, header] of [
    [undefined, "60"],
    [null, "60"],
    ["5", "60"],
    ["1\r\nset-cookie: a=b", "60"],
    [Number.NaN, "60"],
    [Number.POSITIVE_INFINITY, "60"],
    [0.2, "1"],
    [59.1, "60"],
    [5, "5"],
  ]) {
    const address = { limit: async () => ({ success: false, retryAfter }) };
    const { send } = await start(t, { address });
    await assertLimited(await send("/token", post(CODE_FORM)), header);
  }
});

test("limits that are none are refused by name", () => {
  const client = { clientId: "Ov23liPortcullis", clientSecret: SECRET, redirectUris: [REDIRECT_URI] };
  for (const [field, limits] of [
    ["limits", null],
    ["limits", 60],
    ["limits.address", { address: 60 }],
    ["limits.address", { address: {} }],
    ["limits.origin", { origin: false }],
    ["limits.origin", { origin: () => {} }],
    ["limits.ip", { ip: null }],
  ]) {
    const isIt = (error) => error instanceof ProxyConfigError && error.field === field;
    assert.throws(() => createTokenProxy({ ...client, limits }), isIt, field);
  }
});

test("T-48 an address has one key however it is spelt; of IPv6 it is the network of 64 bits", () => {
  for (const [key, ...spellings] of [
    ["address:192.0.2.1", "192.0.2.1", "::ffff:192.0.2.1", "::FFFF:C000:201", "0:0:0:0:0:ffff:c000:0201"],
    ["address:0.0.0.255", "::ffff:0.0.0.255", "::ffff:0:ff"],
    ["address:2001:db8:0:7::/64", "2001:db8:0:7::1", "2001:0DB8::7:ffff:0:0:1", "2001:db8:0:7:a:b:c:d%eth0"],
    ["address:2001:db8:0:0::/64", "2001:db8::", "2001:db8::1", "2001:db8:0:0:ffff::"],
    ["address:fe80:0:0:0::/64", "fe80::1%eth0", "fe80::2%25en1", "FE80::1"],
    ["address:0:0:0:0::/64", "::1", "::", "::192.0.2.1"],
    ["address:0:0:ffff:0::/64", "::ffff:0:0:0:0:0"],
    ["address:1:2:3:4::/64", "1:2:3:4:5:6:7:8", "1:2:3:4::"],
  ]) {
    for (const spelling of spellings) assert.equal(addressKey(spelling), key, spelling);
  }
});

test("T-48 what is no address has no key, and is no error", () => {
  for (const address of [
    undefined,
    null,
    "",
    7,
    {},
    [],
    ":",
    ":::",
    "1::2::3",
    "1:2:3",
    "[::1]",
    "g::1",
    "::1]/x",
  ]) {
    assert.equal(addressKey(address), undefined, String(address));
  }
});

test("P-16 a limiter that never answers keeps nobody waiting for more than two seconds", async (t) => {
  const timers = holdTimers(t, 2_000);
  const { send } = await start(t, { address: { limit: () => new Promise(() => {}) }, origin: null });
  const answering = send("/token", post(CODE_FORM));
  await timers.expire();
  assert.equal((await answering).status, 200);
});
