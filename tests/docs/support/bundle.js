// Documented modules as an app's bundler makes them: one file, with the package found by its name.
// Owns: that step. Must not: change the code.

import { build } from "esbuild";
import { root } from "./markdown.js";

/** `files`: other modules of the app by how they are imported; `define`: what the app's bundler puts in place of a name. */
export async function bundle(code, { files = {}, define = {} } = {}) {
  const modules = {
    name: "modules of the app",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\// }, ({ path }) => files[path] && { path, namespace: "app" });
      onLoad({ filter: /.*/, namespace: "app" }, ({ path }) => ({ contents: files[path], ...asOurs }));
    },
  };
  const { outputFiles } = await build({
    stdin: { contents: code, ...asOurs },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"production"', ...define },
    plugins: [modules],
  });
  return outputFiles[0].text;
}

/** `resolveDir` is the project, where its own name leads to what it exports. */
const asOurs = { resolveDir: root, loader: "jsx" };
