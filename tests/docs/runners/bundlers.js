// Runs docs/bundlers.md: commands in a project that has the package, and pages under a policy or with integrity. What workers and
// bundlers do is shown by tests/consumers; here their code is only compared. Must not: build anything.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSignedIn, seen } from "../support/app.js";
import { ADA } from "../support/browser.js";
import { block, root } from "../support/markdown.js";

/** A folder that has the built files where an installed package has them, and an empty `dist`. */
function makeProject() {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-docs-"));
  const installed = join(folder, "node_modules/portcullis");
  for (const part of ["dist", "package.json"])
    cpSync(join(root, part), join(installed, part), { recursive: true });
  mkdirSync(join(folder, "dist"));
  return folder;
}

/** Runs the block in such a folder; what it printed, and what `look` finds there. */
function inProject(name, look = () => {}) {
  const cwd = makeProject();
  try {
    const { status, stdout, stderr } = spawnSync("sh", ["-e", "-c", block(name)], { cwd, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    look(cwd);
    return stdout.trim();
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** The block is code of a consumer that signs in, line by line. */
const isPartOf = (name, folder) => () => {
  const source = join(root, "tests/consumers", folder, "src");
  const texts = readdirSync(source).map((file) => readFileSync(join(source, file), "utf8"));
  const flat = (text) => text.replaceAll(/^ *|\n+(?=\n)/gm, "");
  assert.ok(
    texts.some((text) => flat(text).includes(flat(block(name)))),
    `${name} is not in ${source}`,
  );
};

export const bundlersOutside = {
  "integrity-hash"() {
    assert.match(inProject("integrity-hash"), /^sha384-[\w+/]{64}$/);
  },
  "slim-copy"() {
    const sameFile = (cwd) =>
      assert.deepEqual(
        readFileSync(join(cwd, "dist/portcullis.wasm")),
        readFileSync(join(root, "dist/portcullis.wasm")),
      );
    inProject("slim-copy", sameFile);
  },
  "slim-bundled": isPartOf("slim-bundled", "slim"),
  "worker-page": isPartOf("worker-page", "worker"),
  "web-worker": isPartOf("web-worker", "worker"),
  "worker-handed": isPartOf("worker-handed", "worker"),
  "worker-memory": isPartOf("worker-memory", "worker"),
};

export const bundlers = {
  async integrity({ page, site, expect }) {
    const show = async (hash) => {
      site.show({ body: block("integrity").replace("sha384-…", hash) });
      await page.goto(site.url);
      return page.evaluate(() => typeof window.Portcullis?.createAuth);
    };
    const hash = inProject("integrity-hash");
    assert.equal(await show(hash), "function");
    expect(/integrity/);
    const other = hash.endsWith("A") ? "B" : "A";
    assert.equal(await show(hash.slice(0, -1) + other), "undefined");
  },

  async "strict-policy"(world) {
    const [, name, value] = /^([\w-]+): (.+)\n$/.exec(block("strict-policy"));
    const code = "window.seen = (await session.github.getAuthenticatedUser()).login;";
    await openSignedIn(world, code, { headers: { [name]: value } });
    assert.equal(await seen(world.page), ADA.login);
  },
};
