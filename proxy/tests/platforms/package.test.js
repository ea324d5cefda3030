// The package `portcullis-proxy`: installed by npm from its tarball, without the SDK and without a network.
// Owns: what is in it, and that its entries, types and command run from there. Must not repeat the command's own tests.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { assertServes, startProvider } from "./support/behaviour.js";
import { PROXY, pack, run, start, temporaryFolder } from "./support/project.js";

const cwd = temporaryFolder();
const installed = join(cwd, "node_modules/portcullis-proxy");
const read = (path) => readFileSync(join(PROXY, path), "utf8");
const manifest = JSON.parse(read("package.json"));

writeFileSync(join(cwd, "package.json"), '{ "private": true, "type": "module" }');
const flags = ["--offline", "--no-audit", "--no-fund"];
run("npm", ["install", ...flags, pack(cwd)], { cwd });

test("version, license and engines are those of the SDK; it needs nothing and runs nothing when installed", () => {
  const sdk = JSON.parse(read("../package.json"));
  for (const field of ["version", "license", "engines"]) assert.deepEqual(manifest[field], sdk[field], field);
  assert.equal(manifest.dependencies, undefined);
  assert.equal(manifest.scripts, undefined);
  assert.deepEqual(
    readdirSync(join(cwd, "node_modules")).filter((name) => !name.startsWith(".")),
    ["portcullis-proxy"],
  );
});

test("the package holds its sources, types, licenses, and what the README links: no tests", () => {
  const files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
  const others = files.filter((path) => !/^(?:\w+\/)?[\w-]+\.js$|^examples\//.test(path)).sort();
  assert.deepEqual(others, [
    ...["LICENSE", "LICENSE-APACHE", "LICENSE-MIT", "README.md"],
    ...["deploy/Dockerfile", "deploy/wrangler.toml"],
    ...["index.d.ts", "node.d.ts", "package.json", "worker.d.ts"],
  ]);
  assert.deepEqual(
    files.filter((path) => /^tests\//.test(path)),
    [],
  );
  for (const name of ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT"])
    assert.equal(read(name), read(`../${name}`), name);
});

test("every entry can be imported, and TypeScript finds its types", () => {
  const entries = Object.keys(manifest.exports).filter((entry) => !entry.endsWith(".json"));
  const code = entries.map((entry, index) => {
    const name = join("portcullis-proxy", entry);
    return `import * as entry${index} from "${name}";\nexport const used${index}: object = entry${index};`;
  });
  assert.equal(entries.length, 3);
  writeFileSync(join(cwd, "app.ts"), code.join("\n"));
  const options = ["--strict", "--noEmit", "--module", "nodenext", "--lib", "es2022,dom"];
  run("tsc", [...options, "app.ts"], { cwd });
  writeFileSync(join(cwd, "app.js"), code.join("\n").replaceAll(": object", ""));
  run("node", ["app.js"], { cwd });
});

test("npx --no -- portcullis-proxy --check says what would be allowed, never the secret", async (t) => {
  const { env } = await startProvider(t);
  const said = run("npx", ["--no", "--", "portcullis-proxy", "--check"], { cwd, env });
  assert.match(said, /^app github \(github\), client ID Ov23liPortcullis$/m);
  assert.ok(!said.includes(env.GITHUB_CLIENT_SECRET));
  const { GITHUB_CLIENT_ID: _, ...without } = env;
  const refusal = run("npx", ["--no", "--", "portcullis-proxy", "--check"], { cwd, env: without, status: 1 });
  assert.match(refusal, /GITHUB_CLIENT_ID is missing/);
});

test("P-16 Node: the command serves, and counts the client's address", async (t) => {
  const { upstream, env } = await startProvider(t);
  const { url } = await start(t, "npx", ["--no", "--", "portcullis-proxy"], { cwd, env });
  await assertServes(url, upstream);
});
