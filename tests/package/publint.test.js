// The package as publint and attw judge it: what bundlers, Node and TypeScript make of its manifest and its files.
// Owns: that neither has a complaint, and that both would have one. Must not: know our own rules; contents.test.js does.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { publint } from "publint";
import { install, pack, root, run } from "./support/consumer.js";

const { folder, installed, manifest } = install();
const attw = join(root, "node_modules", ".bin", "attw");
// A file that is fetched, not a module that is imported.
const FLAGS = ["--profile", "esm-only", "--exclude-entrypoints", "portcullis.wasm"];

/** What publint says about the package with another manifest. */
async function judge(changes = {}) {
  writeFileSync(join(installed, "package.json"), JSON.stringify({ ...manifest, ...changes }));
  const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });
  writeFileSync(join(installed, "package.json"), JSON.stringify(manifest));
  return messages.map(({ code, path }) => `${code} at ${path.join(".")}`);
}

test("publint has nothing to say, not even as advice", async () => {
  assert.deepEqual(await judge(), []);
});

test("publint would say that a file is missing", async () => {
  assert.deepEqual(await judge({ main: "./dist/lost.js" }), ["FILE_DOES_NOT_EXIST at main"]);
});

test("attw finds the right types for every entry, with each way of resolving modules", () => {
  // It ends with 0 only when there is no problem.
  const output = run(attw, [pack(folder), ...FLAGS, "--format", "json"], { cwd: folder });
  const { analysis } = JSON.parse(output);
  const modules = Object.keys(manifest.exports).filter((entry) => !entry.endsWith(".wasm"));
  assert.deepEqual(Object.keys(analysis.entrypoints).sort(), modules.sort());
});

test("attw would say that an entry has no types", () => {
  // Under another name: beside a script TypeScript finds the declarations without being told.
  cpSync(join(installed, "dist", "slim.js"), join(installed, "dist", "untyped.js"));
  const exports = { ".": manifest.exports["."], "./slim": "./dist/untyped.js" };
  writeFileSync(join(installed, "package.json"), JSON.stringify({ ...manifest, scripts: {}, exports }));
  const { status, stdout } = spawnSync(attw, ["--pack", installed, ...FLAGS], {
    cwd: folder,
    encoding: "utf8",
  });
  assert.equal(status, 1, stdout);
  assert.match(stdout, /No types/i);
});
