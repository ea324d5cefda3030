// Owns: `npm run api`: writes to etc/ the public API of every entry and the list of the package's files, and removes the
// report of an entry that is gone. Must not: decide what they say; lib/api.mjs and npm do.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { apiReports } from "./lib/api.mjs";
import { listPackedFiles } from "./lib/packed.mjs";
import { root } from "./lib/tools.mjs";

const folder = join(root, "etc");
const texts = { ...apiReports(), "files.txt": `${listPackedFiles().join("\n")}\n` };
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (!(name in texts)) rmSync(join(folder, name));
for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
console.log("etc/ has the API of every entry and the package's files: git diff etc shows what has changed.");
