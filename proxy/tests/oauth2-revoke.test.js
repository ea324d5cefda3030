// POST /revoke at a provider of RFC 7009: what goes to its revocation endpoint, and what the page is told of its answer.
// Must not repeat the rules for a revocation's form; revoke.test.js has them.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertFixedHeaders,
  assertRefused,
  ORIGIN,
  post,
  REVOKE_FORM,
  SECRET,
  startProxy,
  testBothWays,
  without,
} from "./support/proxy.js";
import { jsonReply } from "./support/upstream.js";

const oauth2 = ({ url }) => ({
  provider: "oauth2",
  apiUrl: undefined,
  revocationUrl: new URL("/oauth/revoke?tenant=7", url).href,
});
const DONE = jsonReply("", 200);

async function ask({ send, upstream }, reply, form = REVOKE_FORM) {
  upstream.reply = reply;
  const response = await send("/revoke", post(form));
  assertFixedHeaders(response);
  assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
  const text = await response.text();
  assert.ok(!text.includes(SECRET) && !text.includes(form.token));
  return { status: response.status, headers: response.headers, body: JSON.parse(text) };
}

async function assertError(proxy, reply, status, error) {
  const answer = await ask(proxy, reply);
  assert.deepEqual([answer.status, answer.body.error], [status, error]);
  return answer;
}

testBothWays(
  "RFC 7009 2.1 the token and its hint go to the revocation endpoint, for both kinds",
  async (proxy) => {
    for (const token_type_hint of ["access_token", "refresh_token"]) {
      const { status, body } = await ask(proxy, DONE, { ...REVOKE_FORM, token_type_hint });
      assert.deepEqual([status, body], [200, {}]);
      const { method, url, headers, form } = proxy.upstream.log.at(-1);
      assert.deepEqual([method, url], ["POST", "/oauth/revoke?tenant=7"]);
      assert.equal(headers["content-type"], "application/x-www-form-urlencoded");
      const client = { client_id: "Ov23liPortcullis", client_secret: SECRET };
      assert.deepEqual(form, { ...client, token: REVOKE_FORM.token, token_type_hint });
    }
    await ask(proxy, DONE, without(REVOKE_FORM, "token_type_hint"));
    assert.equal(proxy.upstream.log.at(-1).form.token_type_hint, "access_token");
  },
  oauth2,
);

testBothWays(
  "P-12 200 and 204 mean revoked whatever their body, and nothing of it is passed",
  async (proxy) => {
    for (const reply of [
      jsonReply("", 204),
      jsonReply("<p>ok</p>"),
      jsonReply({ a: 1 }, 200, { "set-cookie": "a=b" }),
    ]) {
      const { status, body, headers } = await ask(proxy, reply);
      assert.deepEqual([status, body, headers.get("set-cookie")], [200, {}, null]);
    }
  },
  oauth2,
);

testBothWays(
  "RFC 7009 2.2.1 a provider's own error passes as a 400, without what it quotes",
  async (proxy) => {
    const description = "Refresh tokens only.";
    const reply = jsonReply({ error: "unsupported_token_type", error_description: description }, 400);
    const { body } = await assertError(proxy, reply, 400, "unsupported_token_type");
    assert.equal(body.error_description, description);
    const quote = { error: "invalid_request", error_description: `No ${REVOKE_FORM.token}`, extra: 1 };
    const quoted = await assertError(proxy, jsonReply(quote, 400), 400, "invalid_request");
    assert.deepEqual(Object.keys(quoted.body), ["error"]);
  },
  oauth2,
);

testBothWays(
  "P-19 wrong client credentials are the proxy's fault, with any status that says so",
  async (proxy) => {
    for (const status of [400, 401, 403]) {
      const reply = jsonReply({ error: "invalid_client", error_description: SECRET }, status);
      await assertError(proxy, reply, 502, "proxy_misconfigured");
    }
  },
  oauth2,
);

testBothWays(
  "P-19 a provider that is down has revoked nothing: 502, whatever it says about later",
  async (proxy) => {
    await assertError(proxy, jsonReply("", 503, { "retry-after": "120" }), 502, "upstream_error");
    const { headers } = await assertError(
      proxy,
      jsonReply("", 429, { "retry-after": "120" }),
      429,
      "rate_limited",
    );
    assert.equal(headers.get("retry-after"), "120");
    for (const status of [201, 202, 302, 404, 418]) {
      await assertError(proxy, jsonReply("", status), 502, "upstream_invalid_answer");
    }
    await assertError(proxy, (response) => response.destroy(), 502, "upstream_unreachable");
  },
  oauth2,
);

test("GitHub's secondary limit has only words for it: 429, not misconfigured; odd words are no crash", async (t) => {
  const proxy = await startProxy(t);
  const limited = { message: "You have exceeded a secondary rate limit. Please wait." };
  await assertError(proxy, jsonReply(limited, 403), 429, "rate_limited");
  for (const message of ["Forbidden", { toString: 1 }, ["rate", "limit"], null, 7]) {
    await assertError(proxy, jsonReply({ message }, 403), 502, "proxy_misconfigured");
  }
});

// DELETE /applications/{client_id}/grant: every token that the person gave the app.
const grant = ({ send }, form = REVOKE_FORM, headers = {}) => send("/revoke/grant", post(form, headers));

testBothWays("P-21 /revoke/grant is GitHub's DELETE …/grant with Basic authentication", async (proxy) => {
  proxy.upstream.reply = jsonReply("", 204);
  const response = await grant(proxy);
  assert.deepEqual([response.status, await response.json()], [200, {}]);
  const [{ method, url, headers, body }] = proxy.upstream.log;
  assert.deepEqual([method, url], ["DELETE", "/api/v3/applications/Ov23liPortcullis/grant"]);
  const basic = Buffer.from(`Ov23liPortcullis:${SECRET}`).toString("base64");
  assert.equal(headers.authorization, `Basic ${basic}`);
  assert.deepEqual(JSON.parse(body), { access_token: REVOKE_FORM.token });
});

testBothWays("P-19 P-21 the answers about a grant are those about a token", async (proxy) => {
  for (const [reply, status, error] of [
    [jsonReply({ message: "Not Found" }, 404), 200, undefined],
    [jsonReply({ message: "Validation Failed" }, 422), 400, "invalid_request"],
    [jsonReply({ message: "Bad credentials" }, 401), 502, "proxy_misconfigured"],
    [jsonReply({ message: "Forbidden" }, 403), 502, "proxy_misconfigured"],
    [jsonReply({ message: "API rate limit exceeded" }, 403), 429, "rate_limited"],
    [jsonReply("", 500), 502, "upstream_error"],
    [jsonReply("", 200), 502, "upstream_invalid_answer"],
  ]) {
    proxy.upstream.reply = reply;
    const response = await grant(proxy);
    assert.deepEqual([response.status, (await response.json()).error], [status, error]);
  }
  assert.ok(proxy.upstream.log.every(({ url }) => url.endsWith("/grant")));
  assert.ok(proxy.records.every(({ route }) => route === "/revoke/grant"));
});

testBothWays("P-03 P-05 P-21 a grant is ended by an access token of an allowed page only", async (proxy) => {
  const refused = async (response, status, error) =>
    assertRefused(await response, proxy.upstream, status, error);
  const hinted = { ...REVOKE_FORM, token_type_hint: "refresh_token" };
  await refused(grant(proxy, hinted), 400, "unsupported_token_type");
  await refused(grant(proxy, REVOKE_FORM, { origin: "https://evil.example" }), 403, "origin_not_allowed");
  await refused(grant(proxy, { ...REVOKE_FORM, client_id: "other" }), 400, "invalid_request");
  await refused(grant(proxy, without(REVOKE_FORM, "token")), 400, "invalid_request");
  await refused(proxy.send("/revoke/grant", { headers: { origin: ORIGIN } }), 405, "method_not_allowed");
  await refused(grant(proxy, "token=a&grant=b"), 400, "invalid_request");
});
