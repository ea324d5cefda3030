// What pages say: collects console messages and uncaught errors of a browser context.
// Owns: the judgement which of them are unexpected. A test announces what it provokes, and only that is let through.
// Must not: hide anything; `lines` has every message for whoever looks into a failure.

import assert from "node:assert/strict";

const LOUD = ["error", "warning", "assert"];

export function watchConsole(context) {
  const lines = [];
  const problems = [];
  const allowed = [];
  context.on("console", (message) => {
    const line = `console.${message.type()}: ${message.text()}`;
    lines.push(line);
    if (LOUD.includes(message.type())) problems.push(line);
  });
  context.on("weberror", (event) => {
    const line = `uncaught: ${event.error().stack ?? event.error()}`;
    lines.push(line);
    problems.push(line);
  });
  return {
    lines,
    allow: (pattern) => allowed.push(pattern),
    verify() {
      const unexpected = problems.filter((line) => !allowed.some((pattern) => pattern.test(line)));
      assert.deepEqual(unexpected, [], "the page said what no test expected");
    },
  };
}
