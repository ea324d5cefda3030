// Cloudflare Workers: what `wrangler deploy` would send, served by the real runtime; and `wrangler dev` with the limits
// of wrangler.toml and with the example. Must not reach Cloudflare.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CODE_FORM, post } from "../support/proxy.js";
import { assertServes, startProvider } from "./support/behaviour.js";
import { makeProject, PROXY, run, start } from "./support/project.js";

const WRANGLER_TOML = readFileSync(join(PROXY, "deploy/wrangler.toml"), "utf8");
const CLIENT = { "cf-connecting-ip": "203.0.113.7" };
const quoted = (env) => Object.entries(env).map(([name, value]) => [name, JSON.stringify(value)]);

/** The template as somebody fills it in. `[vars]` is its only table of values. */
function fillIn(main, env) {
  const values = quoted(env).map((pair) => pair.join(" = "));
  const [head, limits] = WRANGLER_TOML.split(/\n\[vars\]\n[^[]*/);
  return `${head.replace(/^main = .*$/m, `main = "${main}"`)}\n[vars]\n${values.join("\n")}\n\n${limits}`;
}

test("P-16 what wrangler.toml deploys serves in workerd: exchange, foreign page, preflight, limit", async (t) => {
  const { upstream, env } = await startProvider(t);
  const cwd = makeProject({});
  // Where it lies beside the sources; wrangler leaves files there.
  const deploy = join(cwd, "node_modules/portcullis-proxy/deploy");
  cpSync(join(PROXY, "deploy"), deploy, { recursive: true });
  const said = run("wrangler", ["deploy", "--dry-run", "--outdir", cwd], { cwd: deploy });
  assert.match(said, /env\.PORTCULLIS_ADDRESS_LIMITER \(60 requests\/60s\)/);
  assert.match(said, /env\.PORTCULLIS_ORIGIN_LIMITER \(1200 requests\/60s\)/);

  const bindings = quoted(env).map(([name, value]) => `(name = "${name}", text = ${value})`);
  const [, date] = /^compatibility_date = "(.+)"$/m.exec(WRANGLER_TOML);
  const config = `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [(name = "main", worker = .w), (name = "net", network = (allow = ["private", "local"]))],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
    );
    const w :Workerd.Worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")], compatibilityDate = "${date}",
      globalOutbound = "net", bindings = [${bindings}],
    );`;
  writeFileSync(join(cwd, "config.capnp"), config);
  // It says its free port as JSON, to a descriptor of one's choice.
  const script = `workerd serve config.capnp --control-fd=3 3>&1 | sed -un 's|.*"port":\\([0-9]*\\).*|http://127.0.0.1:\\1|p'`;
  const { url } = await start(t, "sh", ["-c", script], { cwd, env: {} });
  await assertServes(url, upstream, { headers: CLIENT });
  const other = { "cf-connecting-ip": "203.0.113.8" };
  assert.equal((await fetch(`${url}/token`, post(CODE_FORM, other))).status, 200, "another client still may");
});

const develop = (t, cwd) =>
  start(t, "wrangler", ["dev", "--port", "0", "--ip", "127.0.0.1"], {
    ...{ cwd, env: {} },
    address: /Ready on (http:\/\/127\.0\.0\.1:\d+)/,
  });

test("P-16 the limiters of wrangler.toml are what counts", async (t) => {
  const { upstream, env } = await startProvider(t);
  const { PORTCULLIS_ADDRESS_LIMIT: _, ...variables } = env;
  const cwd = makeProject({});
  const config = fillIn("node_modules/portcullis-proxy/worker.js", variables);
  // Far below what is counted in memory.
  writeFileSync(join(cwd, "wrangler.toml"), config.replace("limit = 60,", "limit = 4,"));
  const { url } = await develop(t, cwd);
  const statuses = [];
  // Its minutes begin with those of the clock: in the worst case the second one is the first whole one.
  while (statuses.length < 9 && statuses.at(-1) !== 429)
    statuses.push((await fetch(`${url}/token`, post(CODE_FORM, CLIENT))).status);
  assert.equal(statuses.pop(), 429);
  assert.ok(statuses.length >= 4 && statuses.every((status) => status === 200), `${statuses}`);
  assert.equal(upstream.log.length, statuses.length);
});

test("the Cloudflare example: the page and the proxy on one origin", async (t) => {
  const { upstream, env } = await startProvider(t);
  const cwd = makeProject({ examples: ["cloudflare.js"] });
  const assets = '\n[assets]\ndirectory = "public"\nbinding = "ASSETS"\nrun_worker_first = true\n';
  const variables = { ...env, PORTCULLIS_BASE_PATH: "/auth/github" };
  writeFileSync(join(cwd, "wrangler.toml"), fillIn("cloudflare.js", variables).split("[[")[0] + assets);
  mkdirSync(join(cwd, "public"));
  writeFileSync(join(cwd, "public/index.html"), "Your page.");
  const { url } = await develop(t, cwd);
  assert.equal(await (await fetch(url)).text(), "Your page.");
  await assertServes(`${url}/auth/github`, upstream, { headers: CLIENT });
});
