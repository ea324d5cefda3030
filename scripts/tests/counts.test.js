// Owns: proof that no crash and no empty run is ever counted as success.
// Must not: run real suites.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { countCommand, countLibtest, countNodeTests } from "../lib/counts.mjs";

test("a command counts as one", () => {
  assert.deepEqual(countCommand({ code: 0 }), { passed: 1, failed: 0, skipped: 0 });
  assert.deepEqual(countCommand({ code: 3 }), { passed: 0, failed: 1, skipped: 0 });
});

test("cargo test: the result lines of all test binaries add up", () => {
  const output = [
    "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.05s",
    "\u001b[31mtest result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\u001b[0m",
  ].join("\n");
  assert.deepEqual(countLibtest({ code: 101, output }), { passed: 15, failed: 2, skipped: 1 });
});

test("wasm-bindgen-test: its result line has no `measured` field", () => {
  const output = "test result: ok. 4 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.05s\n";
  assert.deepEqual(countLibtest({ code: 0, output }), { passed: 4, failed: 0, skipped: 0 });
});

test("cargo test: a crash after good results is a failure", () => {
  const output = "test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\nSIGSEGV\n";
  assert.deepEqual(countLibtest({ code: 101, output }), { passed: 4, failed: 1, skipped: 0 });
});

test("cargo test: no test at all is a failure", () => {
  const output = "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n";
  assert.deepEqual(countLibtest({ code: 0, output }), { passed: 0, failed: 1, skipped: 0 });
  assert.deepEqual(countLibtest({ code: 0, output: "" }), { passed: 0, failed: 1, skipped: 0 });
});

const sources = {
  mixed: `import test from "node:test";
test("good", () => {}); test("bad", () => { throw new Error("on purpose"); });
test.skip("left out", () => {}); test("later", { todo: true }, () => {});
test("group", async (t) => { t.test("never ends", () => new Promise(() => {})); });`,
  empty: "export {};",
  crash: `import test from "node:test"; test("good", () => {}); process.exit(3);`,
  good: `import test from "node:test"; test("good", () => {});`,
};

function runNodeTests(reporter, ...names) {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-counts-"));
  try {
    const files = names.map((name) => join(folder, `${name}.test.js`));
    for (const name of names) writeFileSync(join(folder, `${name}.test.js`), sources[name]);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    // Inside a test run this variable would make the inner run report to the outer one.
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
    const args = ["--test", `--test-reporter=${reporter}`, ...files];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8", env });
    return countNodeTests({ code: status, output: stdout });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const reporter of ["spec", "tap"]) {
  test(`node --test, ${reporter}: passes, failures, cancelled and left-out tests`, () => {
    assert.deepEqual(runNodeTests(reporter, "mixed"), { passed: 1, failed: 3, skipped: 2 });
  });

  test(`node --test, ${reporter}: a file without tests is a failure`, () => {
    assert.deepEqual(runNodeTests(reporter, "empty", "good"), { passed: 1, failed: 1, skipped: 0 });
  });

  test(`node --test, ${reporter}: a file that ends early is a failure`, () => {
    assert.deepEqual(runNodeTests(reporter, "crash", "good"), { passed: 1, failed: 1, skipped: 0 });
  });
}
