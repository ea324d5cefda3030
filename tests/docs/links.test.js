// Links and pictures of the documents lead somewhere: to a file of the project, to a heading, or to https.
// Owns: everything that does not need the network. Must not: fetch what is outside.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { anchorsOf, documentAt, documents, linksOf, root } from "./support/markdown.js";

for (const document of documents) {
  test(`${document.path}: every link and picture leads somewhere`, () => {
    for (const target of linksOf(document)) {
      if (/^[a-z]+:/i.test(target)) {
        assert.match(target, /^https:\/\/[a-z0-9.-]+\.[a-z]+(?:\/|$)/, target);
        continue;
      }
      const [file, fragment] = target.split("#");
      const path = file === "" ? document.path : normalize(join(dirname(document.path), file));
      assert.ok(existsSync(join(root, path)), `${target}: there is no ${path}`);
      if (fragment === undefined) continue;
      assert.ok(anchorsOf(documentAt(path)).includes(fragment), `${path} has no heading #${fragment}`);
    }
  });
}

test("README.md leads to the licenses and, by way of others, to every document", () => {
  const readme = linksOf(documentAt("README.md"));
  for (const path of ["LICENSE-MIT", "LICENSE-APACHE"]) assert.ok(readme.includes(path), path);
  const reached = new Set(["README.md"]);
  for (const path of reached) {
    const files = linksOf(documentAt(path)).map((target) =>
      normalize(join(dirname(path), target.split("#")[0])),
    );
    for (const file of files) if (documentAt(file)) reached.add(file);
  }
  assert.deepEqual([...reached].sort(), documents.map(({ path }) => path).sort());
});

test("no document names the machine it was written on", () => {
  for (const { path, text } of documents)
    assert.doesNotMatch(text, /\/root\/|\/home\/|\/work\/|\/tmp\//, path);
});
