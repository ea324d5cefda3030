// Whose work is in the package: a notice for each crate in the wasm and for each package in the scripts.
// Owns: that THIRD-PARTY-NOTICES.txt is current, whole and packed. Must not: judge a licence; scripts/lib/notices.mjs does.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { INLINED, thirdPartyNotices, wasmCrates } from "../../scripts/lib/notices.mjs";
import { install, root } from "./support/consumer.js";

const committed = readFileSync(join(root, "THIRD-PARTY-NOTICES.txt"), "utf8");
const { installed, manifest } = install();

test("the notices are those of what is built now", () => {
  assert.equal(
    committed,
    thirdPartyNotices(),
    "dependencies have changed: npm run notices, and commit what it writes",
  );
});

test("every crate that is compiled into the wasm has a notice with somebody's name", () => {
  const crates = wasmCrates();
  for (const name of ["base64ct", "oauth2", "sha2", "talc", "wasm-bindgen"])
    assert.ok(
      crates.some((crate) => crate.name === name),
      name,
    );
  for (const { name, version } of crates)
    assert.match(committed, new RegExp(`^${name} ${version} \\(https://.+\\)\\n  (?:Copyright|By) .+`, "m"));
});

test("every package that the scripts import is inlined with a notice, or is the app's own React", () => {
  const scripts = readdirSync(join(root, "www"), { recursive: true })
    .filter((name) => name.endsWith(".js") && !name.startsWith("demo"))
    .map((name) => readFileSync(join(root, "www", name), "utf8"));
  const imports = scripts.flatMap((text) => [
    ...text.matchAll(/^(?:import|export)\b[^";=(]*"([^"./#][^"]*)"/gm),
  ]);
  const packages = imports
    .map(([, name]) => name)
    .filter((name) => !/^(?:node:|esbuild$|terser$)/.test(name));
  assert.deepEqual([...new Set(packages)].sort(), [...Object.keys(INLINED), "react"]);
  assert.deepEqual(manifest.peerDependenciesMeta, { react: { optional: true } });
  for (const name of Object.keys(INLINED))
    assert.match(committed, new RegExp(`^${name} .+\\n {2}Copyright`, "m"));
});

test("the notices and both licences are packed", () => {
  for (const name of ["THIRD-PARTY-NOTICES.txt", "LICENSE", "LICENSE-MIT", "LICENSE-APACHE"])
    assert.equal(readFileSync(join(installed, name), "utf8"), readFileSync(join(root, name), "utf8"), name);
});
