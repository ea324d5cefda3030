// Owns: which files `npm pack` would put into the package. Must not: pack them, or judge them.
import { probe } from "./tools.mjs";

/** Paths in the package, sorted. */
export function listPackedFiles() {
  const output = probe("npm", ["pack", "--dry-run", "--ignore-scripts", "--json"]);
  if (output === null) throw new Error("npm pack failed: npm run build makes what it packs");
  const [{ files }] = JSON.parse(output);
  return files.map(({ path }) => path).sort();
}
