// POST /device/code (RFC 8628 section 3.1): when it exists, what a page may ask for and what goes upstream.
// Must not repeat the rules that hold for every form, but show that they hold; answers are device-answer.test.js's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTokenProxy } from "../index.js";
import {
  assertRefused,
  DEVICE_FORM,
  ORIGIN,
  POLL_FORM,
  post,
  REDIRECT_URI,
  SECRET,
  startProxy,
  startServer,
  testBothWays,
  without,
} from "./support/proxy.js";
import { exchange, requestHead } from "./support/raw.js";
import { GOOD_DEVICE_REPLY, jsonReply } from "./support/upstream.js";

const ON = { deviceFlow: true };
const FORM = new URLSearchParams(DEVICE_FORM).toString();
const begin = ({ send }, form = DEVICE_FORM, headers = {}) => send("/device/code", post(form, headers));

for (const options of [{}, { deviceFlow: false }]) {
  testBothWays(
    `C-43 P-08 ${JSON.stringify(options)}: no /device/code, and no device grant at /token`,
    async ({ send, upstream }) => {
      await assertRefused(await send("/device/code", post(DEVICE_FORM)), upstream, 404, "not_found");
      const preflight = await send("/device/code", { method: "OPTIONS", headers: { origin: ORIGIN } });
      await assertRefused(preflight, upstream, 404, "not_found");
      const poll = await send("/token", post(POLL_FORM));
      await assertRefused(poll, upstream, 400, "unsupported_grant_type");
    },
    options,
  );
}

testBothWays(
  "P-08 P-10 the client ID and the scope go upstream, without the secret",
  async (proxy) => {
    proxy.upstream.reply = jsonReply(GOOD_DEVICE_REPLY);
    assert.deepEqual(await (await begin(proxy)).json(), GOOD_DEVICE_REPLY);
    const [{ method, url, headers, rawHeaders, form }] = proxy.upstream.log;
    assert.deepEqual([method, url, form], ["POST", "/login/device/code", DEVICE_FORM]);
    assert.equal(headers.accept, "application/json");
    assert.equal(headers["content-type"], "application/x-www-form-urlencoded");
    assert.equal(headers["user-agent"], "portcullis-token-proxy");
    assert.ok(!rawHeaders.join(" ").includes(SECRET) && headers.authorization === undefined);
    await begin(proxy, without(DEVICE_FORM, "client_id"), { cookie: "marker-7f3a", dpop: "marker-7f3a" });
    assert.deepEqual(proxy.upstream.log[1].form, DEVICE_FORM);
    assert.deepEqual(proxy.upstream.log[1].rawHeaders, rawHeaders, "the header set is fixed");
    await begin(proxy, without(DEVICE_FORM, "scope"));
    assert.deepEqual(proxy.upstream.log[2].form, { client_id: "Ov23liPortcullis" });
  },
  ON,
);

test("P-01 the device URL is github.com's when the token URL is", async (t) => {
  const asked = [];
  t.mock.method(globalThis, "fetch", async (url) => {
    asked.push(url);
    return Response.json(GOOD_DEVICE_REPLY);
  });
  const credentials = { clientId: "Ov23liPortcullis", clientSecret: SECRET };
  const handler = createTokenProxy({ ...credentials, redirectUris: [REDIRECT_URI], log() {}, ...ON });
  const response = await handler(new Request("http://proxy/device/code", post(DEVICE_FORM)));
  assert.equal(response.status, 200);
  assert.deepEqual(asked, ["https://github.com/login/device/code"]);
});

testBothWays(
  "P-06 the scope is names with one space between them, 1024 characters at most",
  async (proxy) => {
    const refused = async (scope) =>
      assertRefused(await begin(proxy, { scope }), proxy.upstream, 400, "invalid_request");
    const bad = ["", " ", "a  b", " a", "a ", "a\tb", "a\nb", "a\0", 'a"b', "a\\b", "é", "a".repeat(1025)];
    for (const scope of bad) await refused(scope);
    for (const scope of ["read:user", "https://a.example/x user:email", "a".repeat(1024), "!#[]~"]) {
      proxy.upstream.log.length = 0;
      await begin(proxy, { scope });
      assert.equal(proxy.upstream.log[0].form.scope, scope);
    }
  },
  ON,
);

testBothWays(
  "P-02 P-03 P-05 P-06 P-07 the rules for a form are those of /token",
  async (proxy) => {
    const { send, upstream } = proxy;
    const refused = async (response, status, error) => assertRefused(await response, upstream, status, error);
    for (const origin of ["https://evil.example", "null", ""]) {
      await refused(begin(proxy, FORM, { origin }), 403, "origin_not_allowed");
    }
    for (const type of ["application/json", "text/plain", "multipart/form-data; boundary=x"]) {
      await refused(begin(proxy, FORM, { "content-type": type }), 415, "unsupported_media_type");
    }
    await refused(begin(proxy, FORM, { "content-encoding": "gzip" }), 415, "unsupported_media_type");
    await refused(begin(proxy, `${FORM}&x=${"a".repeat(8192)}`), 413, "request_too_large");
    await refused(begin(proxy, `${FORM}&scope=gist`), 400, "invalid_request");
    await refused(begin(proxy, ""), 400, "invalid_request");
    for (const name of ["client_secret", "device_code", "user_code", "grant_type", "__proto__", "login"]) {
      await refused(begin(proxy, `${FORM}&${name}=x`), 400, "invalid_request");
    }
    await refused(begin(proxy, { ...DEVICE_FORM, client_id: "Ov23liOther" }), 400, "invalid_request");
    await refused(send("/device/code?scope=a", post(DEVICE_FORM)), 400, "invalid_request");
    const get = await send("/device/code", { headers: { origin: ORIGIN } });
    assert.equal(get.headers.get("allow"), "POST, OPTIONS");
    await refused(get, 405, "method_not_allowed");
    for (const path of ["/device", "/device/code/", "/login/device/code"]) {
      await refused(send(path, post(DEVICE_FORM)), 404, "not_found");
    }
    const foreign = await send("/device/code", {
      method: "OPTIONS",
      headers: { origin: "https://evil.example" },
    });
    assert.equal(foreign.headers.get("access-control-allow-origin"), null);
    await refused(foreign, 403, "origin_not_allowed");
    const preflight = await send("/device/code", { method: "OPTIONS", headers: { origin: ORIGIN } });
    assert.deepEqual([preflight.status, preflight.headers.get("access-control-allow-origin")], [204, ORIGIN]);
    assert.equal(upstream.log.length, 0);
  },
  ON,
);

test("P-18 T-47 raw: two Origins, two lengths and a bent target reach nobody", async (t) => {
  const { server, upstream } = await startServer(t, ON);
  upstream.reply = jsonReply(GOOD_DEVICE_REPLY);
  const type = "Content-Type: application/x-www-form-urlencoded";
  const head = (target, ...headers) =>
    requestHead(
      `POST ${target} HTTP/1.1`,
      `Origin: ${ORIGIN}`,
      type,
      `Content-Length: ${FORM.length}`,
      "Connection: close",
      ...headers,
    );
  for (const [bytes, status] of [
    [head("/device/code", `Origin: ${ORIGIN}`), 403],
    [head("/device/code", "Transfer-Encoding: chunked"), 400],
    [head("/device/../device/code"), 400],
    [head("//device/code"), 400],
    [head("http://evil.example/device/code"), 400],
  ]) {
    assert.equal((await exchange(t, server.url, bytes + FORM)).slice(0, 13), `HTTP/1.1 ${status} `);
    assert.equal(upstream.log.length, 0);
  }
  assert.match(await exchange(t, server.url, head("/device/code") + FORM), /^HTTP\/1\.1 200 /);
  assert.equal(upstream.log.length, 1);
});

test("a base path goes in front of /device/code too", async (t) => {
  const { send, upstream } = await startProxy(t, { ...ON, basePath: "/auth/github" });
  await assertRefused(await send("/device/code", post(DEVICE_FORM)), upstream, 404, "not_found");
  upstream.reply = jsonReply(GOOD_DEVICE_REPLY);
  assert.equal((await send("/auth/github/device/code", post(DEVICE_FORM))).status, 200);
});
