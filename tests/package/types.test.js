// The declarations in the package: whole for a project that uses them, and none of their names untested.
// Owns: these two. The types themselves are tested in tests/types, by the compiler alone.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { install, root, run } from "./support/consumer.js";

const { folder, installed, files } = install();
const typeTests = join(root, "tests", "types");
const program = `import { createAuth } from "portcullis";
import { init } from "portcullis/slim";
import { createTokenProxy } from "portcullis/proxy";
import { serveTokenProxy } from "portcullis/proxy/node";
import { useAuth } from "portcullis/react";
import { startGithub } from "portcullis/testing";
export const names: Function[] = [createAuth, init, createTokenProxy, serveTokenProxy, useAuth, startGithub];
`;

// tests/types compiles with nodenext; this is the way of bundlers.
test("the declarations compile in a project with moduleResolution bundler, libraries checked too", () => {
  const options = { strict: true, noEmit: true, types: [], lib: ["es2022", "dom"], target: "es2022" };
  const compilerOptions = {
    ...options,
    skipDefaultLibCheck: true,
    module: "esnext",
    moduleResolution: "bundler",
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["app.ts"] }));
  writeFileSync(join(folder, "app.ts"), program);
  run(join(root, "node_modules", ".bin", "tsc"), ["-p", folder]);
});

test("every name that a declaration file exports is used by a type test", () => {
  const tests = readdirSync(typeTests).filter((name) => name.endsWith(".ts"));
  const text = tests.map((name) => readFileSync(join(typeTests, name), "utf8")).join("\n");
  for (const file of files.filter((name) => name.endsWith(".d.ts"))) {
    const declarations = readFileSync(join(installed, file), "utf8");
    const declared = declarations.matchAll(
      /^export (?:declare )?(?:class|const|function|interface|type) (\w+)/gm,
    );
    const names = [...declared].map(([, name]) => name);
    // An entry with a default export only, which has no name of its own, or with none.
    const isDefault = declarations.includes("\nexport default ");
    if (isDefault) names.push(`portcullis/${file.replace(".d.ts", "")}`);
    assert.ok(names.length > 0 || declarations.endsWith("\nexport {};\n"), file);
    for (const name of names) assert.match(text, new RegExp(`\\b${name}\\b`), `${file}: ${name}`);
  }
});
