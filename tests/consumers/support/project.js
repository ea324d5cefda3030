// Projects that have installed the package: npm puts the packed tarball into one of them, offline, and the others get a copy.
// Owns: their folders, and running tools in them. Must not: know what is built of them.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { pack, root, run } from "../../package/support/consumer.js";

const sources = fileURLToPath(new URL("../", import.meta.url));
const modules = join(root, "node_modules");

/** Within this project: what else an app needs, such as React, it finds in the node_modules above. */
function temporaryFolder() {
  const results = join(root, "test-results");
  mkdirSync(results, { recursive: true });
  const folder = mkdtempSync(join(results, "consumers-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Gives `project(name, source)`: a new project with that source, and with the app's options for `createAuth`. */
export function installPackage(options) {
  const home = temporaryFolder();
  const manifest = '{ "private": true, "type": "module" }\n';
  const config = `export const github = ${JSON.stringify(options, null, 2)};\n`;
  writeFileSync(join(home, "package.json"), manifest);
  const quiet = ["--offline", "--no-audit", "--no-fund", "--no-package-lock"];
  run("npm", ["install", "--prefix", home, ...quiet, pack(home)], { cwd: home });
  return (name, source) => {
    const folder = join(home, name);
    cpSync(join(sources, source), folder, { recursive: true });
    cpSync(join(home, "node_modules"), join(folder, "node_modules"), { recursive: true });
    writeFileSync(join(folder, "package.json"), manifest);
    mkdirSync(join(folder, "src"), { recursive: true });
    writeFileSync(join(folder, "src", "config.js"), config);
    return folder;
  };
}

/** Not what the test runner is given: a tool decides by itself whether it builds for production. */
export const environment = { ...process.env, NODE_ENV: undefined, NEXT_TELEMETRY_DISABLED: "1" };

export const programOf = (tool) => join(modules, ".bin", tool);

export const tool = (name, args, cwd) => run(programOf(name), args, { cwd, env: environment });

/** With its version, as far as one means another behaviour. */
export function titleOf(name, dependency = name.toLowerCase()) {
  const { version } = JSON.parse(readFileSync(join(modules, dependency, "package.json"), "utf8"));
  return `${name} ${/^(?:0\.)?\d+/.exec(version)}`;
}
