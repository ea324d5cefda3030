// The wasm as text: what the build writes, the page reads back, byte for byte, and no bundler or page trips over it.
// Must not build anything: the packed file is tested in tests/package.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeWasm, encodeWasm } from "../../www/wasm-text.js";

const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => byte);

test("every sequence of bytes comes back as it was", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      assert.deepEqual(decodeWasm(encodeWasm(bytes)), bytes);
    }),
  );
  for (const bytes of [
    new Uint8Array(0),
    EVERY_BYTE,
    EVERY_BYTE.toReversed(),
    new Uint8Array(5000).fill(255),
  ]) {
    assert.deepEqual(decodeWasm(encodeWasm(bytes)), bytes);
  }
});

test("the text is printable ASCII without quotes, backslash, dollar, backtick and <", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      assert.match(encodeWasm(bytes), /^[ !#%-&(-;=-[\]-_a-~]*$/);
    }),
  );
});
