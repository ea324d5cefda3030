// The Dockerfile, carried out without Docker: its context in a folder, its command with its environment.
// Owns: that the image would hold and start the proxy. Must not claim that an image was built.

import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { startProvider } from "./support/behaviour.js";
import { PROXY, run, start, temporaryFolder } from "./support/project.js";

const read = (path) => readFileSync(join(PROXY, path), "utf8").trim().split("\n");
const lines = read("deploy/Dockerfile");
const instructions = lines.filter((line) => !line.startsWith("#")).map((line) => line.split(/ (.*)/));
const valuesOf = (name) => instructions.filter(([word]) => word === name).map(([, value]) => value);

test("the Dockerfile has under 10 lines, a user without rights, and listens to the outside", () => {
  assert.ok(lines.length < 10);
  assert.deepEqual(valuesOf("USER"), ["node"]);
  assert.deepEqual(valuesOf("ENV"), ["HOST=0.0.0.0 PORT=8787"]);
  assert.deepEqual(valuesOf("EXPOSE"), ["8787"]);
  assert.match(valuesOf("FROM")[0], /^node:\d+-alpine$/);
});

test("what is copied starts with the image's command, and its health check succeeds", async (t) => {
  assert.deepEqual(valuesOf("COPY"), [". ."]);
  // A file with secrets beside the sources must not get into a layer of the image.
  const [secrets, ...left] = read(".dockerignore").toReversed();
  assert.equal(secrets, ".env*");
  for (const name of left) assert.ok(existsSync(join(PROXY, name)), name);
  const cwd = join(temporaryFolder(), valuesOf("WORKDIR")[0]);
  mkdirSync(cwd);
  for (const name of readdirSync(PROXY).filter((one) => !left.includes(one)))
    cpSync(join(PROXY, name), join(cwd, name), { recursive: true });

  const { env } = await startProvider(t);
  const settings = Object.fromEntries(
    valuesOf("ENV")[0]
      .split(" ")
      .map((pair) => pair.split("=")),
  );
  const here = { HOST: "127.0.0.1", PORT: "0", PORTCULLIS_BASE_PATH: "/auth" };
  const [command, ...args] = JSON.parse(valuesOf("CMD")[0]);
  const { url } = await start(t, command, args, { cwd, env: { ...env, ...settings, ...here } });
  const { port } = new URL(url);
  const health = valuesOf("HEALTHCHECK")[0].replace(/^CMD /, "");
  run("sh", ["-c", health], { cwd, env: { ...here, PORT: port } });
  run("sh", ["-c", health], { cwd, env: { ...here, PORT: port, PORTCULLIS_BASE_PATH: "" }, status: 8 });
});
