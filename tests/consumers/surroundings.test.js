// The packed package where not everything is there: under a strict Content Security Policy, in a Web Worker, in Node.
// Owns: what works in each of them, and what is said about the rest.

import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "../package/support/consumer.js";
import { build, ESBUILD, VITE } from "./support/builds.js";
import { startConsumers } from "./support/consumer.js";
import { serveBy, serveFolder } from "./support/servers.js";
import { ADA } from "./support/visit.js";

const { world, projectOf, consumer, visit } = await startConsumers();
const { origin, github } = world;
const policyOf = (script) => ({
  "Content-Security-Policy": [
    ...["default-src 'none'", script, `connect-src ${world.connectOrigins.join(" ")}`],
    // The page's icon.
    "img-src data:",
  ].join("; "),
});

const LINE = "script-src 'self' 'wasm-unsafe-eval'";
const serveStrictly = (title, script) =>
  serveFolder(build(ESBUILD, projectOf(title, "app")), origin, policyOf(script));

test("a policy that forbids WebAssembly: wasm_blocked names the line that it lacks", async (t) => {
  t.after(await serveStrictly("forbidden", "script-src 'self'"));
  await visit(async (page, allow) => {
    allow(/Content Security Policy/);
    await page.goto(origin);
    const said = await page.getByText(/^wasm_blocked: /).innerText();
    assert.ok(said.endsWith(`It needs: ${LINE}`), said);
  });
});

const allowed = "with that line somebody signs in, and the page reaches nobody but the proxy and the API";
consumer(allowed, () => serveStrictly("strict", LINE), {
  async more(page, allow) {
    // It is in force.
    allow(/connect-src|Refused to connect/);
    assert.equal(await page.evaluate(() => fetch("/").then(String, ({ name }) => name)), "TypeError");
  },
});

const inPage = (page, name, given) => page.evaluate(([method, value]) => app[method](value), [name, given]);

async function checkWorker(page, allow) {
  assert.equal(await inPage(page, "handed"), ADA.login, "by an access token from the page");

  allow(/401/); // the browser reports it
  github.expireAccessTokens();
  const both = await Promise.all([inPage(page, "own"), inPage(page, "shared")]);
  assert.deepEqual(both, [ADA.login, ADA.login]);
  assert.deepEqual(world.grants(), ["authorization_code", "refresh_token"], "both renew once");

  const nowhere = { isBrowser: false, isFramed: false, canPopup: false };
  for (const mode of ["auto", "popup", "redirect"]) {
    const refused = await inPage(page, "alone", mode);
    assert.deepEqual(refused, { success: false, code: "storage_unavailable", ...nowhere }, mode);
  }
  allow(/404/); // where the worker shows its code
  page.on("request", (request) => {
    const [, userCode] = /device-code\?(.+)$/.exec(request.url()) ?? [];
    if (userCode) github.device.approve(userCode);
  });
  github.switches.deviceInterval = 1;
  assert.deepEqual(await inPage(page, "alone", "device"), { success: true, code: undefined, ...nowhere });
}

const ways = "a worker: requests with the session of the page, a device code, no sign-in of a page";
const serveWorker = () => serveFolder(build(VITE, projectOf("worker", "worker")), origin);
consumer(ways, serveWorker, { more: checkWorker });

const develop = () => serveBy("vite --strictPort", "--host", projectOf("developed", "worker"), origin);
consumer("a worker in the server for development", develop);

test("Node: importing does nothing; createAuth works, nobody is known, and nobody can sign in", () => {
  const printed = run(process.execPath, ["index.js"], { cwd: projectOf("node", "node") });
  assert.deepEqual(JSON.parse(printed), {
    added: [],
    ...{ handled: null, session: "storage_unavailable", signIn: "storage_unavailable" },
    snapshot: {
      ...{ isLoading: false, isAuthenticated: false, provider: null, subject: null, expiresAt: null },
      accounts: [],
    },
  });
});
