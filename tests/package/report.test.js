// The committed API reports: a change of the public types is a difference of etc/, in the same commit.
// Owns: that they are current. What is in them is scripts/lib/api.mjs's.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { apiReports, listEntries } from "../../scripts/lib/api.mjs";
import { install, root } from "./support/consumer.js";

const reports = apiReports();
const { installed, manifest } = install();

test("there is a report for each entry with types, and none too many", () => {
  const committed = readdirSync(join(root, "etc")).filter((name) => name !== "files.txt");
  assert.deepEqual(committed.sort(), Object.keys(reports).sort());
});

for (const [name, text] of Object.entries(reports)) {
  test(`etc/${name} is the API as it is`, () => {
    const committed = readFileSync(join(root, "etc", name), "utf8");
    assert.equal(committed, text, "the public API has changed: npm run api, and commit what it writes");
  });
}

test("what is reported is what is shipped", () => {
  for (const { specifier, file } of listEntries()) {
    const { types } = manifest.exports[specifier.replace(manifest.name, ".")];
    assert.equal(readFileSync(join(installed, types), "utf8"), readFileSync(file, "utf8"), specifier);
  }
});

test("a report has no comments, and every exported name once", () => {
  for (const [name, text] of Object.entries(reports)) {
    assert.doesNotMatch(text, /\/\*|^\s*\/\//m, name);
    assert.doesNotMatch(text, /: any\b|<any\b|\bany\[\]/, name);
  }
  const names = [
    ...reports["index.api.md"].matchAll(/^export (?:declare )?(?:class|interface|type) (\w+)/gm),
  ];
  assert.equal(new Set(names.map(([, name]) => name)).size, names.length);
});
