// The limiter that counts in memory (P-16): spans of a fixed length, and a bound on how much it remembers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryRateLimiter } from "../index.js";

function start(t, options) {
  t.mock.timers.enable({ apis: ["Date"], now: 1_700_000_000_000 });
  const { limit } = memoryRateLimiter(options);
  const ask = async (key) => {
    const { success, retryAfter } = await limit({ key });
    return success ? true : retryAfter;
  };
  return { ask, tick: (milliseconds) => t.mock.timers.tick(milliseconds) };
}

test("P-16 so many in a span, then none until it ends; each key by itself", async (t) => {
  const { ask, tick } = start(t, { limit: 3, period: 60 });
  assert.deepEqual([await ask("a"), await ask("a"), await ask("a")], [true, true, true]);
  assert.equal(await ask("a"), 60);
  assert.equal(await ask("b"), true);
  tick(59_001);
  assert.equal(await ask("a"), 1);
  tick(998);
  assert.equal(await ask("a"), 1);
  tick(1);
  assert.deepEqual([await ask("a"), await ask("a"), await ask("a")], [true, true, true]);
  assert.equal(await ask("a"), 60, "the next span is as strict");
});

test("P-16 asking while it is full does not make the span longer", async (t) => {
  const { ask, tick } = start(t, { limit: 1, period: 10 });
  assert.equal(await ask("a"), true);
  for (let second = 10; second > 0; second -= 1) {
    assert.equal(await ask("a"), second);
    tick(1000);
  }
  assert.equal(await ask("a"), true);
});

test("P-16 T-46 it remembers 10 000 keys: of more the oldest spans are forgotten, not the newest", async (t) => {
  const { ask, tick } = start(t, { limit: 1, period: 60 });
  assert.equal(await ask("first"), true);
  assert.equal(await ask("second"), true);
  tick(60_000);
  // Its span begins anew, so that it is no longer the oldest.
  assert.equal(await ask("first"), true);
  for (let count = 0; count < 9_998; count += 1) await ask(`key-${count}`);
  assert.equal(await ask("first"), 60);
  assert.equal(await ask("key-9998"), true, "in the place of the second");
  assert.equal(await ask("first"), 60);
  assert.equal(await ask("key-9999"), true, "in the place of the first");
  assert.equal(await ask("first"), true);
  assert.equal(await ask("key-9999"), 60);
});

test("P-16 names of the language are keys like others", async (t) => {
  const { ask } = start(t, { limit: 1, period: 60 });
  for (const key of ["__proto__", "constructor", "toString"]) {
    assert.deepEqual([await ask(key), await ask(key)], [true, 60]);
  }
});

test("a limiter of nothing, or for no time, is refused", () => {
  for (const limit of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "60", undefined]) {
    assert.throws(() => memoryRateLimiter({ limit, period: 60 }), RangeError);
  }
  for (const period of [0, -1, Number.NaN, undefined, "soon"]) {
    assert.throws(() => memoryRateLimiter({ limit: 60, period }), RangeError);
  }
});
