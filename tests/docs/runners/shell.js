// Checks documented commands: they are scripts of the project, and name files, tests and suites that are there.
// Owns: every command line but the proxy's, which server.js runs. Must not: build, install or run whole suites.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suites } from "../../../scripts/lib/suites.mjs";
import { block, root } from "../support/markdown.js";

const read = (path) => readFileSync(join(root, path), "utf8");
const manifest = JSON.parse(read("package.json"));
const suiteNames = suites.map(({ name }) => name);
const linesOf = (code) => code.split("\n").map((line) => line.replace(/\s+#.*/, ""));

function assertScript(name) {
  const command = manifest.scripts[name];
  assert.ok(command, `npm run ${name} is no script of package.json`);
  for (const [, file] of command.matchAll(/\bnode (\S+)/g)) assert.ok(existsSync(join(root, file)), file);
}

/** Commands by their form. Each says what makes such a line right. */
const COMMANDS = [
  [/^npm (start|test)$/, assertScript],
  [/^npm run ([\w:]+)(?: -- --\w+)?$/, assertScript],
  [/^npm pack$/, () => {}],
  [
    /^npm install \.\.\/portcullis\/(\S+)$/,
    (file) => assert.equal(file, `${manifest.name}-${manifest.version}.tgz`),
  ],
  [/^npm test -- (\w+)$/, (suite) => assert.ok(suiteNames.includes(suite), suite)],
  [/^npx tsc -p (\S+)$/, (folder) => assert.ok(existsSync(join(root, folder, "tsconfig.json")))],
  [
    /^cargo test --test (\w+) (\w+)$/,
    (file, filter) => assert.match(read(`tests/${file}.rs`), new RegExp(`#\\[test\\]\\nfn \\w*${filter}`)),
  ],
  [
    /^node --test --test-name-pattern="([^"]+)" (\S+)$/,
    (pattern, file) => assert.match(read(file), new RegExp(`test\\([^)]*${pattern}`)),
  ],
  [/^node --test (\S+)$/, runTestFile],
];

/** Without the variable by which the inner run would report to this one. */
function runTestFile(file) {
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  const { status, stdout } = spawnSync(process.execPath, ["--test", file], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout);
}

function checkLines(name) {
  const lines = linesOf(block(name)).filter((line) => line !== "");
  for (const line of lines) {
    const [found] = COMMANDS.map(([form, check]) => [form.exec(line), check]).filter(([match]) => match);
    assert.ok(found, `no test knows the command: ${line}`);
    const [match, check] = found;
    check(...match.slice(1));
  }
  assert.ok(lines.length > 0);
}

export const inShell = {
  commands: () => checkLines("commands"),
  bench: () => checkLines("bench"),
  stranger: () => checkLines("stranger"),
  "bench-sdk": () => checkLines("bench-sdk"),
  build: () => checkLines("build"),
  install: () => checkLines("install"),
  "one-test": () => checkLines("one-test"),
};
