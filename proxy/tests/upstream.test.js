// The one request to the provider: where it goes, what it carries, how long and how much is waited for.
// Must not test what is made of the reply; that is answer.test.js.

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { holdTimers } from "./support/clock.js";
import {
  CODE,
  CODE_FORM,
  ORIGIN,
  post,
  REDIRECT_URI,
  REFRESH_FORM,
  SECRET,
  startProxy,
  testBothWays,
  VERIFIER,
} from "./support/proxy.js";
import { GOOD_REPLY, jsonReply, startUpstream } from "./support/upstream.js";

/** A failure of the provider, as the page must see it: typed JSON with CORS. */
async function assertFailure(response, status, error) {
  const body = await response.json();
  assert.deepEqual([response.status, body.error], [status, error]);
  assert.deepEqual(Object.keys(body), ["error", "error_description"]);
  assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
  assert.equal(response.headers.get("vary"), "Origin");
}

testBothWays(
  "P-07 P-09 what goes upstream is the checked form and the secret",
  async ({ send, upstream }) => {
    await send("/token", post(CODE_FORM));
    await send("/token", post(REFRESH_FORM));
    const client = { client_id: "Ov23liPortcullis", client_secret: SECRET };
    const code = {
      grant_type: "authorization_code",
      code: CODE,
      redirect_uri: REDIRECT_URI,
      code_verifier: VERIFIER,
    };
    assert.deepEqual(
      upstream.log.map(({ form }) => form),
      [
        { ...client, ...code },
        { ...client, ...REFRESH_FORM },
      ],
    );
  },
);

testBothWays("P-01 T-39 nothing in a request moves the upstream address", async ({ send, upstream }) => {
  const headers = {
    "x-forwarded-host": "evil.example",
    "x-original-url": "/evil",
    forwarded: "host=evil.example",
  };
  const code = "@evil.example/../../x?y=http://evil.example#z&client_id=other";
  await send("/token", post({ ...CODE_FORM, code }, headers));
  assert.equal(upstream.log.length, 1);
  assert.equal(upstream.log[0].url, "/login/oauth/access_token");
  assert.equal(upstream.log[0].headers.host, new URL(upstream.url).host);
  assert.equal(upstream.log[0].form.code, code);
  assert.equal(upstream.log[0].form.client_id, "Ov23liPortcullis");
});

testBothWays("P-10 no header of the client is forwarded", async ({ send, upstream }) => {
  const names = [
    "cookie",
    "authorization",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-real-ip",
    "user-agent",
  ];
  names.push("referer", "accept-language", "x-anything", "dpop", "traceparent", "accept", "forwarded", "via");
  const headers = Object.fromEntries(names.map((name) => [name, "marker-7f3a"]));
  const response = await send("/token", post(CODE_FORM, headers));
  assert.equal(response.status, 200);
  await send("/token", post(CODE_FORM));
  const [first, second] = upstream.log.map(({ rawHeaders }) => rawHeaders.map((text) => text.toLowerCase()));
  assert.ok(!first.join(" ").includes("marker-7f3a"));
  assert.deepEqual(first, second, "the header set is fixed");
  for (const name of ["origin", "cookie", "authorization", "referer"]) assert.ok(!first.includes(name));
  const { headers: sent } = upstream.log[0];
  assert.equal(sent.accept, "application/json");
  assert.equal(sent["content-type"], "application/x-www-form-urlencoded");
  assert.equal(sent["user-agent"], "portcullis-token-proxy");
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`P-11 T-39 a redirect (${status}) is not followed`, async (t) => {
    const { send, upstream } = await startProxy(t);
    const elsewhere = await startUpstream(t);
    upstream.reply = jsonReply(GOOD_REPLY, status, { location: elsewhere.url });
    await assertFailure(await send("/token", post(CODE_FORM)), 502, "upstream_invalid_answer");
    assert.deepEqual([upstream.log.length, elsewhere.log.length], [1, 0]);
  });
}

for (const [stage, reply] of [
  ["never answers", () => {}],
  ["stalls in its body", (response) => response.writeHead(200).write('{"access_token":')],
]) {
  test(`P-11 P-19 T-54 a provider that ${stage} is given up after 10 seconds: 504 with CORS`, async (t) => {
    const clock = holdTimers(t, 10_000);
    const { send, upstream } = await startProxy(t);
    let connectionClosed;
    upstream.reply = (response) => {
      connectionClosed = once(response, "close");
      reply(response);
    };
    const arrived = upstream.arrival();
    const answer = send("/token", post(CODE_FORM));
    await arrived;
    await clock.expire();
    await assertFailure(await answer, 504, "upstream_timeout");
    await connectionClosed;
  });
}

testBothWays("P-11 an answer over 64 KiB is refused, one of 64 KiB is read", async ({ send, upstream }) => {
  const padded = (size) => {
    const text = JSON.stringify({ ...GOOD_REPLY, padding: "" });
    return text.replace('"padding":""', `"padding":"${"a".repeat(size - text.length)}"`);
  };
  upstream.reply = jsonReply(padded(65_536));
  assert.equal((await send("/token", post(CODE_FORM))).status, 200);
  upstream.reply = jsonReply(padded(65_537));
  await assertFailure(await send("/token", post(CODE_FORM)), 502, "upstream_invalid_answer");
});

testBothWays(
  "P-19 T-54 a provider that cannot be reached or breaks off: 502 with CORS",
  async ({ send, upstream }) => {
    upstream.reply = (response) => response.destroy();
    await assertFailure(await send("/token", post(CODE_FORM)), 502, "upstream_unreachable");
    upstream.reply = (response) => {
      response.writeHead(200, { "content-length": 500 }).write('{"access_token":"gho_a"');
      response.destroy();
    };
    await assertFailure(await send("/token", post(CODE_FORM)), 502, "upstream_unreachable");
    assert.equal(upstream.log.length, 2, "a code is never sent twice");
  },
);

test("P-19 T-54 a refused connection: 502 with CORS", async (t) => {
  const { send } = await startProxy(t, { tokenUrl: "http://127.0.0.1:1/token" });
  await assertFailure(await send("/token", post(CODE_FORM)), 502, "upstream_unreachable");
});

testBothWays("T-50 concurrent requests get their own answers", async ({ send, upstream }) => {
  upstream.reply = (response) => {
    const { code } = upstream.log.at(-1).form;
    jsonReply({ access_token: `gho_for_${code}`, token_type: "bearer" })(response);
  };
  const codes = Array.from({ length: 20 }, (_, index) => `code-number-${index}`);
  const tokens = await Promise.all(
    codes.map(async (code) => (await send("/token", post({ ...CODE_FORM, code }))).json()),
  );
  assert.deepEqual(
    tokens.map(({ access_token }) => access_token),
    codes.map((code) => `gho_for_${code}`),
  );
});
