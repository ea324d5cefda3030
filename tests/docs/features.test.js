// docs/features.md has every row, once, and each names how it is met and a test that exists.
// Owns: the list of rows, and finding tests by their titles. Must not: run them; other suites do.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { documentAt, root, rowsOf } from "./support/markdown.js";

const numbered = (letter, first, last) =>
  Array.from({ length: last - first + 1 }, (_, index) => `${letter}${first + index}`);
const IDS = [
  ...numbered("I", 1, 44),
  ...numbered("P", 1, 27),
  ...numbered("P", 37, 48),
  ...numbered("O", 1, 38),
];

const read = (path) => readFileSync(join(root, path), "utf8");
const rows = rowsOf(documentAt("docs/features.md")).filter(([id]) => !/^(?:id|-+)$/.test(id));
const codeIn = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
const testsIn = (cell) => [...cell.matchAll(/`([^`]+)`: "([^"]+)"/g)].map(([, ...named]) => named);

/** Titles of a file's tests as its source has them: in Rust, the names of the functions. */
function titlesOf(path) {
  const declared = path.endsWith(".rs")
    ? /#\[(?:\w+::)?(?:wasm_bindgen_)?test\]\s+(?:async )?fn (?<title>\w+)\(/g
    : /^ {0,4}\w+\(\s*(["`])(?<title>.+?)\1,/gm; // at the top, in a loop, or in a list of scenarios
  return [...read(path).matchAll(declared)].map(({ groups }) => groups.title);
}

/** Everything that the package's own sources and types say. */
const words = new Set(
  ["www", "www/types", "www/stores", "www/sign-in", "www/server", "www/elements"]
    .flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(folder, file)))
    .filter((path) => /\.(?:js|ts)$/.test(path))
    .flatMap((path) => read(path).match(/\w+/g)),
);

test("every feature has one row, in order", () => {
  assert.deepEqual(
    rows.map(([id]) => id),
    IDS,
  );
});

for (const [id, feature, how, proof, ...others] of rows) {
  test(`${id} says how, in names that there are, and a test that there is proves it`, () => {
    assert.deepEqual(others, []);
    assert.ok(feature);
    const [said] = how.split("Not: ");
    assert.ok(codeIn(said).length > 0 || said.includes("Another way: "), "neither how nor another way");
    const names = codeIn(said).flatMap((code) => code.match(/[A-Za-z_]\w*/g) ?? []);
    assert.deepEqual(
      names.filter((name) => !words.has(name)),
      [],
      "not a name of the package",
    );

    const named = testsIn(proof);
    assert.ok(named.length > 0, "no test");
    assert.equal(proof, named.map(([path, part]) => `\`${path}\`: "${part}"`).join(", "));
    for (const [path, part] of named) {
      assert.ok(existsSync(join(root, path)), `there is no ${path}`);
      const found = titlesOf(path).filter((title) => title.includes(part));
      assert.equal(found.length, 1, `${path} has ${found.length} tests called "${part}"`);
    }
  });
}
