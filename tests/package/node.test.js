// The client entries in plain Node, where there is no page: a server renders with them, and a test imports them.
// Owns: what happens there, entry by entry. Must not: start a browser.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { install, root, runInNode } from "./support/consumer.js";

const { folder } = install();

const OPTIONS = `const options = {
  github: { clientId: "Ov23liConsumer", redirectUri: "https://app.example/cb", proxyUrl: "https://proxy.example" },
};`;
// What a call gives or throws, as data.
const OUTCOME = `const outcome = async (call) => {
  try {
    return { value: (await call()) ?? null };
  } catch (error) {
    const { name, code, field } = error;
    return { name, code, field };
  }
};`;
const BYTES = `const bytes = await readFile(new URL(import.meta.resolve("portcullis/portcullis.wasm")));`;
const READ_FILE = 'import { readFile } from "node:fs/promises";';

for (const entry of ["portcullis", "portcullis/slim"]) {
  test(`importing ${entry} does nothing: no global, no WebAssembly, no request`, () => {
    const seen = runInNode(
      folder,
      `const touched = [];
      for (const name of ["compile", "instantiate", "Module", "Instance"])
        WebAssembly[name] = function () { touched.push(name); };
      globalThis.fetch = () => touched.push("fetch");
      const before = Object.getOwnPropertyNames(globalThis);
      await import("${entry}");
      const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));
      report({ added, touched });`,
    );
    assert.deepEqual(seen, { added: [], touched: [] });
  });
}

test("the entries export what their types say, and slim's classes are the same ones plus init", () => {
  const { main, slim } = runInNode(
    folder,
    'report({ main: Object.keys(await import("portcullis")), slim: Object.keys(await import("portcullis/slim")) });',
  );
  const types = ["index.d.ts", ...readdirSync(join(root, "www/types")).map((name) => join("types", name))];
  const texts = types.map((file) => readFileSync(join(root, "www", file), "utf8"));
  const declared = texts.flatMap((text) => [...text.matchAll(/^export declare (?:class|function) (\w+)/gm)]);
  const names = declared.map(([, name]) => name).sort();
  assert.deepEqual(main, names);
  assert.deepEqual(slim, [...names, "init"].sort());
});

test("without a page createAuth works, a callback is nothing, and a sign-in says that storage is missing", () => {
  const seen = runInNode(
    folder,
    `import { createAuth } from "portcullis";
    ${OPTIONS}
    ${OUTCOME}
    const auth = createAuth(options);
    const relative = { ...options.github, proxyUrl: "/auth" };
    report({
      redirect: await outcome(() => auth.handleRedirect().then((result) => ({ result }))),
      session: await outcome(() => auth.session()),
      signIn: await outcome(() => auth.github.signIn().then(({ error }) => Promise.reject(error))),
      nothing: await outcome(() => createAuth()),
      relative: await outcome(() => createAuth({ github: relative })),
    });`,
  );
  const blocked = { name: "AuthError", code: "storage_unavailable" };
  assert.deepEqual(seen, {
    redirect: { value: { result: null } },
    session: blocked,
    signIn: blocked,
    nothing: { name: "ConfigError", code: "missing_option", field: "github" },
    // A relative address needs a page that it is relative to.
    relative: { name: "ConfigError", code: "invalid_option", field: "github.proxyUrl" },
  });
});

test("slim: createAuth before init is not_initialized; init with bytes, a module or a response works", () => {
  const sources = [
    "bytes",
    "bytes.buffer.slice(0)",
    "await WebAssembly.compile(bytes)",
    "new Response(bytes)",
  ];
  for (const source of [...sources, "Promise.resolve(new Response(bytes))"]) {
    const seen = runInNode(
      folder,
      `${READ_FILE}
      import { createAuth, init } from "portcullis/slim";
      ${OPTIONS}
      ${OUTCOME}
      ${BYTES}
      const early = await outcome(() => createAuth(options));
      await Promise.all([init(${source}), init()]);
      report({ early, name: createAuth(options).github.name });`,
    );
    assert.deepEqual(seen.early, { name: "AuthError", code: "not_initialized" }, source);
    assert.equal(seen.name, "github", source);
  }
});

test("slim: an init that fails says why, and a later one works", () => {
  const seen = runInNode(
    folder,
    `${READ_FILE}
    import { createAuth, init } from "portcullis/slim";
    ${OPTIONS}
    ${BYTES}
    const failures = [];
    for (const bad of [new Uint8Array(8), new Response("no", { status: 404 })])
      await init(bad).catch(({ name, message }) => failures.push([name, message]));
    await init(bytes);
    report({ failures, name: createAuth(options).github.name });`,
  );
  assert.equal(seen.failures[0][0], "CompileError");
  assert.match(seen.failures[1][1], /^The wasm could not be loaded: 404/);
  assert.equal(seen.name, "github");
});
