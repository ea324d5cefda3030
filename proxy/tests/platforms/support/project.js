// A project that has installed the proxy as npm packs it, and processes in it, as a person starts them.
// Must not configure the proxy: `env` is all that a process is told.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

export const PROXY = fileURLToPath(new URL("../../../", import.meta.url));
const MODULES = join(PROXY, "../node_modules");
const ADDRESS = /(http:\/\/(?:127\.0\.0\.1|localhost):\d+)/;

/** What every command of the project is run with, and nothing of the tests' own variables. */
const variables = (cwd, env) => ({
  ...{ PATH: `${join(MODULES, ".bin")}:${process.env.PATH}`, HOME: cwd },
  ...{ WRANGLER_SEND_METRICS: "false", NEXT_TELEMETRY_DISABLED: "1", DENO_NO_UPDATE_CHECK: "1" },
  ...env,
});

/** Runs a command to its end; what it printed. */
export function run(command, args, { cwd, env, status = 0 }) {
  const options = { cwd, env: variables(cwd, env), encoding: "utf8", timeout: 120_000 };
  const done = spawnSync(command, args, options);
  assert.equal(done.status, status, `${command} ${args.join(" ")}: ${done.stdout}${done.stderr}`);
  return done.stdout + done.stderr;
}

/** An empty folder that is gone when the tests of this file have ended, and all that runs in it. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-platform-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** The path of the tarball that `npm publish` would send. */
export function pack(folder) {
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const { stdout } = spawnSync("npm", args, { cwd: PROXY, encoding: "utf8" });
  return join(folder, JSON.parse(stdout)[0].filename);
}

/** A folder with these examples in it, the proxy installed, and those packages of this repository. */
export function makeProject({ examples = [], packages = [] }) {
  const folder = temporaryFolder();
  const installed = join(folder, "node_modules/portcullis-proxy");
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  // No dependencies and no scripts: to unpack it is to install it.
  run("tar", ["-xzf", pack(folder), "-C", installed, "--strip-components=1"], { cwd: folder });
  for (const name of packages) symlinkSync(join(MODULES, name), join(folder, "node_modules", name));
  for (const path of examples)
    cpSync(join(PROXY, "examples", path), join(folder, basename(path)), { recursive: true });
  return folder;
}

/**
 * Starts what serves; resolves when it has said where, by default with the first address. `said` is everything it
 * printed; `stop` asks it to end, and gives code and signal when it has.
 */
export async function start(t, command, args, { cwd, env, address = ADDRESS }) {
  // A group of its own, because some commands start others.
  const options = { cwd, env: variables(cwd, env), detached: true, stdio: ["ignore", "pipe", "pipe"] };
  const child = spawn(command, args, options);
  let said = "";
  const closed = once(child, "close");
  t.after(async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGKILL");
    await closed;
  });
  const url = await new Promise((resolve, reject) => {
    const read = (chunk) => {
      said += chunk;
      const [, found] = address.exec(said) ?? [];
      if (found) resolve(found.replace("localhost", "127.0.0.1"));
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    closed.then(([code]) => reject(new Error(`${command} ended with ${code}: ${said}`)), reject);
  });
  const stop = async () => {
    child.kill("SIGTERM");
    return closed;
  };
  return { url, said: () => said, stop };
}
