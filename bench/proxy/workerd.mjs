// Starts a worker on workerd: bundles its entry, writes the configuration next to it, runs `workerd serve`.
// Must not know which worker it is.

import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { makeFolder, startProcess } from "./processes.mjs";

const WORKERD = createRequire(import.meta.url).resolve("workerd/bin/workerd");

export async function startWorker(name, entry, variables, port) {
  const folder = makeFolder();
  const bundle = { entryPoints: [entry], bundle: true, format: "esm", target: "es2022" };
  await build({ ...bundle, outfile: join(folder, "worker.mjs"), logLevel: "error" });
  const file = join(folder, "config.capnp");
  writeFileSync(file, config(variables, port));
  return startProcess(name, WORKERD, ["serve", file]);
}

// The fake provider is on this machine, so the worker may reach local addresses and nothing else.
function config(variables, port) {
  const quote = JSON.stringify;
  const bindings = Object.entries(variables).map(
    ([key, text]) => `(name = ${quote(key)}, text = ${quote(text)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "local", network = (allow = ["private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.mjs")],
  compatibilityDate = "2026-01-01",
  globalOutbound = "local",
  bindings = [${bindings.join(", ")}],
);
`;
}
