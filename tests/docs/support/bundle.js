// Documented modules as an app's bundler makes them: one file, with the package found by its name.
// Owns: that step. Must not: change the code.

import { build } from "esbuild";
import { root } from "./markdown.js";

/** `resolveDir` is the project, where its own name leads to what it exports. */
export async function bundle(code) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    logLevel: "silent",
  });
  return outputFiles[0].text;
}
