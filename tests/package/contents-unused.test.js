// What bundlers keep of the package: an import that is there for what it does, and nothing of one that nobody uses.
// Owns: `sideEffects` of package.json, in three bundlers. Must not: run what they make.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build } from "esbuild";
import { rollup } from "rollup";
import webpack from "webpack";
import { install } from "./support/consumer.js";

const { folder, installed, manifest } = install();

/** Each gives the one file that it makes of `input`, in a project that has the package. */
const BUNDLERS = {
  async esbuild(input) {
    const { outputFiles } = await build({
      ...{
        entryPoints: [input],
        bundle: true,
        write: false,
        format: "esm",
        minify: true,
        logLevel: "silent",
      },
    });
    return outputFiles[0].text;
  },
  async rollup(input) {
    const bundle = await rollup({ input, plugins: [nodeResolve({ browser: true })], onwarn() {} });
    const { output } = await bundle.generate({ format: "esm" });
    await bundle.close();
    return output[0].code;
  },
  async webpack(entry) {
    const path = join(folder, "webpack");
    const options = { mode: "production", entry, context: folder, output: { path, filename: "out.js" } };
    const compiler = webpack({ ...options, performance: false, experiments: { outputModule: true } });
    const stats = await new Promise((resolve, reject) =>
      compiler.run((error, result) => (error ? reject(error) : resolve(result))),
    );
    await new Promise((resolve) => compiler.close(resolve));
    assert.deepEqual(stats.toJson({ all: false, errors: true }).errors, []);
    return readFileSync(join(path, "out.js"), "utf8");
  },
};

function appWith(name, code) {
  const file = join(folder, "src", `${name}.js`);
  mkdirSync(join(folder, "src"), { recursive: true });
  writeFileSync(file, code);
  return file;
}

/** What each entry that acts when it is imported leaves in a bundle, whatever a minifier does to its names. */
const ACTING = {
  "sign-in": /portcullis-sign-in/,
  "device-code": /portcullis-device-code/,
  callback: /replaceState/,
};

test("the entries that act are those that package.json lists", () => {
  assert.deepEqual(
    [...manifest.sideEffects].sort(),
    Object.keys(ACTING)
      .map((name) => `./dist/${name}.js`)
      .sort(),
  );
});

for (const [name, bundle] of Object.entries(BUNDLERS)) {
  for (const [entry, mark] of Object.entries(ACTING)) {
    test(`${name} keeps import "portcullis/${entry}"`, async () => {
      assert.match(await bundle(appWith(`${name}-${entry}`, `import "portcullis/${entry}";`)), mark);
    });
  }

  test(`${name} drops what is imported and not used, to the last byte`, async () => {
    const others = Object.keys(manifest.exports)
      .filter((path) => /^\.(?:\/(?:slim|indexeddb|octokit|proxy))?$/.test(path))
      .map((path, index) => `import * as unused${index} from "${path.replace(".", "portcullis")}";`);
    assert.equal(others.length, 5);
    const code = ['import { createAuth } from "portcullis";', ...others].join("\n");
    const used = await bundle(
      appWith(`${name}-used`, 'import { createAuth } from "portcullis"; createAuth({});'),
    );
    assert.ok(used.length > 50_000);
    assert.equal((await bundle(appWith(`${name}-unused`, code))).trim(), "");
  });
}

test("the list is what keeps them: with `sideEffects: false` a bundler drops the element", async () => {
  writeFileSync(join(installed, "package.json"), JSON.stringify({ ...manifest, sideEffects: false }));
  const text = await BUNDLERS.esbuild(appWith("dropped", 'import "portcullis/sign-in";'));
  writeFileSync(join(installed, "package.json"), JSON.stringify(manifest));
  assert.equal(text.trim(), "");
});
