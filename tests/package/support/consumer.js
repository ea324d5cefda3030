// A project that has installed the package: packed by npm, unpacked in a temporary folder, imported by its name.
// Owns: that folder and running code in it. Must not: build anything, or know what is in the package.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Runs a command to its end; what it printed, when it went well. */
export function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", ...options });
  assert.equal(status, 0, `${command} ${args.join(" ")}: ${error ?? stdout + stderr}`);
  return stdout;
}

/** A new, empty folder that is gone after the tests of this file. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-consumer-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The path of a fresh tarball, as `npm publish` would send it. */
export function pack(folder) {
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const [{ filename }] = JSON.parse(run("npm", args, { cwd: root }));
  return join(folder, filename);
}

/** Installs the package by unpacking it: it has no dependencies and no scripts, so nothing else would happen. */
export function install() {
  const folder = temporaryFolder();
  const installed = join(folder, "node_modules", "portcullis");
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  run("tar", ["-xzf", pack(folder), "-C", installed, "--strip-components=1"]);
  const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  return { folder, installed, manifest, files: listFiles(installed) };
}

/** Runs a module in that project, in a Node of its own; gives what the module hands to `report`. */
export function runInNode(folder, module) {
  const report = "const report = (value) => process.stdout.write(JSON.stringify(value));";
  return JSON.parse(
    run(process.execPath, ["--input-type=module", "--eval", `${report}\n${module}`], { cwd: folder }),
  );
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
