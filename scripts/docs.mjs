// Owns: `npm run docs`: the documentation site in dist-docs/, made by VitePress of docs/ and of the types in dist/.
// Must not: write below docs/, or reach the network. A dead link fails it.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vitepress";
import { stage } from "./docs/stage.mjs";
import { root } from "./lib/tools.mjs";

export const outDir = join(root, "dist-docs");

export async function buildDocs() {
  rmSync(outDir, { recursive: true, force: true });
  stage();
  await build(join(root, "docs"), { outDir });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildDocs();
