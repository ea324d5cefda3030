// What is logged: method, route, status, time, origin, error code, and nothing that was sent (P-15, T-55).
// Must not depend on where a record goes, but for the one line of the default.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import {
  CODE,
  CODE_FORM,
  DEVICE_FORM,
  ORIGIN,
  POLL_FORM,
  post,
  REFRESH_FORM,
  REVOKE_FORM,
  SECRET,
  startProxy,
  testBothWays,
  VERIFIER,
} from "./support/proxy.js";
import { GOOD_DEVICE_REPLY, GOOD_REPLY, jsonReply } from "./support/upstream.js";

const FIELDS = ["time", "method", "app", "route", "status", "duration", "origin", "error"];

testBothWays(
  "P-15 one record for each answer, with these fields only",
  async ({ send, upstream, records }) => {
    await send("/token", post(CODE_FORM));
    upstream.reply = jsonReply({ error: "bad_verification_code", error_description: "The code …" });
    await send("/token", post(CODE_FORM));
    upstream.reply = jsonReply("", 404);
    await send("/revoke", post(REVOKE_FORM));
    await send("/healthz");
    await send("/nothing?code=x", { method: "DELETE" });
    for (const record of records) {
      assert.deepEqual(Object.keys(record), FIELDS);
      assert.equal(new Date(record.time).toISOString(), record.time);
      assert.ok(Number.isInteger(record.duration) && record.duration >= 0);
    }
    assert.deepEqual(
      records.map(({ method, route, status, origin, error }) => [method, route, status, origin, error]),
      [
        ["POST", "/token", 200, ORIGIN, null],
        ["POST", "/token", 400, ORIGIN, "bad_verification_code"],
        ["POST", "/revoke", 200, ORIGIN, null],
        ["GET", "/healthz", 200, null, null],
        ["DELETE", null, 404, null, "not_found"],
      ],
    );
  },
);

testBothWays(
  "P-15 T-42 no code, verifier, token, secret, query or body in any record",
  async ({ send, records }) => {
    await send("/token", post(CODE_FORM));
    await send("/token", post(REFRESH_FORM));
    await send(`/token?code=${CODE}`, post(CODE_FORM));
    await send(`/${CODE}`, post(CODE_FORM));
    await send("/token", post(`${CODE}&client_secret=${SECRET}`));
    await send(
      "/token",
      post(CODE_FORM, { origin: `https://${CODE}:${VERIFIER}@evil.example/${CODE}?${CODE}` }),
    );
    await send("/revoke", post(REVOKE_FORM));
    await send(`/revoke?token=${REVOKE_FORM.token}`, post(REVOKE_FORM));
    const text = JSON.stringify(records);
    const secrets = [
      REVOKE_FORM.token,
      CODE,
      VERIFIER,
      SECRET,
      REFRESH_FORM.refresh_token,
      GOOD_REPLY.access_token,
    ];
    for (const secret of [...secrets, GOOD_REPLY.refresh_token]) assert.ok(!text.includes(secret));
    assert.equal(records.length, 8);
    assert.equal(records[5].origin, "https://evil.example");
  },
);

testBothWays(
  "P-15 C-42 neither a device code nor a user code in any record",
  async ({ send, upstream, records }) => {
    const { device_code, user_code } = GOOD_DEVICE_REPLY;
    upstream.reply = jsonReply(GOOD_DEVICE_REPLY);
    await send("/device/code", post(DEVICE_FORM));
    for (const error of ["authorization_pending", device_code]) {
      upstream.reply = jsonReply({ error, error_description: `${device_code} ${user_code}` });
      await send("/token", post(POLL_FORM));
    }
    await send(`/device/code?device_code=${device_code}`, post(DEVICE_FORM));
    await send("/device/code", post({ ...DEVICE_FORM, user_code, device_code }));
    assert.deepEqual(
      records.map(({ route, status, error }) => [route, status, error]),
      [
        ["/device/code", 200, null],
        ["/token", 400, "authorization_pending"],
        ["/token", 502, "upstream_invalid_answer"],
        ["/device/code", 400, "invalid_request"],
        ["/device/code", 400, "invalid_request"],
      ],
    );
    const text = JSON.stringify(records);
    for (const secret of [device_code, user_code]) assert.ok(!text.includes(secret));
  },
  { deviceFlow: true },
);

test("P-15 T-55 an Origin that is none is logged as invalid", async (t) => {
  const { send, records } = await startProxy(t);
  for (const origin of ["null", "x y", '"},{"status":200', "::"])
    await send("/token", post(CODE_FORM, { origin }));
  assert.deepEqual(
    records.map(({ origin }) => origin),
    ["invalid", "invalid", "invalid", "invalid"],
  );
});

test("P-15 the default log is one line of JSON on the console", async (t) => {
  const lines = t.mock.method(console, "log", () => {});
  const { send } = await startProxy(t, { log: undefined });
  await send("/token", post(CODE_FORM));
  assert.equal(lines.mock.callCount(), 1);
  const [line] = lines.mock.calls[0].arguments;
  assert.ok(!line.includes("\n"));
  assert.equal(JSON.parse(line).status, 200);
});

test("a log that throws or rejects fails no sign-in and leaves no unhandled rejection", async (t) => {
  const logs = [() => Promise.reject(new Error("sink")), () => assert.fail("sink")];
  const unhandled = [];
  const listen = (error) => unhandled.push(error);
  process.on("unhandledRejection", listen);
  t.after(() => process.off("unhandledRejection", listen));
  for (const log of logs) {
    const { send } = await startProxy(t, { log });
    assert.equal((await send("/token", post(CODE_FORM))).status, 200);
  }
  await setImmediate();
  assert.deepEqual(unhandled, []);
});
