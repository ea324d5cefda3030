// The Workers entry in process: bindings for variables and limiters, Cloudflare's word for the address, and what a wrong
// configuration answers. Must not test what workerd does with it; platforms/ does.

import assert from "node:assert/strict";
import { test } from "node:test";
import worker from "../worker.js";
import { assertFixedHeaders, CODE_FORM, ORIGIN, post, SECRET } from "./support/proxy.js";
import { GOOD_REPLY, startUpstream } from "./support/upstream.js";

const URL_OF_TOKEN = "https://proxy.example/token";

/** Bindings of a whole configuration before a fake provider; the log of answers is kept from the console. */
async function start(t, bindings) {
  const lines = t.mock.method(console, "log", () => {});
  const upstream = await startUpstream(t);
  const env = {
    GITHUB_CLIENT_ID: "Ov23liPortcullis",
    GITHUB_CLIENT_SECRET: SECRET,
    GITHUB_REDIRECT_URI: "https://app.example/callback",
    GITHUB_TOKEN_URL: upstream.url,
    ...bindings,
  };
  const ask = (headers = {}, url = URL_OF_TOKEN) =>
    worker.fetch(new Request(url, post(CODE_FORM, { host: "proxy.example", ...headers })), env);
  return { ask, env, upstream, lines };
}

function binding(verdict) {
  const keys = [];
  const limit = async ({ key }) => {
    keys.push(key);
    return verdict;
  };
  return { keys, limit };
}

test("variables and secrets are bindings of the same names", async (t) => {
  const { ask, upstream, lines } = await start(t);
  const response = await ask();
  assert.deepEqual([response.status, await response.json()], [200, GOOD_REPLY]);
  assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
  assert.equal(upstream.log[0].form.client_secret, SECRET);
  assert.equal(JSON.parse(lines.mock.calls[0].arguments[0]).route, "/token");
});

test("P-14 a wrong configuration: 500 proxy_misconfigured for whoever asks, the sentence for the operator", async (t) => {
  for (const [bindings, variable] of [
    [{ GITHUB_CLIENT_SECRET: undefined }, "GITHUB_CLIENT_SECRET"],
    [{ GITHUB_CLIENT_SECRET: "hunter2" }, "GITHUB_CLIENT_SECRET"],
    [{ PORTCULLIS_REFRESH_TOKEN: "sealed-cookie" }, "PORTCULLIS_COOKIE_KEYS"],
    [{ PORTCULLIS_APPS: "x" }, "X_CLIENT_ID"],
    [{ PORTCULLIS_DEVICEFLOW: "true" }, "PORTCULLIS_DEVICEFLOW"],
    [{ PORTCULLIS_ADDRESS_LIMIT: "many" }, "PORTCULLIS_ADDRESS_LIMIT"],
  ]) {
    const errors = t.mock.method(console, "error", () => {});
    const { ask, upstream } = await start(t, bindings);
    for (let round = 0; round < 2; round += 1) {
      const response = await ask();
      assertFixedHeaders(response);
      const text = await response.text();
      assert.deepEqual([response.status, JSON.parse(text).error], [500, "proxy_misconfigured"]);
      assert.ok(!text.includes(variable));
    }
    const [line] = errors.mock.calls[0].arguments;
    assert.match(line, new RegExp(`^The token proxy cannot start\\. ${variable} .+\\. .+\\.$`));
    assert.ok(!line.includes(SECRET) && !line.includes("hunter2"));
    assert.equal(upstream.log.length, 0);
    errors.mock.restore();
  }
});

test("a limiter binding that is none is a wrong configuration, too", async (t) => {
  const errors = t.mock.method(console, "error", () => {});
  const { ask } = await start(t, { PORTCULLIS_ADDRESS_LIMITER: {} });
  assert.equal((await ask()).status, 500);
  assert.match(errors.mock.calls[0].arguments[0], /limits\.address is no rate limiter/);
});

test("P-16 limiter bindings are asked, with Cloudflare's word for the address, and nobody else's", async (t) => {
  const [address, origin] = [binding({ success: true }), binding({ success: true })];
  const { ask } = await start(t, { PORTCULLIS_ADDRESS_LIMITER: address, PORTCULLIS_ORIGIN_LIMITER: origin });
  await ask({ "cf-connecting-ip": "203.0.113.7", "x-forwarded-for": "1.1.1.1", "x-real-ip": "1.1.1.1" });
  await ask({ "cf-connecting-ip": "2001:db8:0:7:1::1" });
  await ask({ "x-forwarded-for": "1.1.1.1", "true-client-ip": "1.1.1.1" });
  assert.deepEqual(address.keys, ["address:203.0.113.7", "address:2001:db8:0:7::/64"]);
  assert.deepEqual(origin.keys, new Array(3).fill(`origin:${ORIGIN}`));
});

test("P-16 a binding that says no: 429, with a minute to wait", async (t) => {
  const { ask, upstream } = await start(t, { PORTCULLIS_ORIGIN_LIMITER: binding({ success: false }) });
  const response = await ask();
  assert.deepEqual([response.status, response.headers.get("retry-after")], [429, "60"]);
  assert.equal(upstream.log.length, 0);
});

test("P-16 without bindings it counts in memory, for the life of the isolate", async (t) => {
  const { ask } = await start(t, { PORTCULLIS_ADDRESS_LIMIT: "2" });
  const statuses = [];
  for (const address of ["192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2"]) {
    statuses.push((await ask({ "cf-connecting-ip": address })).status);
  }
  assert.deepEqual(statuses, [200, 200, 429, 200]);
});

test("P-18 two names for the host, and a target that is more than a path, are refused", async (t) => {
  const { ask, upstream } = await start(t);
  for (const [headers, url] of [
    [{ host: "evil.example" }],
    [{ host: "proxy.example:8443" }],
    [{ host: "proxy.example, evil.example" }],
    [{}, "https://evil.example/token"],
    [{}, "https://proxy.example:8443/token"],
    [{}, "https://proxy.example/token?"],
  ]) {
    const response = await ask(headers, url);
    assertFixedHeaders(response);
    assert.deepEqual([response.status, (await response.json()).error], [400, "invalid_request"]);
  }
  assert.equal(upstream.log.length, 0);
  assert.equal((await ask({ host: "proxy.example:8443" }, "https://proxy.example:8443/token")).status, 200);
});

test("P-18 a request without a Host header is refused", async (t) => {
  const { env } = await start(t);
  const response = await worker.fetch(new Request(URL_OF_TOKEN, post(CODE_FORM)), env);
  assert.equal(response.status, 400);
});
