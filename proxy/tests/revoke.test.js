// POST /revoke (RFC 7009, P-21): what a page may ask for, what goes to GitHub's API, what the page is told.
// Must not repeat the rules that hold for every form; one test shows that they hold here too.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTokenProxy } from "../index.js";
import { holdTimers } from "./support/clock.js";
import {
  assertFixedHeaders,
  assertRefused,
  ORIGIN,
  post,
  REDIRECT_URI,
  REVOKE_FORM,
  SECRET,
  startProxy,
  testBothWays,
  without,
} from "./support/proxy.js";
import { jsonReply, startUpstream } from "./support/upstream.js";

const FORM = new URLSearchParams(REVOKE_FORM).toString();
const GONE = jsonReply("", 204);
const revoke = ({ send }, form = REVOKE_FORM, headers = {}) => send("/revoke", post(form, headers));

/** Asks for a revocation that the provider answers with `reply`; the body is the page's. */
async function ask(proxy, reply) {
  proxy.upstream.reply = reply;
  const response = await revoke(proxy);
  const text = await response.text();
  assertFixedHeaders(response);
  assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
  assert.ok(!text.includes(SECRET), "the secret is in no answer");
  assert.ok(!text.includes(REVOKE_FORM.token), "the token does not come back");
  return { status: response.status, headers: response.headers, body: JSON.parse(text) };
}

async function assertError(proxy, reply, status, error) {
  const answer = await ask(proxy, reply);
  assert.deepEqual([answer.status, answer.body.error], [status, error]);
  assert.deepEqual(Object.keys(answer.body), ["error", "error_description"]);
  return answer;
}

testBothWays("P-21 the revocation is GitHub's DELETE with Basic authentication", async (proxy) => {
  proxy.upstream.reply = GONE;
  await revoke(proxy);
  const [{ method, url, headers, body }] = proxy.upstream.log;
  assert.deepEqual([method, url], ["DELETE", "/api/v3/applications/Ov23liPortcullis/token"]);
  const basic = Buffer.from(`Ov23liPortcullis:${SECRET}`).toString("base64");
  assert.equal(headers.authorization, `Basic ${basic}`);
  assert.equal(headers.accept, "application/vnd.github+json");
  assert.equal(headers["content-type"], "application/json");
  assert.equal(headers["user-agent"], "portcullis-token-proxy");
  assert.equal(headers["x-github-api-version"], "2022-11-28");
  assert.deepEqual(JSON.parse(body), { access_token: REVOKE_FORM.token });
});

testBothWays(
  "P-01 P-10 neither a header nor a token of the client moves or joins that request",
  async (proxy) => {
    proxy.upstream.reply = GONE;
    const names = [
      "cookie",
      "authorization",
      "x-forwarded-host",
      "forwarded",
      "user-agent",
      "accept",
      "dpop",
    ];
    const headers = Object.fromEntries(names.map((name) => [name, "marker-7f3a"]));
    const token = '","client_id":"../../x?y#z @evil.example';
    await revoke(proxy, { token }, headers);
    const [{ url, rawHeaders, body, headers: sent }] = proxy.upstream.log;
    assert.equal(url, "/api/v3/applications/Ov23liPortcullis/token");
    assert.equal(sent.host, new URL(proxy.upstream.apiUrl).host);
    assert.ok(!rawHeaders.join(" ").includes("marker-7f3a"));
    assert.deepEqual(JSON.parse(body), { access_token: token });
  },
);

testBothWays("P-21 204 and 404 both mean revoked: 200 and an empty object", async (proxy) => {
  const unknown = jsonReply({ message: "Not Found", status: "404" }, 404);
  for (const reply of [GONE, unknown]) {
    const { status, body } = await ask(proxy, reply);
    assert.deepEqual([status, body], [200, {}]);
  }
});

testBothWays("P-21 client_id and token_type_hint may be left out", async (proxy) => {
  proxy.upstream.reply = GONE;
  assert.equal((await revoke(proxy, { token: REVOKE_FORM.token })).status, 200);
  assert.deepEqual(JSON.parse(proxy.upstream.log[0].body), { access_token: REVOKE_FORM.token });
});

testBothWays(
  "P-21 a refresh token, or a kind nobody knows, is not revoked: unsupported_token_type",
  async (proxy) => {
    for (const hint of ["refresh_token", "id_token", "", "__proto__", "ACCESS_TOKEN"]) {
      const response = await revoke(proxy, { ...REVOKE_FORM, token_type_hint: hint });
      await assertRefused(response, proxy.upstream, 400, "unsupported_token_type");
    }
  },
);

testBothWays("P-06 P-21 a revocation needs a token of visible characters", async (proxy) => {
  for (const token of ["", "gho_\n", "gho_\0", "gho_é"]) {
    const response = await revoke(proxy, { ...REVOKE_FORM, token });
    await assertRefused(response, proxy.upstream, 400, "invalid_request");
  }
  const response = await revoke(proxy, without(REVOKE_FORM, "token"));
  await assertRefused(response, proxy.upstream, 400, "invalid_request");
});

testBothWays("P-03 P-05 P-06 P-07 the rules for a form are those of /token", async (proxy) => {
  const refused = async (response, status, error) =>
    assertRefused(await response, proxy.upstream, status, error);
  for (const origin of ["https://evil.example", "null", ""]) {
    await refused(revoke(proxy, FORM, { origin }), 403, "origin_not_allowed");
  }
  await refused(revoke(proxy, FORM, { "content-type": "text/plain" }), 415, "unsupported_media_type");
  await refused(revoke(proxy, `${FORM}&x=${"a".repeat(8192)}`), 413, "request_too_large");
  await refused(proxy.send(`/revoke?token=${REVOKE_FORM.token}`, post(FORM)), 400, "invalid_request");
  for (const extra of [
    "token=x",
    "client_secret=x",
    "access_token=x",
    "grant_type=refresh_token",
    "__proto__=x",
  ]) {
    await refused(revoke(proxy, `${FORM}&${extra}`), 400, "invalid_request");
  }
  await refused(revoke(proxy, { ...REVOKE_FORM, client_id: "Ov23liOther" }), 400, "invalid_request");
});

testBothWays("P-23 /revoke has the preflight of /token", async ({ send, upstream }) => {
  const headers = { origin: ORIGIN, "access-control-request-method": "POST" };
  const response = await send("/revoke", { method: "OPTIONS", headers });
  assert.equal(response.status, 204);
  assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
  assert.equal(response.headers.get("access-control-allow-methods"), "POST");
  assert.equal(upstream.log.length, 0);
});

testBothWays(
  "P-19 P-21 refused client credentials are the proxy's fault: 502 proxy_misconfigured",
  async (proxy) => {
    for (const status of [401, 403]) {
      const reply = jsonReply({ message: `Bad credentials ${SECRET}`, status: String(status) }, status);
      await assertError(proxy, reply, 502, "proxy_misconfigured");
    }
  },
);

testBothWays("P-21 422 is never called revoked: 400 invalid_request", async (proxy) => {
  const reply = jsonReply({ message: `Validation Failed: ${REVOKE_FORM.token}` }, 422);
  await assertError(proxy, reply, 400, "invalid_request");
});

testBothWays(
  "P-19 429, and GitHub's 403 for too many requests, stay a 429 with Retry-After",
  async (proxy) => {
    for (const status of [429, 403]) {
      const answer = await assertError(
        proxy,
        jsonReply("{}", status, { "retry-after": "60" }),
        429,
        "rate_limited",
      );
      assert.equal(answer.headers.get("retry-after"), "60");
      assert.equal(answer.headers.get("access-control-expose-headers"), "Retry-After");
    }
    const spent = await assertError(
      proxy,
      jsonReply("{}", 403, { "x-ratelimit-remaining": "0" }),
      429,
      "rate_limited",
    );
    assert.equal(spent.headers.get("retry-after"), null);
    await assertError(
      proxy,
      jsonReply("{}", 403, { "x-ratelimit-remaining": "10" }),
      502,
      "proxy_misconfigured",
    );
  },
);

testBothWays("P-19 a failing API, and an answer that is none of GitHub's, give 502", async (proxy) => {
  for (const status of [500, 502, 503]) {
    await assertError(proxy, jsonReply("<title>Unicorn!</title>", status), 502, "upstream_error");
  }
  for (const status of [200, 202, 400, 409]) {
    await assertError(proxy, jsonReply({ access_token: "gho_a" }, status), 502, "upstream_invalid_answer");
  }
  await assertError(proxy, (response) => response.destroy(), 502, "upstream_unreachable");
});

test("P-11 T-39 a redirect is not followed: the secret goes to one address", async (t) => {
  const proxy = await startProxy(t);
  const elsewhere = await startUpstream(t);
  for (const status of [302, 307, 308]) {
    const reply = jsonReply("", status, { location: elsewhere.url });
    await assertError(proxy, reply, 502, "upstream_invalid_answer");
  }
  assert.equal(elsewhere.log.length, 0);
});

test("P-11 P-19 an API that never answers is given up after 10 seconds: 504", async (t) => {
  const clock = holdTimers(t, 10_000);
  const proxy = await startProxy(t);
  const arrived = proxy.upstream.arrival();
  const answer = assertError(proxy, () => {}, 504, "upstream_timeout");
  await arrived;
  await clock.expire();
  await answer;
});

test("P-21 a token URL that is not github.com's, and no API URL: there is no /revoke", async (t) => {
  const { send, upstream } = await startProxy(t, { apiUrl: undefined });
  await assertRefused(await send("/revoke", post(REVOKE_FORM)), upstream, 404, "not_found");
});

test("P-21 github.com's own tokens are revoked at api.github.com, without being told", async (t) => {
  const sent = [];
  t.mock.method(globalThis, "fetch", async (url) => {
    sent.push(url);
    return new Response(null, { status: 204 });
  });
  const options = { clientId: "Ov23liPortcullis", clientSecret: SECRET, redirectUris: [REDIRECT_URI] };
  const proxy = createTokenProxy({ ...options, log: () => {} });
  await proxy(new Request("http://proxy/revoke", post(REVOKE_FORM)));
  assert.deepEqual(sent, ["https://api.github.com/applications/Ov23liPortcullis/token"]);
});

test("P-21 a slash behind the API URL makes no second one", async (t) => {
  const upstream = await startUpstream(t);
  const { send } = await startProxy(t, { apiUrl: `${upstream.apiUrl}/` });
  await send("/revoke", post(REVOKE_FORM));
  assert.equal(upstream.log[0].url, "/api/v3/applications/Ov23liPortcullis/token");
});
