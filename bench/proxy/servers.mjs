// The servers under load, each a process of its own, and the fake provider behind them. A server counts as
// started when it has answered one code exchange rightly. Must not measure.

import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { CLIENT_ID, CLIENT_SECRET, EXCHANGE, REDIRECT_URI, TOKENS } from "./exchange.mjs";
import { freePort, startProcess } from "./processes.mjs";
import { startWorker } from "./workerd.mjs";

const START_MILLISECONDS = 15_000;
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

const SERVERS = {
  "bare Node.js handler": (name, env) => startNode(name, "./bare-node.mjs", env),
  "Portcullis on Node.js": (name, env) => startNode(name, "../../proxy/cli.js", env),
  "bare worker": (name, env) => startWorker(name, path("./bare-worker.mjs"), env, env.PORT),
  "Portcullis on workerd": (name, env) => startWorker(name, path("../../proxy/worker.js"), env, env.PORT),
};

/** Each of ours with the bare server that it is compared with. */
export const PAIRS = [
  { ours: "Portcullis on Node.js", bare: "bare Node.js handler" },
  { ours: "Portcullis on workerd", bare: "bare worker" },
];

export async function startUpstream() {
  const port = await freePort();
  startNode("The fake provider", "./upstream.mjs", { PORT: String(port) });
  const url = `http://127.0.0.1:${port}/login/oauth/access_token`;
  await answered(url, { method: "POST", body: `client_secret=${CLIENT_SECRET}` });
  return url;
}

export async function startServer(name, tokenUrl) {
  const port = await freePort();
  const env = {
    PORT: String(port),
    HOST: "127.0.0.1",
    GITHUB_CLIENT_ID: CLIENT_ID,
    GITHUB_CLIENT_SECRET: CLIENT_SECRET,
    GITHUB_TOKEN_URL: tokenUrl,
    GITHUB_REDIRECT_URI: REDIRECT_URI,
    // All load comes from one address and one origin.
    PORTCULLIS_ADDRESS_LIMIT: "0",
    PORTCULLIS_ORIGIN_LIMIT: "0",
  };
  const { pid, stop } = await SERVERS[name](name, env);
  const url = `http://127.0.0.1:${port}/token`;
  await answered(url, EXCHANGE);
  return { name, url, pid, stop };
}

function startNode(name, file, env) {
  return startProcess(name, process.execPath, [path(file)], { env });
}

async function answered(url, init) {
  const deadline = Date.now() + START_MILLISECONDS;
  for (;;) {
    const response = await fetch(url, init).catch(() => undefined);
    const body = await response?.json().catch(() => undefined);
    if (response?.status === 200 && body?.access_token === TOKENS.access_token) return;
    if (response || Date.now() > deadline) {
      throw new Error(`No tokens from ${url}: ${response?.status ?? "no answer"} ${JSON.stringify(body)}`);
    }
    await setTimeout(50);
  }
}
