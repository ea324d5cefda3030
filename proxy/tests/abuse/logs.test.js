// What is written down (T-42, T-55; P-14, P-15): one record a request, whatever is in it, and nothing that was secret or sent.
// Reads the standard output of the running proxy. Must not look into the proxy.

import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { CODE_FORM, ORIGIN, post } from "../support/proxy.js";
import { jsonReply } from "../support/upstream.js";
import { HOSTILE_FORM, onRuntimes, test } from "./support/suite.js";
import { FORM_TYPE, head, talk } from "./support/wire.js";

const FORGED = '{"time":"1999-01-01","method":"POST","status":200,"forged":true}';
const ENCODED = `%0d%0a${encodeURIComponent(FORGED)}`;
const recordsOf = ({ runtime }) =>
  runtime
    .logs()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));

/** The records of what `run` asked, as soon as there are as many as it says. */
async function recordsFrom(place, count, run) {
  const before = recordsOf(place).length;
  await run();
  while (recordsOf(place).length < before + count) await setImmediate();
  return recordsOf(place).slice(before);
}

function assertNowhere({ runtime }, ...texts) {
  for (const text of texts)
    assert.ok(!runtime.logs().includes(text), `${JSON.stringify(text)} is in the log`);
}

onRuntimes({}, (place) => {
  test("P-15 a record says what happened, and nothing else", async () => {
    const [good, refused, unknown, foreign] = await recordsFrom(place, 4, async () => {
      await (await place.send("/token", post(CODE_FORM))).text();
      await (await place.send(`/token?${new URLSearchParams(HOSTILE_FORM)}`, post(HOSTILE_FORM))).text();
      await (await place.send(`/token/${HOSTILE_FORM.code}?code=${HOSTILE_FORM.code}`)).text();
      const origin = `https://user:${HOSTILE_FORM.code}@evil.example/${HOSTILE_FORM.code}?code=${HOSTILE_FORM.code}`;
      await (await place.send("/token", post(HOSTILE_FORM, { origin }))).text();
    });
    const facts = ({ time: _, duration: __, ...rest }) => rest;
    const common = { method: "POST", app: "github", route: "/token" };
    assert.deepEqual(facts(good), { ...common, status: 200, origin: ORIGIN, error: null });
    assert.deepEqual(facts(refused), { ...common, status: 400, origin: ORIGIN, error: "invalid_request" });
    assert.deepEqual(facts(unknown), {
      method: "GET",
      app: null,
      route: null,
      status: 404,
      origin: null,
      error: "not_found",
    });
    assert.deepEqual(facts(foreign), {
      ...common,
      status: 403,
      origin: "https://evil.example",
      error: "origin_not_allowed",
    });
    for (const { time, duration } of [good, refused]) {
      assert.equal(new Date(time).toISOString(), time);
      assert.ok(Number.isInteger(duration));
    }
  });

  test("P-15 T-55 line breaks and control characters in path, query and headers forge no line", async () => {
    const paths = [
      `/token${ENCODED}`,
      `/${ENCODED}`,
      `/token?${ENCODED}`,
      "/token%00",
      "/%1b%5b2J",
      "/%e2%80%a8",
      `/${"a".repeat(5000)}`,
    ];
    const origins = [
      `https://evil.example/${ENCODED}`,
      `https://evil.example${ENCODED}`,
      "a\tb",
      "\u2028",
      `"},${FORGED}`,
      "a".repeat(5000),
    ].map((origin) => Buffer.from(origin).toString("latin1"));
    const requests = [...paths.map((path) => [path, ORIGIN]), ...origins.map((origin) => ["/token", origin])];
    const records = await recordsFrom(place, requests.length, async () => {
      for (const [path, origin] of requests)
        await (await place.send(path, post(HOSTILE_FORM, { origin }))).text();
    });
    assert.equal(records.length, requests.length);
    assert.ok(records.every((record) => record.status >= 400 && record.forged === undefined));
    assertNowhere(place, "forged", "1999", "%0d", "aaaa", "\u2028", "\u001b");
    assert.deepEqual(place.upstream.log, []);
  });

  test("P-15 T-55 as raw bytes, too: nothing of a request that is no HTTP gets into the log", async () => {
    for (const bytes of [
      `POST /token${FORGED} HTTP/1.1\r\n\r\n`,
      `${FORGED}\r\n\r\n`,
      `GET /\n${FORGED}\n HTTP/1.1\r\nHost: a\r\n\r\n`,
      head("POST /token HTTP/1.1", `Origin: ${ORIGIN}\n${FORGED}`, FORM_TYPE, "Content-Length: 0"),
      head("POST /token HTTP/1.1", `Origin: \r\n ${FORGED}`, FORM_TYPE, "Content-Length: 0"),
      head(`${"A".repeat(100)}\u001b[2J /token HTTP/1.1`, `Origin: ${ORIGIN}`),
      head("POST /token HTTP/1.1", "Origin: \u001b[2J\u007f\u0008", FORM_TYPE, "Content-Length: 0"),
    ]) {
      await talk(place.runtime, bytes, { ends: true });
    }
    // Its record is the last one: all that could be written of the others is there.
    await recordsFrom(place, 1, () => place.send("/healthz"));
    assertNowhere(place, "forged", "1999", "AAAA", "\u001b", "\\u001b");
  });

  test("P-14 P-15 T-42 what the provider says is not logged, whatever it says", async () => {
    const replies = [
      { error: `bad\r\n${FORGED}` },
      { error: "bad_verification_code", error_description: FORGED },
      { error: { [FORGED]: 1 } },
      { access_token: FORGED, token_type: FORGED },
      FORGED.slice(1),
    ];
    await recordsFrom(place, replies.length, async () => {
      for (const reply of replies) {
        place.upstream.reply = jsonReply(reply);
        await (await place.send("/token", post(CODE_FORM))).text();
      }
    });
    assertNowhere(place, "forged", "1999");
  });
});
