// Waiting for what a server or a page has come to. Owns: the one loop that looks again and again. Must not: be a pause: it
// ends when what it waits for is so.

import assert from "node:assert/strict";

const TRIES = 500;

/** The limit only ends a wait that would never end. */
export async function until(isTrue) {
  for (let tries = 0; !(await isTrue()); tries += 1) {
    assert.ok(tries < TRIES, `never happened: ${isTrue}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
