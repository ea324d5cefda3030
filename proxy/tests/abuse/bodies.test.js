// What a body may be (T-46, T-52; P-05, P-06): its type, its size, its encoding, its form. Slow ones are in slow.test.js.
// Must not ask about grants.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { ORIGIN, post } from "../support/proxy.js";
import {
  assertRefused,
  assertRefusedBytes,
  assertStillGood,
  HOSTILE_FORM,
  onRuntimes,
  test,
} from "./support/suite.js";
import { chunked, FORM_TYPE, head, talk } from "./support/wire.js";

const FORM = new URLSearchParams(HOSTILE_FORM).toString();
const FORM_MIME = "application/x-www-form-urlencoded";

const TYPES = [
  "text/plain",
  "text/plain;charset=UTF-8",
  "multipart/form-data; boundary=x",
  "application/json",
  "application/json; charset=utf-8",
  "application/octet-stream",
  "text/html",
  "",
  `${FORM_MIME}, text/plain`,
  `text/plain, ${FORM_MIME}`,
  `${FORM_MIME}; charset=utf-7`,
  `${FORM_MIME}; charset=iso-8859-1`,
  `${FORM_MIME}; charset=utf-8; charset=utf-16`,
  `${FORM_MIME}; boundary=x`,
  `${FORM_MIME}x`,
  `x${FORM_MIME}`,
  `multipart/form-data; x="${FORM_MIME}"`,
];
const ENCODINGS = ["gzip", "deflate", "br", "zstd", "identity", "gzip, identity", "x"];
const many = (name) => Array.from({ length: 100_000 }, (_, index) => `${name(index)}=`).join("&");

const MALFORMED = {
  "a repeated code": `${FORM}&code=second`,
  "a code repeated in another spelling": `${FORM}&c%6fde=second`,
  "a repeated grant_type": `grant_type=refresh_token&${FORM}`,
  "a repeated name that is unknown": `${FORM}&x=1&x=1`,
  "an unknown name": `${FORM}&x=1`,
  "a name with brackets": `${FORM}&code[]=1`,
  "an empty name": `${FORM}&=1`,
  "a name without a value": `${FORM}&x`,
  "an ampersand at the end": `${FORM}&`,
  "two ampersands": FORM.replace("&", "&&"),
  "a semicolon for an ampersand": FORM.replace("&code_verifier", ";code_verifier"),
  "a broken percent encoding": FORM.replace("hostile", "hostile%zz"),
  "half a percent encoding": `${FORM}%4`,
  "an encoded NUL": FORM.replace("hostile", "hostile%00"),
  "an encoded line break": FORM.replace("hostile", "hostile%0d%0a"),
  "an encoded line break at the end": `${FORM}%0a`,
  "a letter beyond ASCII in the code": FORM.replace("hostile", "hostile%C3%A9"),
  "an encoded surrogate": FORM.replace("hostile", "hostile%ED%A0%80"),
  "an overlong encoding": FORM.replace("hostile", "hostile%C0%AF"),
  "a byte order mark": `%EF%BB%BF${FORM}`,
  "a line break at the end": `${FORM}\r\n`,
  "__proto__ as a name": `${FORM}&__proto__=1`,
  "__proto__[x] as a name": `${FORM}&__proto__[client_secret]=1`,
  "constructor as a name": `${FORM}&constructor=1`,
  "JSON in a form": JSON.stringify(HOSTILE_FORM),
  "JSON as a name": `${JSON.stringify(HOSTILE_FORM)}=`,
  "deep JSON": "[".repeat(8000),
  "deep brackets": `code${"[x]".repeat(2000)}=1`,
  nothing: "",
  "an equals sign": "=",
};

onRuntimes({}, (place) => {
  test("P-05 T-46 T-52 no other content type is read, however right the body is", async () => {
    for (const type of TYPES) {
      const response = await place.send("/token", post(FORM, { "content-type": type }));
      await assertRefused(place, response, 415, "unsupported_media_type", ORIGIN);
    }
    const json = post(JSON.stringify(HOSTILE_FORM), { "content-type": "application/json" });
    await assertRefused(place, await place.send("/token", json), 415, "unsupported_media_type", ORIGIN);
    const lines = [`Origin: ${ORIGIN}`, `Content-Length: ${FORM.length}`];
    const answer = await talk(place.runtime, head("POST /token HTTP/1.1", ...lines) + FORM);
    assertRefusedBytes(place, answer);
    assert.deepEqual(answer.statuses, [415], "no content type");
    await assertStillGood(place);
  });

  test("P-05 T-46 nothing is unpacked", async () => {
    const bomb = gzipSync("a".repeat(5_000_000));
    for (const encoding of ENCODINGS) {
      for (const body of [gzipSync(FORM), bomb, FORM]) {
        const response = await place.send("/token", post(body, { "content-encoding": encoding }));
        await assertRefused(place, response, 415, "unsupported_media_type", ORIGIN);
      }
    }
    await assertRefused(
      place,
      await place.send("/token", post(gzipSync(FORM))),
      400,
      "invalid_request",
      ORIGIN,
    );
  });

  test("P-06 T-46 a body over 8 KiB is refused, whole or in chunks, whatever it holds", async () => {
    const bodies = [
      `${FORM}&x=${"a".repeat(8192)}`,
      "a".repeat(10_000_000),
      `${FORM}${"&".repeat(10_000_000)}`,
      many((index) => `k${index}`),
      many(() => "code"),
      "%".repeat(1_000_000),
      "[".repeat(1_000_000),
    ];
    for (const body of bodies) {
      const answer = await talk(
        place.runtime,
        head("POST /token HTTP/1.1", `Origin: ${ORIGIN}`, FORM_TYPE, `Content-Length: ${body.length}`) + body,
      );
      assertRefusedBytes(place, answer);
      const streamed = head(
        "POST /token HTTP/1.1",
        `Origin: ${ORIGIN}`,
        FORM_TYPE,
        "Transfer-Encoding: chunked",
      );
      const pieces = body.match(/[\s\S]{1,60000}/g);
      assertRefusedBytes(place, await talk(place.runtime, streamed + chunked(...pieces)));
    }
    const exact = `${FORM}&x=`.padEnd(8193, "a");
    await assertRefused(place, await place.send("/token", post(exact)), 413, "request_too_large", ORIGIN);
    const fitting = await place.send("/token", post(exact.slice(0, 8192)));
    await assertRefused(place, fitting, 400, "invalid_request", ORIGIN);
    await assertStillGood(place);
  });

  test("P-06 T-46 a chunked body without end gets its 413 while it is still being sent", async () => {
    const start = head("POST /token HTTP/1.1", `Origin: ${ORIGIN}`, FORM_TYPE, "Transfer-Encoding: chunked");
    const endless = chunked(FORM, ...Array(20).fill("a".repeat(1000))).slice(0, -5);
    const answer = await talk(place.runtime, start + endless);
    assert.deepEqual(answer.statuses, [413]);
    assertRefusedBytes(place, answer);
  });

  for (const [name, body] of Object.entries(MALFORMED)) {
    test(`P-06 T-46 ${name}: refused`, async () => {
      const response = await place.send("/token", post(body));
      await assertRefused(place, response, 400, "invalid_request", ORIGIN);
    });
  }

  test("P-06 bytes that are no UTF-8: refused", async () => {
    for (const byte of [0x80, 0xc0, 0xe9, 0xf5, 0xff]) {
      const body = Buffer.concat([Buffer.from(FORM), Buffer.from([byte])]);
      await assertRefused(place, await place.send("/token", post(body)), 400, "invalid_request", ORIGIN);
    }
  });
});
