// What is in the package, and what must never be: every file by name, every path of package.json, no trace of the
// machine that built it. Owns: the list. Must not: run what it finds.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { install, root } from "./support/consumer.js";

const { installed, manifest, files } = install();
const read = (file, encoding = "utf8") => readFileSync(join(installed, file), encoding);

const LICENCES = ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY-NOTICES.txt"];
const DOCUMENTS = ["CHANGELOG.md", "README.md", "SECURITY.md", ...LICENCES];
const ELEMENTS = ["device-code", "sign-in"];
const ENTRIES = [...ELEMENTS, "callback", "index", "indexeddb", "octokit", "react", "slim", "testing"];
const BUILT = [
  ...ENTRIES.flatMap((name) => [`${name}.d.ts`, `${name}.js`]),
  ...["portcullis.global.js", "portcullis.wasm", "sri.json"],
  // One file a subject, of which index.d.ts is made.
  ...readdirSync(join(root, "www/types")).map((name) => `types/${name}`),
];
// Not a credential in sight: GitHub's token prefixes, its client secrets (40 hex digits), private keys.
const SECRETS = [
  ...[/\bgh[oprsu]_[A-Za-z0-9]{20,}/, /\bgithub_pat_\w{20,}/],
  ...[/\b[0-9a-f]{40}\b/, /-----BEGIN [A-Z ]*PRIVATE KEY-----/, /_authToken/],
];

/** The paths that package.json names, in `exports` and everywhere else. */
function namedPaths() {
  const { exports, bin, main, types, unpkg, jsdelivr } = manifest;
  const targets = Object.values(exports).flatMap((entry) => (entry.types ? Object.values(entry) : entry));
  return [...new Set([...targets, ...Object.values(bin), main, types, unpkg, jsdelivr].map(normalize))];
}

/** The proxy's files: what its entries and its command import, and the declarations of the entries. */
function proxyFiles() {
  const found = new Set(namedPaths().filter((path) => path.startsWith("proxy")));
  for (const file of found) {
    if (!file.endsWith(".js")) continue;
    for (const [, specifier] of read(file).matchAll(/from "(\.\/[^"]+)"/g)) {
      found.add(join(dirname(file), specifier));
    }
  }
  return [...found];
}

test("the files are the built ones, the proxy's own, and documents: no tests, no sources", () => {
  const built = BUILT.map((name) => `dist/${name}`);
  assert.deepEqual(files, [...DOCUMENTS, ...built, ...proxyFiles(), "package.json"].sort());
});

test("the list of files is committed: a change of it is a difference", () => {
  const listed = readFileSync(join(root, "etc/files.txt"), "utf8");
  assert.equal(listed, `${files.join("\n")}\n`, "the package's files have changed: npm run api");
});

test("every path in package.json is there, and every entry has types", () => {
  for (const path of namedPaths()) assert.ok(files.includes(path), path);
  for (const [entry, target] of Object.entries(manifest.exports)) {
    if (typeof target === "string") continue;
    assert.deepEqual(Object.keys(target), ["types", "default"], entry);
  }
});

test("the command can be run: a Node script, executable", () => {
  const [[name, path]] = Object.entries(manifest.bin);
  assert.equal(name, "portcullis-proxy");
  assert.match(read(path), /^#!\/usr\/bin\/env node\n/);
  assert.ok(statSync(join(installed, path)).mode & 0o111);
});

test("nothing is installed with it, and nothing runs at its installation", () => {
  for (const kind of ["dependencies", "optionalDependencies", "bundleDependencies"])
    assert.equal(manifest[kind], undefined, kind);
  // The app's own React, for portcullis/react.
  assert.deepEqual(Object.keys(manifest.peerDependencies), ["react"]);
  assert.deepEqual(manifest.peerDependenciesMeta, { react: { optional: true } });
  for (const script of ["preinstall", "install", "postinstall", "prepare"])
    assert.equal(manifest.scripts[script], undefined, script);
});

test("the script's hash for `integrity` is that of the script", () => {
  const sums = JSON.parse(read("dist/sri.json"));
  assert.deepEqual(Object.keys(sums), ["portcullis.global.js"]);
  const bytes = readFileSync(join(installed, "dist/portcullis.global.js"));
  assert.equal(sums["portcullis.global.js"], `sha384-${createHash("sha384").update(bytes).digest("base64")}`);
});

test("no path of the building machine and nothing like a secret is in any file", () => {
  const paths = ["/root/", "/home/", "/Users/", ".cargo", ".rustup", "rustlib", root, `${homedir()}/`];
  for (const file of files) {
    const bytes = read(file, "latin1");
    for (const path of paths) assert.ok(!bytes.includes(path), `${file} holds ${path}`);
    for (const pattern of SECRETS) assert.ok(!pattern.test(bytes), `${file} holds something like ${pattern}`);
  }
});

test("no file points to a source map or a module that is not there", () => {
  for (const file of files.filter((name) => name.endsWith(".js"))) {
    const text = read(file);
    assert.ok(!text.includes("sourceMappingURL"), file);
    for (const [, specifier] of text.matchAll(/(?:\bfrom|\bimport\()\s*"([^"]+)"/g)) {
      const isThere = specifier.startsWith(".") && existsSync(join(installed, dirname(file), specifier));
      const isReact = specifier === "react" && file === "dist/react.js";
      assert.ok(specifier.startsWith("node:") || isReact || isThere, `${file} imports ${specifier}`);
    }
  }
});
