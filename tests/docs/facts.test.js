// Facts that the documents repeat are those of the code: sizes, variables, versions, folders, suites, defaults.
// Owns: the comparison. Must not: hold a fact of its own.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { optionsFromEnv } from "../../proxy/index.js";
import { serverOptionsFromEnv } from "../../proxy/node/environment.js";
import { suites } from "../../scripts/lib/suites.mjs";
import { block, blocksOf, documentAt, documents, root, rowsOf } from "./support/markdown.js";

const read = (path) => readFileSync(join(root, path), "utf8");
const manifest = JSON.parse(read("package.json"));
const readme = documentAt("README.md");
const contributing = documentAt("CONTRIBUTING.md");
const codeIn = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);

test("the sizes in README.md are the limits of size-budget.json", () => {
  const budget = JSON.parse(read("size-budget.json"));
  const rows = rowsOf(readme).filter((cells) => / KiB$/.test(cells[2]));
  const stated = Object.fromEntries(
    rows.map(([file, , limit]) => [codeIn(file)[0], Number.parseFloat(limit)]),
  );
  const { "slim.js": _, "portcullis.wasm": __, ...files } = budget; // parts of `slim`
  assert.deepEqual(Object.keys(stated).sort(), Object.keys(files).sort());
  for (const [file, limit] of Object.entries(stated)) assert.equal(limit * 1024, budget[file], file);
});

test("the variables in proxy/README.md are those that the proxy reads, README.md has some of them, with their defaults", () => {
  const asked = new Set();
  const environment = new Proxy({}, { get: (_, name) => void asked.add(name) });
  optionsFromEnv(environment);
  const server = serverOptionsFromEnv(environment);
  // A rule for one app has the name of the rule for all.
  const isOwn = (name) => /^GITHUB_/.test(name) && asked.has(name.replace("GITHUB", "PORTCULLIS"));
  const read = [...asked].filter((name) => !isOwn(name));
  const rowsIn = (path) => rowsOf(documentAt(path)).filter(([name]) => /^`[A-Z_]+`/.test(name));
  const namesIn = (rows) => rows.flatMap(([name]) => codeIn(name)).sort();
  const all = rowsIn("proxy/README.md");
  assert.deepEqual(namesIn(all), read.sort());
  for (const [name, , fallback] of rowsIn("README.md"))
    assert.equal(all.find(([one]) => one === name)?.[2], fallback, name);
  const place = all.find(([name]) => codeIn(name).includes("PORT"));
  assert.deepEqual(codeIn(place[2]), [String(server.port), server.host]);
  // The page of the quick start asks the proxy where it listens by default.
  assert.ok(block("quick-start").includes(`proxyUrl: "http://${server.host}:${server.port}"`));
});

test("the quick start is five statements, and every later createAuth has the same options", () => {
  const statements = block("quick-start").match(/^\S.*(?:\n[ }].*)*/gm);
  assert.equal(statements.length, 5);
  const [options] = /createAuth\(\{\n[\s\S]*?\}\)/.exec(block("quick-start"));
  const flat = (code) => code.replaceAll(/\s+/g, " ");
  for (const name of ["script-tag", "slim"]) assert.ok(flat(block(name)).includes(flat(options)), name);
});

test("versions: Node, browsers and the package's own", () => {
  const [, node] = /Node (\d+\.\d+) or later/.exec(readme.text);
  assert.equal(manifest.engines.node, `>=${node}`);
  const [, chrome, firefox, safari] = /Chrome (\d+), Firefox (\d+),\s+Safari (\d+) and later/.exec(
    readme.text,
  );
  const targets = /target: \["chrome(\d+)", "firefox(\d+)", "safari(\d+)"\]/.exec(read("www/build.mjs"));
  assert.deepEqual([chrome, firefox, safari], targets.slice(1));
  assert.ok(documentAt("CHANGELOG.md").text.includes(manifest.version));
});

test("error codes in the documents exist", () => {
  const code = documents.flatMap(blocksOf).map((one) => one.code);
  const named = code.flatMap((text) => [...text.matchAll(/\bcode [!=]== "(\w+)"/g)]);
  const thrown = code.flatMap((text) => [...text.matchAll(/\bconst code = .* "(\w+)" : "(\w+)"/g)]);
  // Tables of errors begin with a code and what it means.
  const listed = documents.flatMap(rowsOf).filter(([cell]) => /^`[a-z]+_[a-z_]+`$/.test(cell));
  // The table of what a sign-in can come to has them in the second column, and their class in the third.
  const outcomes = rowsOf(documentAt("docs/sign-in.md")).filter(([, , kind]) =>
    /^`\w+(?:Error|Auth)/.test(kind ?? ""),
  );
  for (const name of new Set(outcomes.flatMap(([, , cell]) => codeIn(cell).slice(0, 1))))
    assert.ok(read("www/types/errors.d.ts").includes(`class ${name} `), name);
  const codes = [...named, ...thrown]
    .flatMap(([, ...found]) => found)
    .concat(listed.flatMap(([cell]) => codeIn(cell)))
    .concat(outcomes.flatMap(([, cell]) => codeIn(cell)));
  assert.ok(codes.length > 6);
  for (const one of codes) assert.ok(read("www/types/errors.d.ts").includes(`| "${one}"`), one);
});

test("CONTRIBUTING.md names every suite, and its files and folders exist", () => {
  const [, listed] = /The suites are ([\w, -]+)\./.exec(contributing.text.replaceAll("\n", " "));
  assert.deepEqual(
    listed.split(/, | and /),
    suites.map(({ name }) => name),
  );
  const paths = rowsOf(contributing)
    .flatMap((cells) => cells.flatMap(codeIn))
    .filter((code) => /^(?:src|www|proxy|scripts|tests)(?:\/|$)/.test(code) && !code.includes("*"));
  assert.ok(paths.length > 15);
  for (const path of paths) assert.ok(existsSync(join(root, path)), path);
});

test("C-68 README.md and SECURITY.md rank RFC 10017's architectures, and say what no store stops", () => {
  for (const { path, text } of [readme, documentAt("SECURITY.md")]) {
    const words = text.toLowerCase().replaceAll(/\s+/g, " ");
    const ranked = [
      "rfc 10017",
      "backend for the frontend",
      "token-mediating backend",
      "browser-based client",
    ];
    const places = ranked.map((name) => words.indexOf(name));
    assert.ok(places[0] >= 0 && places.every((place, i) => i === 0 || place > places[i - 1]), path);
    assert.match(words, /(?:no store|neither store)[^.]* stops? it/, path);
    assert.match(words, /javascript (?:in|that runs in) your page/, path);
  }
});
