// The bundlers as their users call them: the commands of the table in docs/bundlers.md, without a configuration. Must not: change
// what a bundler makes; those that make no page get that of Vite, with their script.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tool } from "./project.js";

export const VITE = "vite build";
export const NEXT = "next build";
export const WEBPACK = "webpack --mode production";
export const ESBUILD = "esbuild src/index.js --bundle --minify --format=esm --outdir=dist";
export const ROLLUP = "rollup src/index.js --plugin node-resolve --format es --dir dist";

/** What the bundlers call their file that make no page. */
const SCRIPTS = { [WEBPACK]: "/main.js", [ESBUILD]: "/index.js", [ROLLUP]: "/index.js" };

/** Runs the command in the project; the folder to serve. */
export function build(command, folder) {
  const [name, ...args] = command.split(" ");
  tool(name, args, folder);
  const made = join(folder, "dist");
  const script = SCRIPTS[command];
  if (script) {
    const page = readFileSync(join(folder, "index.html"), "utf8");
    writeFileSync(join(made, "index.html"), page.replace("/src/index.js", script));
  }
  return made;
}
