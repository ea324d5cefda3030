// The proxy out of the package: its entries, and the command as `npx --no portcullis-proxy` finds it.
// Owns: that they run where they are installed. The proxy's rules are proved in proxy/tests.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { pack, run, runInNode, temporaryFolder } from "./support/consumer.js";

// By npm itself: the link to the command is npm's work. No dependencies, so no network.
const folder = temporaryFolder();
writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
const flags = ["--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
run("npm", ["install", ...flags, pack(folder)], { cwd: folder });

const ENV = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  GITHUB_CLIENT_ID: "Ov23liConsumer",
  GITHUB_CLIENT_SECRET: "not-a-real-one",
};

test("createTokenProxy and serveTokenProxy answer", () => {
  const seen = runInNode(
    folder,
    `import * as proxy from "portcullis/proxy";
    import * as node from "portcullis/proxy/node";
    import * as worker from "portcullis/proxy/worker";
    const handler = proxy.createTokenProxy({
      clientId: "Ov23liConsumer", clientSecret: "not-a-real-one", redirectUris: ["https://app.example/cb"], log() {},
    });
    const server = await node.serveTokenProxy(handler, { port: 0 });
    const health = await (await fetch(server.url + "/healthz")).json();
    await server.close();
    let refusal;
    try { proxy.createTokenProxy({}); } catch (error) { refusal = error; }
    report({
      names: [...Object.keys(proxy), ...Object.keys(node), ...Object.keys(worker)],
      health,
      refusal: [refusal instanceof proxy.ProxyConfigError, refusal.name, refusal.field],
    });`,
  );
  assert.deepEqual(seen, {
    names: [
      ...["ProxyConfigError", "createTokenProxy", "memoryRateLimiter", "optionsFromEnv"],
      ...["createNodeListener", "serveTokenProxy", "default"],
    ],
    health: { status: "ok" },
    refusal: [true, "ProxyConfigError", "clientId"],
  });
});

test("the command starts", async (t) => {
  const command = join(folder, "node_modules", ".bin", "portcullis-proxy");
  const env = { ...ENV, GITHUB_REDIRECT_URI: "https://app.example/cb", PORT: "0" };
  const child = spawn(command, { env, stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const [, url] = /^Portcullis token proxy: (http:\S+)$/.exec(line);
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "close"), [0, null]);
});

test("npx --no finds it, and without a variable it says which one is missing", () => {
  const options = { cwd: folder, env: ENV, encoding: "utf8" };
  const { status, stdout, stderr } = spawnSync("npx", ["--no", "portcullis-proxy"], options);
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(stderr, /The token proxy cannot start\. GITHUB_REDIRECT_URI is missing\./);
});
