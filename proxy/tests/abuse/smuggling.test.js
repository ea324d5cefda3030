// Bodies whose length two HTTP parsers could read in two ways (T-47, P-18), as raw bytes. Where a runtime's own parser says
// no, any refusal will do; never a 200, and never a byte at the provider.

import assert from "node:assert/strict";
import { CODE_FORM, ORIGIN } from "../support/proxy.js";
import { assertRefusedBytes, assertStillGood, HOSTILE_FORM, onRuntimes, test } from "./support/suite.js";
import { chunked, FORM_TYPE, head, talk } from "./support/wire.js";

const POST = "POST /token HTTP/1.1";
const GOOD = [`Origin: ${ORIGIN}`, FORM_TYPE];
const CHUNKED = "Transfer-Encoding: chunked";
const FORM = new URLSearchParams(HOSTILE_FORM).toString();
const SIZE = FORM.length;
const LENGTH = `Content-Length: ${SIZE}`;
const plain = (...headers) => head(POST, ...GOOD, ...headers) + FORM;
const pieces = (...headers) => head(POST, ...GOOD, ...headers) + chunked(FORM);
const inner = plain(LENGTH);

const REFUSED = {
  "Content-Length and Transfer-Encoding": pieces(LENGTH, CHUNKED),
  "Transfer-Encoding and Content-Length": pieces(CHUNKED, LENGTH),
  "TE.CL with a request inside": head(POST, ...GOOD, "Content-Length: 4", CHUNKED) + chunked(inner),
  "two Content-Lengths": plain(LENGTH, "Content-Length: 5"),
  "two equal Content-Lengths": plain(LENGTH, LENGTH),
  "a list of Content-Lengths": plain(`${LENGTH}, ${SIZE}`),
  "a Content-Length with a sign": plain(`Content-Length: +${SIZE}`),
  "a negative Content-Length": plain("Content-Length: -1"),
  "a hexadecimal Content-Length": plain(`Content-Length: 0x${SIZE.toString(16)}`),
  "an empty Content-Length": plain("Content-Length: "),
  "a Content-Length beyond 64 bits": plain("Content-Length: 18446744073709551617"),
  "no length at all": plain(),
  "two Transfer-Encodings": pieces(CHUNKED, "Transfer-Encoding: identity"),
  "two equal Transfer-Encodings": pieces(CHUNKED, CHUNKED),
  "a Transfer-Encoding with a space before the colon": pieces("Transfer-Encoding : chunked", LENGTH),
  "a Transfer-Encoding that is folded": pieces("Transfer-Encoding:\r\n chunked"),
  "a Transfer_Encoding": plain("Transfer_Encoding: chunked", LENGTH),
  "Transfer-Encoding in HTTP/1.0": head("POST /token HTTP/1.0", ...GOOD, CHUNKED, LENGTH) + chunked(FORM),
  "a chunk size with a sign": `${head(POST, ...GOOD, CHUNKED)}+${chunked(FORM)}`,
  "a negative chunk size": `${head(POST, ...GOOD, CHUNKED)}-${chunked(FORM)}`,
  "a chunk size with 0x": `${head(POST, ...GOOD, CHUNKED)}0x${chunked(FORM)}`,
  "a chunk size that overflows": `${head(POST, ...GOOD, CHUNKED)}1000000000000000${chunked(FORM)}`,
  "a chunk that is longer than it says": `${head(POST, ...GOOD, CHUNKED)}5\r\n${FORM}\r\n0\r\n\r\n`,
  "a chunk extension with a line feed": pieces(CHUNKED).replace(/\r\n(?=grant)/, ";a\nb\r\n"),
  "a body that ends early": plain(`Content-Length: ${SIZE + 1}`),
  "a chunked body without an end": pieces(CHUNKED).slice(0, -"0\r\n\r\n".length),
};
const ENCODINGS = ["xchunked", "chunked, chunked", "chunked, identity", "identity, chunked", "gzip, chunked"];
for (const value of [...ENCODINGS, "chunked;q=1", "\x0bchunked", '"chunked"', "identity", "chunked,", ""]) {
  REFUSED[`Transfer-Encoding: ${JSON.stringify(value)}`] = pieces(`Transfer-Encoding: ${value}`);
}

onRuntimes({}, (place) => {
  for (const [name, bytes] of Object.entries(REFUSED)) {
    test(`P-18 T-47 ${name} is refused`, async () => {
      assertRefusedBytes(place, await talk(place.runtime, bytes, { ends: true }));
    });
  }

  test("P-18 T-47 CL.TE: the outer request is refused; what is inside is no part of it", async () => {
    const body = `0\r\n\r\n${inner.replaceAll(HOSTILE_FORM.code, CODE_FORM.code)}`;
    const bytes = head(POST, ...GOOD, `Content-Length: ${body.length}`, CHUNKED) + body;
    const { statuses } = await talk(place.runtime, bytes);
    assert.ok(statuses[0] >= 400);
    // A worker cannot close its connection: workerd goes on with what it takes for the next request of this client.
    assert.ok(place.upstream.log.length <= (place.name === "workerd" ? 1 : 0));
  });

  test("P-18 T-47 garbage behind a good request never becomes a request or a second good answer", async () => {
    const garbage = ["GARBAGE\r\n\r\n", "\0\0\0\0\r\n\r\n", `0\r\n\r\n${inner.slice(1)}`];
    for (const [index, bytes] of garbage.entries()) {
      const form = new URLSearchParams({ ...CODE_FORM, code: `good${index}` }).toString();
      const good = head(POST, ...GOOD, `Content-Length: ${form.length}`) + form;
      const { statuses } = await talk(place.runtime, good + bytes);
      assert.ok(statuses.filter((status) => status < 400).length <= 1);
    }
    const codes = place.upstream.log.map(({ form }) => form.code);
    assert.equal(new Set(codes).size, codes.length);
    assert.ok(codes.every((code) => /^good[0-2]$/.test(code)));
  });

  test("P-18 the same request without a fault is answered, whole and in chunks", async () => {
    const form = new URLSearchParams({ ...CODE_FORM, code: "faultless" }).toString();
    for (const bytes of [
      head(POST, ...GOOD, `Content-Length: ${form.length}`) + form,
      head(POST, ...GOOD, CHUNKED) + chunked(form),
      head(POST, ...GOOD, CHUNKED) + chunked(form.slice(0, 9), form.slice(9)),
    ]) {
      assert.deepEqual((await talk(place.runtime, bytes)).statuses, [200]);
    }
    const arrived = place.upstream.log.filter((request) => request.form.code === "faultless");
    assert.equal(arrived.length, 3);
    await assertStillGood(place);
  });
});
