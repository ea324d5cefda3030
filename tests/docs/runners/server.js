// Runs the documented ways to have a token proxy: as a command with its environment, and as a fetch handler.
// Owns: what must have happened after it. Must not: reach a network; GitHub's answer is given here.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { bundle } from "../support/bundle.js";
import { block, root } from "../support/markdown.js";

const ENV = { GITHUB_CLIENT_ID: "Ov23liReader", GITHUB_CLIENT_SECRET: "a-secret-of-the-reader" };
const GITHUB_TOKEN_URL = "https://github.com/login/oauth/access_token";
const TOKEN = { access_token: "gho_made_up", token_type: "bearer", scope: "" };
const FORM = {
  grant_type: "authorization_code",
  client_id: ENV.GITHUB_CLIENT_ID,
  code: "b4d5c6a7e8f90123b4d5",
  redirect_uri: "https://app.example/callback",
  code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
};

async function runCommand({ t }) {
  // Whoever reads it has their own.
  const code = block("proxy")
    .replace("Ov23li…", ENV.GITHUB_CLIENT_ID)
    .replace('"…"', `"${ENV.GITHUB_CLIENT_SECRET}"`);
  assert.match(code, /\nnpm run proxy\n$/);
  const { PATH, HOME } = process.env;
  // A group of its own: npm hands no signal to what it starts. Any free port, because 8787 may be taken.
  const shell = spawn("sh", ["-e", "-c", code], {
    cwd: root,
    env: { PATH, HOME, PORT: "0" },
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => {
    if (shell.exitCode === null && shell.signalCode === null) process.kill(-shell.pid, "SIGKILL");
  });
  const started = new Promise((resolve) => {
    const lines = createInterface({ input: shell.stdout });
    lines.on("line", (line) => {
      const [, address] = /^Portcullis token proxy: (\S+)$/.exec(line) ?? [];
      if (address) resolve(address);
    });
  });
  const ended = once(shell, "close");
  const url = await Promise.race([
    started,
    ended.then(([code]) => assert.fail(`it ended with code ${code}`)),
  ]);
  const redirectUri = new URL(/GITHUB_REDIRECT_URI="([^"]+)"/.exec(code)[1]);
  const ask = (origin) =>
    fetch(`${url}/token`, { method: "POST", headers: { origin }, body: new URLSearchParams({}) });
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  // The page of that callback may ask, and is told what is missing; another one may not.
  assert.equal((await ask(redirectUri.origin)).status, 400);
  assert.equal((await ask("https://evil.example")).status, 403);
  process.kill(-shell.pid, "SIGTERM");
  await ended;
}

async function load(name) {
  const text = await bundle(block(name));
  return import(`data:text/javascript,${encodeURIComponent(text)}`);
}

async function runWorker({ t }) {
  const { default: worker } = await load("worker");
  await exchangeThrough((request) => worker.fetch(request, ENV), "/auth/github", GITHUB_TOKEN_URL, t);
}

async function runGoogleProxy({ t }) {
  process.env.GOOGLE_CLIENT_ID = ENV.GITHUB_CLIENT_ID;
  process.env.GOOGLE_CLIENT_SECRET = ENV.GITHUB_CLIENT_SECRET;
  const { proxy } = await load("google-proxy");
  await exchangeThrough(proxy, "/auth/google", "https://oauth2.googleapis.com/token", t);
}

/** One code through that handler, to that token endpoint and nowhere else, with the secret. */
async function exchangeThrough(handler, basePath, tokenUrl, t) {
  const upstream = t.mock.method(globalThis, "fetch", async () => Response.json(TOKEN));
  t.mock.method(console, "log", () => {});

  const health = await handler(new Request(`https://app.example${basePath}/healthz`));
  assert.deepEqual(await health.json(), { status: "ok" });
  const request = new Request(`https://app.example${basePath}/token`, {
    method: "POST",
    headers: { origin: "https://app.example" },
    body: new URLSearchParams(FORM),
  });
  const answer = await handler(request);
  assert.deepEqual([answer.status, await answer.json()], [200, TOKEN]);
  assert.equal(upstream.mock.callCount(), 1);
  const [address, { body }] = upstream.mock.calls[0].arguments;
  assert.equal(String(address), tokenUrl);
  assert.equal(new URLSearchParams(String(body)).get("client_secret"), ENV.GITHUB_CLIENT_SECRET);
}

export const onServer = { proxy: runCommand, worker: runWorker, "google-proxy": runGoogleProxy };
