// Which origins are let in: the exact ones on the list and nothing that looks like them (P-03, T-40).
// Must not rely on a browser: any client can write any Origin.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertRefused, CODE_FORM, post, startProxy, startServer, testBothWays } from "./support/proxy.js";
import { exchange, requestHead } from "./support/raw.js";

const LOOK_ALIKES = [
  "https://evil.example",
  "https://evil-app.example",
  "https://app.example.evil.example",
  "https://sub.app.example",
  "https://appxexample",
  "https://app.exampl",
  "https://app.examples",
  "https://APP.example",
  "HTTPS://app.example",
  "https://app.example.",
  "https://app.example:443",
  "https://app.example:8443",
  "http://app.example",
  "https://app.example/",
  "https://app.example/callback",
  "https://app.example@evil.example",
  "https://user@app.example",
  "https://app.example#",
  "https://xn--app-example-abc",
  "https://app.example https://evil.example",
  "https://app.example, https://app.example",
  "app.example",
  "null",
  "*",
];

testBothWays(
  "P-03 P-04 T-40 look-alike origins get 403, no ACAO, nothing forwarded",
  async ({ send, upstream }) => {
    for (const origin of LOOK_ALIKES) {
      const response = await send("/token", post(CODE_FORM, { origin }));
      assert.equal(response.headers.get("access-control-allow-origin"), null, origin);
      await assertRefused(response, upstream, 403, "origin_not_allowed");
    }
  },
);

testBothWays("P-03 a missing or empty origin gets 403", async ({ send, upstream }) => {
  const { headers, ...rest } = post(CODE_FORM);
  const type = headers["content-type"];
  await assertRefused(
    await send("/token", { ...rest, headers: { "content-type": type } }),
    upstream,
    403,
    "origin_not_allowed",
  );
  await assertRefused(
    await send("/token", post(CODE_FORM, { origin: "" })),
    upstream,
    403,
    "origin_not_allowed",
  );
});

testBothWays(
  "P-03 T-48 no forwarded or referring header stands in for the origin",
  async ({ send, upstream }) => {
    const trusted = "https://app.example";
    const headers = { origin: "https://evil.example", referer: `${trusted}/`, host: "app.example" };
    Object.assign(headers, { "x-forwarded-host": "app.example", forwarded: "host=app.example;proto=https" });
    await assertRefused(await send("/token", post(CODE_FORM, headers)), upstream, 403, "origin_not_allowed");
  },
);

test("P-03 T-40 two Origin headers are refused, also when both are allowed", async (t) => {
  const { server, upstream } = await startServer(t);
  for (const second of ["https://app.example", "https://evil.example"]) {
    const body = new URLSearchParams(CODE_FORM).toString();
    const head = requestHead(
      "POST /token HTTP/1.1",
      "Origin: https://app.example",
      `Origin: ${second}`,
      "Content-Type: application/x-www-form-urlencoded",
      `Content-Length: ${body.length}`,
      "Connection: close",
    );
    const answer = await exchange(t, server.url, head + body);
    assert.match(answer, /^HTTP\/1\.1 403 /);
    assert.doesNotMatch(answer, /access-control/i);
  }
  assert.equal(upstream.log.length, 0);
});

test("P-03 P-09 each origin redeems only its own redirect URIs", async (t) => {
  const redirectUris = ["https://app.example/callback", "https://two.example:8443/cb"];
  const { send, upstream } = await startProxy(t, { redirectUris });
  const own = { ...CODE_FORM, redirect_uri: redirectUris[1] };
  const crossed = await send("/token", post(CODE_FORM, { origin: "https://two.example:8443" }));
  await assertRefused(crossed, upstream, 400, "redirect_uri_mismatch");
  await assertRefused(await send("/token", post(own)), upstream, 400, "redirect_uri_mismatch");
  const response = await send("/token", post(own, { origin: "https://two.example:8443" }));
  assert.equal(response.headers.get("access-control-allow-origin"), "https://two.example:8443");
  assert.equal(response.status, 200);
});
