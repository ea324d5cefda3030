// What the page gets to see of the provider's reply: an allow-list, errors as errors, never the secret.
// Must not test how the provider is asked; that is upstream.test.js.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertFixedHeaders,
  CODE,
  CODE_FORM,
  ORIGIN,
  post,
  REFRESH_FORM,
  SECRET,
  startProxy,
  testBothWays,
  VERIFIER,
} from "./support/proxy.js";
import { GOOD_REPLY, jsonReply } from "./support/upstream.js";

async function ask({ send, upstream }, reply, form = CODE_FORM) {
  upstream.reply = typeof reply === "function" ? reply : jsonReply(reply);
  const response = await send("/token", post(form));
  const text = await response.text();
  assertFixedHeaders(response);
  assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
  assert.ok(!text.includes(SECRET), "the secret is in no answer");
  return { status: response.status, headers: response.headers, body: JSON.parse(text) };
}

async function assertError(proxy, reply, status, error) {
  const answer = await ask(proxy, reply);
  assert.deepEqual([answer.status, answer.body.error], [status, error]);
  assert.equal(answer.body.access_token, undefined);
  return answer;
}

testBothWays("P-12 T-53 unknown members, headers and cookies of the provider are dropped", async (proxy) => {
  const extras = {
    user: "<script>",
    interval: 5,
    error_description: "x",
    toString: "x",
    ["__proto__"]: { a: 1 },
  };
  const reply = JSON.stringify({ ...GOOD_REPLY, ...extras, id_token: "a.b.c" });
  const headers = { "set-cookie": "a=b", "x-request-id": "marker", "content-type": "text/html", etag: '"a"' };
  const answer = await ask(proxy, jsonReply(reply.replace("{", '{"__proto__":{"a":1},'), 200, headers));
  assert.deepEqual(answer.body, { ...GOOD_REPLY, id_token: "a.b.c" });
  for (const name of ["set-cookie", "x-request-id", "etag"]) assert.equal(answer.headers.get(name), null);
});

testBothWays("P-12 a member of an odd type is dropped, not passed", async (proxy) => {
  for (const odd of [{}, [], true, null, -1, "soon", "", "1e3", "-5"]) {
    const reply = { access_token: "gho_a", expires_in: odd, refresh_token_expires_in: odd };
    assert.deepEqual((await ask(proxy, reply)).body, { access_token: "gho_a" });
  }
  for (const odd of [{}, ["repo"], 7, true, null, "a\u0000b", "a\r\nb", "é"]) {
    const reply = { access_token: "gho_a", scope: odd, token_type: odd, refresh_token: odd, id_token: odd };
    assert.deepEqual((await ask(proxy, reply)).body, { access_token: "gho_a" });
  }
  const huge = jsonReply('{"access_token":"gho_a","expires_in":1e999}');
  assert.deepEqual((await ask(proxy, huge)).body, { access_token: "gho_a" });
});

testBothWays("P-12 GitHub's shapes pass: empty scope, lifetimes as digits", async (proxy) => {
  const reply = { access_token: "ghu_a", scope: "", expires_in: "28800", refresh_token_expires_in: 0 };
  const body = { access_token: "ghu_a", scope: "", expires_in: 28800, refresh_token_expires_in: 0 };
  assert.deepEqual((await ask(proxy, reply)).body, body);
});

testBothWays("P-19 GitHub's 200 with an error becomes a 400 with the same error", async (proxy) => {
  const uri = "https://docs.github.com/developers/apps#bad-verification-code";
  const codes = [
    "bad_verification_code",
    "bad_refresh_token",
    "unverified_user_email",
    "redirect_uri_mismatch",
  ];
  for (const error of codes) {
    const reply = { error, error_description: "The code passed is incorrect or expired.", error_uri: uri };
    assert.deepEqual((await assertError(proxy, reply, 400, error)).body, reply);
  }
});

testBothWays("P-19 an error is an error at any status and next to a token", async (proxy) => {
  const reply = { ...GOOD_REPLY, error: "bad_verification_code" };
  for (const status of [200, 201, 302, 400, 401, 403, 422]) {
    const answer = await assertError(proxy, jsonReply(reply, status), 400, "bad_verification_code");
    assert.deepEqual(Object.keys(answer.body), ["error"]);
  }
});

testBothWays(
  "P-19 wrong client credentials are the proxy's fault: 502 proxy_misconfigured",
  async (proxy) => {
    for (const error of ["incorrect_client_credentials", "invalid_client"]) {
      const reply = { error, error_description: "The client_id and/or client_secret passed are incorrect." };
      const answer = await assertError(proxy, reply, 502, "proxy_misconfigured");
      assert.doesNotMatch(answer.body.error_description, /client_secret/);
    }
    await assertError(proxy, jsonReply({ error: "Not Found" }, 404), 502, "proxy_misconfigured");
  },
);

testBothWays("P-19 T-54 a failing provider gives 502 JSON with CORS, never its HTML", async (proxy) => {
  const html = "<!DOCTYPE html><title>Unicorn!</title>";
  for (const status of [500, 502, 503, 504]) {
    await assertError(proxy, jsonReply(html, status, { "content-type": "text/html" }), 502, "upstream_error");
    await assertError(proxy, jsonReply(GOOD_REPLY, status), 502, "upstream_error");
  }
  for (const status of [200, 204, 400, 403]) {
    await assertError(proxy, jsonReply(html, status, {}), 502, "upstream_invalid_answer");
  }
});

testBothWays("P-11 P-19 a reply that is no token object gives 502", async (proxy) => {
  const replies = [
    "",
    "null",
    "[]",
    '"gho_a"',
    "7",
    "{}",
    '{"access_token":""}',
    '{"access_token":7}',
    "{",
    "[[[[",
  ];
  replies.push(
    '{"access_token":null}',
    '{"access_token":["gho_a"]}',
    '[{"access_token":"gho_a"}]',
    "a=b&c=d",
  );
  replies.push(
    '{"__proto__":{"access_token":"gho_a"}}',
    `${"[".repeat(60_000)}`,
    '{"access_token":"gho_\\u0000"}',
  );
  for (const reply of replies) await assertError(proxy, jsonReply(reply), 502, "upstream_invalid_answer");
  for (const error of ["", 7, true, {}, ["a"], 'a"b', "a\nb", "é", "a".repeat(101)]) {
    await assertError(proxy, { ...GOOD_REPLY, error }, 502, "upstream_invalid_answer");
  }
  await assertError(proxy, jsonReply(GOOD_REPLY, 201), 502, "upstream_invalid_answer");
  const notUtf8 = (response) => response.end(Buffer.from('{"access_token":"gho_a","note":"\xff"}', "latin1"));
  await assertError(proxy, notUtf8, 502, "upstream_invalid_answer");
});

testBothWays(
  "P-14 T-42 the secret is in no answer and no record, wherever a provider echoes it",
  async (proxy) => {
    const echo = `your client_secret=${SECRET} is`;
    for (const name of ["scope", "token_type", "refresh_token", "id_token"]) {
      assert.deepEqual((await ask(proxy, { access_token: "gho_a", [name]: echo })).body, {
        access_token: "gho_a",
      });
    }
    await assertError(proxy, { ...GOOD_REPLY, access_token: SECRET }, 502, "upstream_invalid_answer");
    await assertError(proxy, { error: SECRET }, 502, "upstream_invalid_answer");
    const reply = {
      error: "bad_verification_code",
      error_description: echo,
      error_uri: `https://a.example/?${SECRET}`,
    };
    const answer = await assertError(proxy, reply, 400, "bad_verification_code");
    assert.deepEqual(Object.keys(answer.body), ["error"]);
    await ask(proxy, jsonReply(`{"error":"x","error_description":"${SECRET.replace("5", "\\u0035")}"}`));
    await assertError(proxy, jsonReply(`<p>${SECRET}</p>`, 500), 502, "upstream_error");
    assert.ok(!JSON.stringify(proxy.records).includes(SECRET));
  },
);

test("P-14 T-42 a secret with marks is found in the spelling of a form too", async (t) => {
  const clientSecret = "ab+cd/ef==gh~(ij)";
  const proxy = await startProxy(t, { clientSecret });
  proxy.upstream.reply = (response) => {
    const form = new URLSearchParams(proxy.upstream.log.at(-1).form).toString();
    jsonReply({ access_token: "gho_a", scope: form, token_type: clientSecret })(response);
  };
  const response = await proxy.send("/token", post(CODE_FORM));
  assert.deepEqual(await response.json(), { access_token: "gho_a" });
});

testBothWays("P-17 a provider's error text that quotes the request is dropped", async (proxy) => {
  for (const quoted of [CODE, VERIFIER]) {
    const reply = { error: "bad_verification_code", error_description: `The code ${quoted} is wrong.` };
    assert.deepEqual((await ask(proxy, reply)).body, { error: "bad_verification_code" });
  }
  const token = REFRESH_FORM.refresh_token;
  const reply = {
    error: "bad_refresh_token",
    error_description: `No ${token}.`,
    error_uri: `https://a.example/${token}`,
  };
  assert.deepEqual((await ask(proxy, reply, REFRESH_FORM)).body, { error: "bad_refresh_token" });
  const kept = { access_token: "gho_a", refresh_token: token };
  assert.deepEqual(
    (await ask(proxy, kept, REFRESH_FORM)).body,
    kept,
    "an unrotated refresh token is no echo",
  );
});

testBothWays("P-12 an error page that is no web address is dropped", async (proxy) => {
  for (const uri of ["javascript:alert(1)", "/apps/x#y", "data:text/html,x", "//a.example", "https://", 7]) {
    const { body } = await ask(proxy, { error: "access_denied", error_uri: uri });
    assert.deepEqual(body, { error: "access_denied" });
  }
});

testBothWays("P-19 429 stays 429, with Retry-After when it is a number", async (proxy) => {
  const limited = (headers) => jsonReply("<p>slow down</p>", 429, headers);
  const answer = await assertError(proxy, limited({ "retry-after": "60" }), 429, "rate_limited");
  assert.equal(answer.headers.get("retry-after"), "60");
  assert.equal(answer.headers.get("access-control-expose-headers"), "Retry-After");
  for (const odd of ["Fri, 31 Dec 2027 23:59:59 GMT", "-1", "1.5", "60, 61", "9999999"]) {
    const { headers } = await assertError(proxy, limited({ "retry-after": odd }), 429, "rate_limited");
    assert.equal(headers.get("retry-after"), null);
  }
});
