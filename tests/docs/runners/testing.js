// Runs the documented test of somebody's own sign-in, in a project of its own, by `node --test`.
// Owns: that project. Must not: change a block but for its port.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowsers } from "../../../scripts/lib/browsers.mjs";
import { block, root } from "../support/markdown.js";

// The reader has the browser that Playwright downloads; here is the one that the tests have.
const PLAYWRIGHT = `import { chromium as driver } from "playwright-core";
const options = ${JSON.stringify({ executablePath: findBrowsers().chromium, args: ["--no-sandbox", "--disable-gpu"] })};
export const chromium = { launch: () => driver.launch(options) };`;

/** A project with what the documented files import, and nothing else. */
function makeProject(t, files) {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-testing-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "playwright"), { recursive: true });
  for (const name of ["vite", "playwright-core"])
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  for (const name of ["dist", "proxy", "package.json"])
    cpSync(join(root, name), join(modules, "portcullis", name), {
      recursive: true,
      filter: (path) => !path.startsWith(join(root, "proxy", "tests")),
    });
  const manifest = (name) => JSON.stringify({ name, private: true, type: "module", exports: "./index.js" });
  const project = {
    "package.json": manifest("app"),
    "node_modules/playwright/package.json": manifest("playwright"),
    "node_modules/playwright/index.js": PLAYWRIGHT,
    ...files,
  };
  for (const [name, text] of Object.entries(project)) writeFileSync(join(folder, name), text);
  return folder;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return String(port);
}

/** Runs a file with Node to its end: exit code and output. */
async function runNode(t, folder, ...args) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, args, { cwd: folder, env: { PATH, HOME } });
  t.after(() => child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  const [code] = await once(child, "close");
  return { code, output };
}

async function runDocumentedTest({ t }) {
  const port = await freePort();
  const folder = makeProject(t, {
    "index.html": block("testing-page"),
    "app.js": block("testing-app"),
    "sign-in.test.js": block("testing-test").replaceAll("5173", port),
  });
  const { code, output } = await runNode(t, folder, "--test", "--test-reporter=tap", "sign-in.test.js");
  assert.equal(code, 0, output);
  assert.match(output, /^# pass 2$/m);
}

async function runOwnProxy({ t }) {
  const end = `const page = { headers: { origin: "http://127.0.0.1:5173" }, method: "POST" };
const answer = await fetch(proxy.url + "/token", { ...page, body: new URLSearchParams({
  grant_type: "authorization_code", client_id: app.clientId, code: "c", redirect_uri: redirectUri,
  code_verifier: "v".repeat(43),
}) });
console.log("answer:", (await answer.json()).error, github.log.length);
await Promise.all([proxy.close(), github.close()]);`;
  const folder = makeProject(t, { "run.js": block("testing-own-proxy") + end });
  const { code, output } = await runNode(t, folder, "run.js");
  assert.equal(code, 0, output);
  // The stand-in was asked, with the right secret, and does not know the code.
  assert.match(output, /^answer: bad_verification_code 1$/m);
}

/** Files of the documented test, which run with it. */
const partOfTheTest = () => assert.match(block("testing-test"), /createServer/);

export const testing = {
  "testing-page": partOfTheTest,
  "testing-app": partOfTheTest,
  "testing-test": runDocumentedTest,
  "testing-own-proxy": runOwnProxy,
};
