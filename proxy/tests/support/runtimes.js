// Starts the proxy as operators run it: `node proxy/cli.js`, real workerd, Deno or Bun, each a process of its own that
// listens on a free port. Must not configure anything by itself: `env` is all the proxy is told.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const require = createRequire(import.meta.url);
const fileOf = (path) => fileURLToPath(new URL(path, import.meta.url));
const PROXY = new URL("../../", import.meta.url);
const RUNTIMES = { node, workerd, deno: server("deno"), bun: server("bun") };

// A run that is cut off, by a time limit or by hand, must leave no server behind.
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => process.exit(1));

/** `{name, url, port, logs(), stop()}` of a proxy that listens. `stop` resolves when all it ever printed was read. */
export async function startRuntime(t, name, env) {
  const folder = await mkdtemp(join(tmpdir(), `portcullis-${name}-`));
  const { command, args, variables = {}, portIn = announcedPort } = await RUNTIMES[name](folder, env);
  // Nothing of the tests' own environment: a variable of the machine could configure the proxy.
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, HOME: folder, ...variables },
    // The third pipe is where workerd says its port.
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  process.once("exit", () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  const output = { log: "", control: "" };
  const listening = new Promise((resolve, reject) => {
    const read = (part) => (chunk) => {
      output[part] += chunk;
      const port = portIn(output);
      if (port !== undefined) resolve(Number(port));
    };
    for (const stream of child.stdio.slice(1)) stream.setEncoding("utf8");
    child.stdout.on("data", read("log"));
    child.stderr.on("data", read("log"));
    child.stdio[3].on("data", read("control"));
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`${name} ended with ${code}: ${output.log}`)));
  });
  const closed = once(child, "close");
  const stop = async () => {
    child.kill("SIGKILL");
    await closed;
  };
  t.after(stop);
  const port = await listening;
  return { name, port, url: `http://127.0.0.1:${port}`, logs: () => output.log, stop };
}

function node(_folder, env) {
  return {
    command: process.execPath,
    args: [fileOf("../../cli.js")],
    variables: { ...env, PORT: "0" },
  };
}

async function workerd(folder, env) {
  await build({
    entryPoints: [fileOf("../../worker.js")],
    outfile: join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    logLevel: "error",
  });
  // A JSON string is a Cap'n Proto string, as long as it is ASCII.
  const bindings = Object.entries(env).map(
    ([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`,
  );
  const config = `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [
        (name = "main", worker = .worker),
        (name = "local", network = (allow = ["private", "local"])),
      ],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
    );
    const worker :Workerd.Worker = (
      modules = [(name = "worker", esModule = embed "worker.js")],
      compatibilityDate = "${await compatibilityDate()}",
      globalOutbound = "local",
      bindings = [${bindings.join(", ")}],
    );`;
  await writeFile(join(folder, "config.capnp"), config);
  const portIn = ({ control }) => /"port":(\d+)/.exec(control)?.[1];
  const args = ["serve", join(folder, "config.capnp"), "--control-fd=3"];
  return { command: require.resolve("workerd/bin/workerd"), args, portIn };
}

// The one that the project's own deployment file names.
async function compatibilityDate() {
  const file = await readFile(new URL("deploy/wrangler.toml", PROXY), "utf8").catch(() => "");
  return /^compatibility_date\s*=\s*"([\d-]+)"/m.exec(file)?.[1] ?? "2026-04-01";
}

// The words that proxy/cli.js prints, too.
const LISTENS = "Portcullis token proxy: http://127.0.0.1:";
const announcedPort = ({ log }) => new RegExp(`${LISTENS}(\\d+)\n`).exec(log)?.[1];

const SERVERS = {
  deno: `Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: ({ port }) => console.log("${LISTENS}" + port) },
    (request, { remoteAddr }) => proxy(request, { address: remoteAddr.hostname }));`,
  bun: `const { port } = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: (request, server) =>
    proxy(request, { address: server.requestIP(request)?.address }) });
    console.log("${LISTENS}" + port);`,
};

function server(name) {
  return async (folder, env) => {
    const file = join(folder, "server.mjs");
    const start = `import { createTokenProxy, optionsFromEnv } from ${JSON.stringify(new URL("index.js", PROXY).href)};
      const proxy = createTokenProxy(optionsFromEnv(process.env));`;
    await writeFile(file, start + SERVERS[name]);
    const args = name === "deno" ? ["run", "--allow-all", "--quiet", file] : [file];
    return { command: fileOf(`../../../node_modules/.bin/${name}`), args, variables: env };
  };
}
