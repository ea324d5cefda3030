// The examples for Deno, Bun, Hono and Express, started as their first lines say.
// Owns: that the handler works there, and is told who asks. Must not repeat the rules of the handler.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import express from "express";
import { createNodeListener } from "../../node.js";
import { assertRefused, CODE_FORM, post, startProxy } from "../support/proxy.js";
import { assertServes, startProvider } from "./support/behaviour.js";
import { makeProject, start } from "./support/project.js";

const cwd = makeProject({
  examples: ["deno.js", "bun.js", "hono.js", "express.js"],
  packages: ["hono", "express"],
});
const MOUNTED = "/auth/github";

for (const [name, path, command, ...args] of [
  ["Deno", "", "deno", "run", "--allow-net", "--allow-env", "deno.js"],
  ["Bun", "", "bun", "bun.js"],
  ["Hono", MOUNTED, "bun", "hono.js"],
  ["Express", MOUNTED, "node", "express.js"],
]) {
  test(`P-16 ${name}: exchange, foreign page, preflight, and the client's address is counted`, async (t) => {
    const { upstream, env } = await startProvider(t);
    const { url } = await start(t, command, args, { cwd, env });
    await assertServes(url + path, upstream);
  });
}

test("Express: the app's own routes have their body parser, behind the proxy", async (t) => {
  const { env } = await startProvider(t);
  const { url } = await start(t, "node", ["express.js"], { cwd, env });
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/echo`, { method: "POST", headers, body: '{"of":"the app"}' });
  assert.deepEqual(await response.json(), { of: "the app" });
});

test("Express: a body parser in front of the proxy is named at once, not after a timeout", async (t) => {
  const { handler, upstream } = await startProxy(t);
  const app = express().use(express.urlencoded()).use("/auth/github", createNodeListener(handler));
  const server = createServer(app).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}/auth/github`;
  const response = await fetch(`${url}/token`, post(CODE_FORM));
  const { error_description } = await assertRefused(response, upstream, 500, "proxy_misconfigured");
  assert.match(error_description, /body parser/);
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
});

test("Hono: the app's own routes are not the proxy's", async (t) => {
  const { env } = await startProvider(t);
  const { url } = await start(t, "bun", ["hono.js"], { cwd, env });
  assert.equal(await (await fetch(url)).text(), "Your page.");
  assert.equal((await fetch(`${url + MOUNTED}/nowhere`)).status, 404);
});
