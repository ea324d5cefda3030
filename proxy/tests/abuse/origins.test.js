// Who may use the proxy (T-38, T-40, T-41, T-48; P-03, P-04, P-23): look-alikes of the allowed origin, no origin, several.
// Must not ask about the body of a request.

import assert from "node:assert/strict";
import { ORIGIN, post } from "../support/proxy.js";
import {
  assertFixedHeaders,
  assertRefused,
  assertRefusedBytes,
  assertStillGood,
  HOSTILE_FORM,
  OTHER_ORIGIN,
  onRuntimes,
  test,
} from "./support/suite.js";
import { FORM_TYPE, head, talk } from "./support/wire.js";

const LOOK_ALIKES = [
  "https://evil-app.example",
  "https://evilapp.example",
  "https://app.example.evil.io",
  "https://app.examples",
  "https://app.exampl",
  "https://appxexample",
  "https://sub.app.example",
  "https://app.example.",
  "https://APP.example",
  "HTTPS://app.example",
  "https://app.example:443",
  "https://app.example:8443",
  "https://app.example/",
  "https://app.example?",
  "https://app.example#",
  "https://app.example/callback",
  "https://app.example\\.evil.io",
  "https://app.example@evil.io",
  "https://user@app.example",
  "https://evil.io#https://app.example",
  "https://evil.io/https://app.example",
  "https://app.example https://evil.io",
  "https://evil.io, https://app.example",
  "https://app.example,https://other.example",
  "http://app.example",
  "wss://app.example",
  "//app.example",
  "app.example",
  "https:app.example",
  "https:///app.example",
  "https://xn--app-9ta.example",
  "https://%61pp.example",
  "https://app%2eexample",
  "https://app.example%00.evil.io",
  "https://127.0.0.1",
  "https://localhost",
  "file://",
  "chrome-extension://abcdefghijklmnop",
  "null",
  "NULL",
  "undefined",
  "*",
  "https://*.example",
  "__proto__",
  "constructor",
];
const FOREIGN = { "x-forwarded-host": "app.example", "x-forwarded-proto": "https", referer: `${ORIGIN}/` };
const SPOOFS = {
  "x-forwarded-origin": ORIGIN,
  "x-original-host": "app.example",
  forwarded: `for=1.2.3.4;host=app.example`,
};

onRuntimes({}, (place) => {
  test("P-03 P-04 T-38 T-40 no look-alike of an allowed origin is served or told so by CORS", async () => {
    for (const origin of LOOK_ALIKES) {
      const response = await place.send("/token", post(HOSTILE_FORM, { origin }));
      await assertRefused(place, response, 403, "origin_not_allowed");
    }
    await assertStillGood(place);
  });

  test("P-23 T-41 a preflight from a look-alike gets no CORS header", async () => {
    for (const origin of LOOK_ALIKES) {
      const headers = { origin, "access-control-request-method": "POST" };
      const response = await place.send("/token", { method: "OPTIONS", headers });
      await assertRefused(place, response, 403, "origin_not_allowed");
      const names = [...response.headers.keys()].filter((name) => name.startsWith("access-control-"));
      assert.deepEqual(names, []);
    }
  });

  const bytes = (...lines) => {
    const form = new URLSearchParams(HOSTILE_FORM).toString();
    return head("POST /token HTTP/1.1", ...lines, FORM_TYPE, `Content-Length: ${form.length}`) + form;
  };
  const NONE = {
    "no Origin": [],
    "an empty Origin": ["Origin:"],
    "an Origin of spaces": ["Origin:   "],
    "two Origins, the allowed one first": [`Origin: ${ORIGIN}`, "Origin: https://evil.io"],
    "two Origins, the allowed one last": ["Origin: https://evil.io", `Origin: ${ORIGIN}`],
    "the allowed Origin twice": [`Origin: ${ORIGIN}`, `ORIGIN: ${ORIGIN}`],
    "both allowed Origins": [`Origin: ${ORIGIN}`, `Origin: ${OTHER_ORIGIN}`],
    "null and the allowed Origin": ["Origin: null", `Origin: ${ORIGIN}`],
    "an Origin with a byte beyond ASCII": [`Origin: ${ORIGIN}\xa0`],
    "an Origin with a vertical tab": [`Origin: ${ORIGIN}\x0b`],
  };
  for (const [name, lines] of Object.entries(NONE)) {
    test(`P-03 T-40 ${name}: refused`, async () => {
      const answer = await talk(place.runtime, bytes(...lines));
      assertRefusedBytes(place, answer);
      assert.doesNotMatch(answer.text, /access-control-allow-origin/i);
    });
  }

  test("P-03 T-48 what other headers say of an origin does not count", async () => {
    const headers = { ...FOREIGN, ...SPOOFS, host: "app.example", "content-type": FORM_TYPE.slice(14) };
    const init = { method: "POST", body: new URLSearchParams(HOSTILE_FORM).toString() };
    const without = await place.send("/token", { ...init, headers });
    await assertRefused(place, without, 403, "origin_not_allowed");
    const foreign = await place.send("/token", {
      ...init,
      headers: { ...headers, origin: "https://evil.io" },
    });
    await assertRefused(place, foreign, 403, "origin_not_allowed");
  });

  test("P-04 P-23 T-41 each allowed origin gets its own name, never a star, never credentials", async () => {
    for (const origin of [ORIGIN, OTHER_ORIGIN]) {
      const response = await place.send("/token", { method: "OPTIONS", headers: { origin } });
      assert.equal(response.status, 204);
      assertFixedHeaders(response);
      const cors = [...response.headers].filter(([name]) => name.startsWith("access-control-"));
      assert.deepEqual(Object.fromEntries(cors), {
        "access-control-allow-headers": "Content-Type",
        "access-control-allow-methods": "POST",
        "access-control-allow-origin": origin,
        "access-control-max-age": "7200",
      });
    }
  });

  test("P-04 P-17 every refusal says Vary and echoes nothing of what was asked", async () => {
    for (const [path, init] of [
      ["/echo-me", {}],
      ["/token?echo-me", post("echo-me=1")],
      ["/token", post("echo-me=1&grant_type=echo-me")],
      ["/token", post("", { "content-type": "echo-me/echo-me" })],
      ["/token", { method: "PATCH", headers: { "x-echo-me": "echo-me", origin: "https://echo-me.example" } }],
      ["/healthz", { method: "DELETE" }],
    ]) {
      const response = await place.send(path, init);
      assertFixedHeaders(response);
      const everything = JSON.stringify([...response.headers]) + (await response.text());
      assert.doesNotMatch(everything, /echo-me/);
      assert.ok(response.status >= 400);
    }
    assert.deepEqual(place.upstream.log, []);
  });
});
