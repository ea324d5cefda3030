// The device grant at POST /token (RFC 8628 sections 3.4 and 3.5): what a poll may be, that it goes upstream without
// the secret, and how GitHub's answers come through. Must not test what other grants share; their files do.

import assert from "node:assert/strict";
import {
  assertFixedHeaders,
  assertRefused,
  CODE_FORM,
  ORIGIN,
  POLL_FORM,
  post,
  REFRESH_FORM,
  SECRET,
  testBothWays,
  without,
} from "./support/proxy.js";
import { GOOD_REPLY, jsonReply } from "./support/upstream.js";

const ON = { deviceFlow: true };
const HELP = "https://docs.github.com/developers/apps/authorizing-oauth-apps#error-codes-for-the-device-flow";

async function poll({ send, upstream }, reply, status = 200) {
  upstream.reply = jsonReply(reply, status);
  const response = await send("/token", post(POLL_FORM));
  assertFixedHeaders(response);
  assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
  return { status: response.status, body: await response.json() };
}

testBothWays(
  "P-08 a poll goes upstream without the secret, and what it gets is a token answer",
  async (proxy) => {
    assert.deepEqual(await poll(proxy, GOOD_REPLY), { status: 200, body: GOOD_REPLY });
    const [{ method, url, form, headers, rawHeaders, body }] = proxy.upstream.log;
    assert.deepEqual([method, url, form], ["POST", "/login/oauth/access_token", POLL_FORM]);
    assert.ok(!`${rawHeaders} ${body}`.includes(SECRET) && headers.authorization === undefined);
    await proxy.send("/token", post(without(POLL_FORM, "client_id")));
    assert.deepEqual(proxy.upstream.log[1].form, POLL_FORM);
  },
  ON,
);

testBothWays(
  "P-08 the other grants still carry the secret while the device flow is on",
  async ({ send, upstream }) => {
    for (const form of [CODE_FORM, REFRESH_FORM]) {
      await send("/token", post(form));
      assert.equal(upstream.log.at(-1).form.client_secret, SECRET);
    }
  },
  ON,
);

testBothWays(
  "P-06 P-07 P-08 a poll is a device code and nothing else",
  async ({ send, upstream }) => {
    const refused = async (form, error = "invalid_request") =>
      assertRefused(await send("/token", post(form)), upstream, 400, error);
    for (const code of ["", "a\nb", "a\0", "é"]) await refused({ ...POLL_FORM, device_code: code });
    await refused(without(POLL_FORM, "device_code"));
    await refused(without(POLL_FORM, "grant_type"));
    const extras = ["client_secret", "code", "code_verifier", "redirect_uri", "refresh_token", "scope"];
    for (const name of [...extras, "user_code", "interval"]) await refused({ ...POLL_FORM, [name]: "x" });
    await refused({ ...POLL_FORM, client_id: "Ov23liOther" });
    for (const form of [CODE_FORM, REFRESH_FORM]) await refused({ ...form, device_code: "x" });
    for (const grant of ["device_code", `${POLL_FORM.grant_type} `, POLL_FORM.grant_type.toUpperCase()]) {
      await refused({ ...POLL_FORM, grant_type: grant }, "unsupported_grant_type");
    }
    for (const origin of ["https://evil.example", "null", ""]) {
      const response = await send("/token", post(POLL_FORM, { origin }));
      await assertRefused(response, upstream, 403, "origin_not_allowed");
    }
  },
  ON,
);

testBothWays(
  "P-19 C-39 GitHub's device errors, said with 200, become a 400 with the same error",
  async (proxy) => {
    const errors = ["authorization_pending", "expired_token", "access_denied", "incorrect_device_code"];
    for (const error of [...errors, "unsupported_grant_type", "an_error_of_tomorrow"]) {
      const reply = { error, error_description: "What GitHub says about it.", error_uri: HELP };
      assert.deepEqual(await poll(proxy, reply), { status: 400, body: reply });
    }
    const disabled = { error: "device_flow_disabled" };
    assert.deepEqual(await poll(proxy, disabled, 400), { status: 400, body: disabled });
  },
  ON,
);

testBothWays(
  "P-19 C-37 slow_down keeps its interval, unless it is no number",
  async (proxy) => {
    const reply = { error: "slow_down", error_description: "Too many requests.", interval: 10 };
    assert.deepEqual(await poll(proxy, reply), { status: 400, body: reply });
    for (const interval of ["soon", -5, null, true, {}, [10]]) {
      const { body } = await poll(proxy, { error: "slow_down", interval });
      assert.deepEqual(body, { error: "slow_down" });
    }
  },
  ON,
);

testBothWays(
  "C-39 token_expired is expired_token in a poll, and in no other grant",
  async (proxy) => {
    const reply = { error: "token_expired", error_description: "Too late." };
    assert.deepEqual(await poll(proxy, reply), { status: 400, body: { ...reply, error: "expired_token" } });
    const refresh = await proxy.send("/token", post(REFRESH_FORM));
    assert.deepEqual(await refresh.json(), reply);
  },
  ON,
);

testBothWays(
  "P-17 P-19 an error text that quotes the device code is dropped; a wrong client is the proxy's fault",
  async (proxy) => {
    const { device_code } = POLL_FORM;
    const reply = {
      error: "incorrect_device_code",
      error_description: `No ${device_code}.`,
      error_uri: `https://a.example/${device_code}`,
    };
    assert.deepEqual((await poll(proxy, reply)).body, { error: "incorrect_device_code" });
    for (const [wrong, status] of [
      [{ error: "incorrect_client_credentials" }, 200],
      [{ error: "Not Found" }, 404],
    ]) {
      const answer = await poll(proxy, wrong, status);
      assert.deepEqual([answer.status, answer.body.error], [502, "proxy_misconfigured"]);
    }
    const failed = await poll(proxy, "<h1>Unicorn!</h1>", 502);
    assert.deepEqual([failed.status, failed.body.error], [502, "upstream_error"]);
  },
  ON,
);
