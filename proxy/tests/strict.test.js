// Strict HTTP over raw sockets (P-18, T-47): what two parsers could read in two ways is refused, once, in the
// proxy's own form. Must not use an HTTP client: none would send this.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE_FORM, startServer } from "./support/proxy.js";
import { exchange, requestHead } from "./support/raw.js";

const FORM = new URLSearchParams(CODE_FORM).toString();
const TYPE = "Content-Type: application/x-www-form-urlencoded";
const GOOD = ["Origin: https://app.example", TYPE, "Connection: close"];
const LENGTH = `Content-Length: ${FORM.length}`;
const CHUNKED = `${FORM.length.toString(16)}\r\n${FORM}\r\n0\r\n\r\n`;
const POST = "POST /token HTTP/1.1";

async function assertRefusedRaw(t, bytes, status) {
  const { server, upstream } = await startServer(t);
  const answer = await exchange(t, server.url, bytes);
  assert.equal(answer.slice(0, 13), `HTTP/1.1 ${status} `);
  assert.equal(answer.match(/HTTP\/1\.1/g).length, 1, "one answer");
  for (const header of ["cache-control: no-store", "vary: Origin", "x-content-type-options: nosniff"]) {
    assert.ok(answer.includes(`\r\n${header}\r\n`), header);
  }
  const [head, body] = answer.split("\r\n\r\n");
  assert.deepEqual(Object.keys(JSON.parse(body)), ["error", "error_description"]);
  assert.match(head, new RegExp(`content-length: ${body.length}`, "i"));
  assert.equal(upstream.log.length, 0, "nothing reached the provider");
}

const REFUSED = {
  "Content-Length and Transfer-Encoding": [
    requestHead(POST, ...GOOD, LENGTH, "Transfer-Encoding: chunked") + CHUNKED,
    400,
  ],
  "Transfer-Encoding and Content-Length": [
    requestHead(POST, ...GOOD, "Transfer-Encoding: chunked", LENGTH) + CHUNKED,
    400,
  ],
  "two Content-Lengths": [requestHead(POST, ...GOOD, LENGTH, "Content-Length: 5") + FORM, 400],
  "a Content-Length with a sign": [requestHead(POST, ...GOOD, `Content-Length: +${FORM.length}`) + FORM, 400],
  "a compressed transfer encoding": [
    requestHead(POST, ...GOOD, "Transfer-Encoding: gzip, chunked") + CHUNKED,
    415,
  ],
  "a folded header": [requestHead(POST, ...GOOD, "X-Note: a\r\n b", LENGTH) + FORM, 400],
  "a folded Origin": [requestHead(POST, TYPE, "Origin:\r\n https://app.example", LENGTH) + FORM, 400],
  "a space before the colon": [requestHead(POST, TYPE, "Origin : https://app.example", LENGTH) + FORM, 400],
  "an underscore in a header name": [requestHead(POST, ...GOOD, "X_Forwarded_Host: a", LENGTH) + FORM, 400],
  "a header named __proto__": [requestHead(POST, ...GOOD, "__proto__: a", LENGTH) + FORM, 400],
  "bare line feeds": [requestHead(POST, ...GOOD, LENGTH).replaceAll("\r\n", "\n") + FORM, 400],
  "two Host headers": [requestHead(POST, ...GOOD, "Host: evil.example", LENGTH) + FORM, 400],
  "no Host header": [[POST, ...GOOD, LENGTH, "", ""].join("\r\n") + FORM, 400],
  "no HTTP at all": ["\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400],
  "headers over 16 KiB": [requestHead(POST, ...GOOD, `X-Note: ${"a".repeat(20_000)}`, LENGTH), 431],
  TRACE: [requestHead("TRACE /token HTTP/1.1", ...GOOD), 405],
};
for (const target of [
  "http://proxy.example/token",
  "http://evil.example/token",
  "//token",
  "//proxy.example/token",
]) {
  REFUSED[`target ${target}`] = [requestHead(`POST ${target} HTTP/1.1`, ...GOOD, LENGTH) + FORM, 400];
}
for (const target of [
  "///token",
  "/\\token",
  "/x/../token",
  "/./token",
  "/token#x",
  "/x/%2e%2e/token",
  "/token?",
]) {
  REFUSED[`target ${target}`] = [requestHead(`POST ${target} HTTP/1.1`, ...GOOD, LENGTH) + FORM, 400];
}
REFUSED["target *"] = [requestHead("OPTIONS * HTTP/1.1", ...GOOD), 400];

for (const [name, [bytes, status]] of Object.entries(REFUSED)) {
  test(`P-18 T-47 ${name}: ${status}`, (t) => assertRefusedRaw(t, bytes, status));
}

test("P-18 the same request without a fault is answered, chunked or not", async (t) => {
  const { server, upstream } = await startServer(t);
  for (const bytes of [
    requestHead(POST, ...GOOD, LENGTH) + FORM,
    requestHead(POST, ...GOOD, "Transfer-Encoding: chunked") + CHUNKED,
    requestHead(POST, ...GOOD, "Expect: 100-continue", LENGTH) + FORM,
    requestHead(POST, ...GOOD, "Expect: something", LENGTH) + FORM,
    requestHead(POST, ...GOOD, "Upgrade: h2c", LENGTH) + FORM,
  ]) {
    assert.match(await exchange(t, server.url, bytes), /HTTP\/1\.1 200 OK/);
  }
  assert.equal(upstream.log.length, 5);
});

test("P-18 T-47 a body that is no longer readable HTTP is cut off, and nothing is forwarded", async (t) => {
  const { server, upstream } = await startServer(t);
  for (const bytes of [
    requestHead(POST, ...GOOD, "Transfer-Encoding: xchunked") + CHUNKED,
    requestHead(POST, ...GOOD, "Transfer-Encoding: chunked") + CHUNKED.replace("\r\n", "\n"),
    `${requestHead(POST, ...GOOD, "Transfer-Encoding: chunked")}-5\r\n${FORM}\r\n0\r\n\r\n`,
  ]) {
    assert.equal(await exchange(t, server.url, bytes), "");
  }
  assert.equal(upstream.log.length, 0);
});

test("P-18 T-47 garbage behind an open exchange never becomes its answer", async (t) => {
  const { server, upstream } = await startServer(t);
  upstream.reply = () => {};
  const good = requestHead(POST, "Origin: https://app.example", TYPE, LENGTH) + FORM;
  assert.equal(await exchange(t, server.url, `${good}GARBAGE\r\n\r\n`), "");
});
