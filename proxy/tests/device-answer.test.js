// What a page is told by POST /device/code (RFC 8628 section 3.2): an allow-list, errors as errors, never the secret,
// and no address that a person must not open. Must not test how the provider is asked; device.test.js does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { holdTimers } from "./support/clock.js";
import {
  assertFixedHeaders,
  DEVICE_FORM,
  ORIGIN,
  post,
  SECRET,
  startProxy,
  testBothWays,
  without,
} from "./support/proxy.js";
import { GOOD_DEVICE_REPLY, GOOD_REPLY, jsonReply } from "./support/upstream.js";

const ON = { deviceFlow: true };

/** Asks for a device code that the provider answers with `reply`. */
async function ask(proxy, reply) {
  proxy.upstream.reply = typeof reply === "function" ? reply : jsonReply(reply);
  const response = await proxy.send("/device/code", post(DEVICE_FORM));
  const text = await response.text();
  assertFixedHeaders(response);
  assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
  assert.ok(!text.includes(SECRET), "the secret is in no answer");
  return { status: response.status, headers: response.headers, body: JSON.parse(text) };
}

async function assertError(proxy, reply, status, error) {
  const answer = await ask(proxy, reply);
  assert.deepEqual([answer.status, answer.body.error], [status, error]);
  assert.equal(answer.body.device_code, undefined);
  return answer;
}

testBothWays(
  "P-12 only the members of RFC 8628 pass, and odd optional ones are dropped",
  async (proxy) => {
    const extras = {
      access_token: "gho_a",
      error: null,
      message: "<b>",
      verification_url: "https://a.example",
    };
    const complete = "https://github.com/login/device?user_code=WDJB-MJHT";
    const reply = { ...GOOD_DEVICE_REPLY, verification_uri_complete: complete };
    const headers = { "set-cookie": "a=b", etag: '"a"' };
    const answer = await ask(proxy, jsonReply({ ...reply, ...extras }, 200, headers));
    assert.deepEqual(answer.body, reply);
    for (const name of ["set-cookie", "etag"]) assert.equal(answer.headers.get(name), null);
    for (const interval of ["soon", -1, true, null, {}]) {
      const { body } = await ask(proxy, { ...GOOD_DEVICE_REPLY, interval });
      assert.deepEqual(body, without(GOOD_DEVICE_REPLY, "interval"));
    }
    for (const uri of ["javascript:alert(1)", "http://github.com/login/device", 7, null]) {
      const { body } = await ask(proxy, { ...GOOD_DEVICE_REPLY, verification_uri_complete: uri });
      assert.deepEqual(body, GOOD_DEVICE_REPLY);
    }
  },
  ON,
);

testBothWays(
  "C-41 T-59 a verification_uri that is not https or loopback is an invalid answer",
  async (proxy) => {
    const bad = [
      "javascript:alert(1)",
      "data:text/html,x",
      "http://github.com/login/device",
      "/login/device",
    ];
    bad.push("//github.com/login/device", "https://github.com@evil.example/", "https://", "ftp://a.example/");
    bad.push("http://127.0.0.1.evil.example/", "http://localhost@evil.example/", "https://a.example/ b", "");
    bad.push(
      " https://github.com/login/device",
      "https:github.com",
      "https://github.com\\@evil.example",
      7,
      null,
    );
    for (const uri of bad) {
      const reply = { ...GOOD_DEVICE_REPLY, verification_uri: uri };
      await assertError(proxy, reply, 502, "upstream_invalid_answer");
    }
    for (const uri of ["http://127.0.0.1:4172/login/device", "http://localhost/d", "https://a.example/@b"]) {
      const { body } = await ask(proxy, { ...GOOD_DEVICE_REPLY, verification_uri: uri });
      assert.equal(body.verification_uri, uri);
    }
  },
  ON,
);

testBothWays(
  "C-35 P-11 an answer without one of the four members, or no JSON, is an invalid answer",
  async (proxy) => {
    for (const name of ["device_code", "user_code", "verification_uri", "expires_in"]) {
      for (const odd of [undefined, null, "", {}, ["x"], "a\nb"]) {
        const reply = { ...GOOD_DEVICE_REPLY, [name]: odd };
        await assertError(proxy, reply, 502, "upstream_invalid_answer");
      }
    }
    for (const reply of ["", "null", "[]", "{}", "device_code=a", "<p>", JSON.stringify(GOOD_REPLY)]) {
      await assertError(proxy, jsonReply(reply), 502, "upstream_invalid_answer");
    }
    for (const status of [201, 302, 401, 422]) {
      await assertError(proxy, jsonReply(GOOD_DEVICE_REPLY, status), 502, "upstream_invalid_answer");
    }
  },
  ON,
);

testBothWays(
  "P-19 GitHub's own 400 device_flow_disabled passes, and a 200 with an error becomes a 400",
  async (proxy) => {
    for (const status of [400, 200]) {
      const reply = {
        error: "device_flow_disabled",
        error_description: "Device Flow must be explicitly enabled for this App",
        error_uri: "https://docs.github.com",
      };
      const { body } = await assertError(proxy, jsonReply(reply, status), 400, "device_flow_disabled");
      assert.deepEqual(body, reply);
    }
    await assertError(proxy, { ...GOOD_DEVICE_REPLY, error: "invalid_scope" }, 400, "invalid_scope");
  },
  ON,
);

testBothWays(
  "P-19 T-54 failures of the provider are typed JSON with CORS",
  async (proxy) => {
    await assertError(proxy, jsonReply({ error: "Not Found" }, 404), 502, "proxy_misconfigured");
    await assertError(proxy, { error: "incorrect_client_credentials" }, 502, "proxy_misconfigured");
    await assertError(proxy, jsonReply("<h1>Unicorn!</h1>", 502), 502, "upstream_error");
    await assertError(proxy, (response) => response.destroy(), 502, "upstream_unreachable");
    const limited = jsonReply("", 429, { "retry-after": "60" });
    const { headers } = await assertError(proxy, limited, 429, "rate_limited");
    assert.equal(headers.get("retry-after"), "60");
  },
  ON,
);

test("P-11 P-19 a provider that never answers is given up after 10 seconds: 504 with CORS", async (t) => {
  const clock = holdTimers(t, 10_000);
  const proxy = await startProxy(t, ON);
  const arrived = proxy.upstream.arrival();
  const answer = assertError(proxy, () => {}, 504, "upstream_timeout");
  await arrived;
  await clock.expire();
  await answer;
});

testBothWays(
  "P-14 T-42 a provider that echoes the secret: it is in no answer and no record",
  async (proxy) => {
    for (const name of ["device_code", "user_code", "verification_uri"]) {
      const value = name === "verification_uri" ? `https://a.example/${SECRET}` : SECRET;
      const reply = { ...GOOD_DEVICE_REPLY, [name]: value };
      await assertError(proxy, reply, 502, "upstream_invalid_answer");
    }
    const complete = `https://a.example/?${SECRET}`;
    const { body } = await ask(proxy, { ...GOOD_DEVICE_REPLY, verification_uri_complete: complete });
    assert.deepEqual(body, GOOD_DEVICE_REPLY);
    await assertError(proxy, { error: SECRET }, 502, "upstream_invalid_answer");
    assert.ok(!JSON.stringify(proxy.records).includes(SECRET));
  },
  ON,
);
