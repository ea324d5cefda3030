// The example for Next.js: built without any variable, then served with them.
// Owns: that the route works there. Next tells nobody the client's address, so no address is counted.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { assertServes, startProvider } from "./support/behaviour.js";
import { makeProject, PROXY, run, start } from "./support/project.js";

test("Next: built without secrets, it serves exchange, foreign page and preflight", async (t) => {
  const cwd = makeProject({ packages: ["next", "react", "react-dom"] });
  cpSync(join(PROXY, "examples/next"), cwd, { recursive: true });
  mkdirSync(join(cwd, "app"), { recursive: true });
  const element = (name, child) => `createElement("${name}", null, ${child})`;
  const layout = `import { createElement } from "react";
    export default ({ children }) => ${element("html", element("body", "children"))};`;
  writeFileSync(join(cwd, "app/layout.js"), layout);
  // The packages are links to this repository's, which lies elsewhere.
  writeFileSync(join(cwd, "next.config.js"), 'export default { turbopack: { root: "/" } };');
  run("next", ["build"], { cwd, env: {} });
  const { upstream, env } = await startProvider(t);
  const args = ["start", "--port", "0", "--hostname", "127.0.0.1"];
  const { url } = await start(t, "next", args, { cwd, env });
  await assertServes(`${url}/auth/github`, upstream, { isLimited: false });
  const elsewhere = await fetch(`${url}/nowhere`);
  assert.deepEqual(
    [elsewhere.status, elsewhere.headers.get("content-type")],
    [404, "text/html; charset=utf-8"],
  );
});
