// Owns: where the project is, where tools are looked for, and asking them a quick question.
// Must not: import anything but node:* (set-up needs it before `npm ci`), or know what any tool is for.
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const toolsFolder = join(root, ".tools");

// Rust may have been installed a minute ago, in a terminal whose PATH does not have it yet: its folder goes last.
const cargoBin = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin");
const searchFolders = [
  join(toolsFolder, "bin"),
  join(root, "node_modules", ".bin"),
  ...(process.env.PATH ?? "").split(delimiter),
  cargoBin,
];
export const toolEnv = { ...process.env, PATH: searchFolders.join(delimiter) };

/** The path of an executable, or null. */
export function which(name) {
  const candidates = isAbsolute(name) ? [name] : searchFolders.map((folder) => join(folder, name));
  for (const candidate of candidates) {
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/** What a quick command prints, or null when it fails. */
export function probe(command, args, env = {}) {
  const result = spawnSync(command, args, { cwd: root, env: { ...toolEnv, ...env }, encoding: "utf8" });
  return result.status === 0 ? result.stdout : null;
}
