// The documents as data: their fenced code blocks, links and headings.
// Owns: which files are documents, and this much of Markdown. Must not: judge what it finds.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

const markdownIn = (folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));

/** Every document for people: those of the root and of docs/, and the proxy's. */
export const documents = [".", "docs", "docs/errors", "docs/migrate", "docs/quick-start", "proxy"]
  .flatMap(markdownIn)
  .map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return { path, text, prose: text.replaceAll(/^(`{3,}).*\n[\s\S]*?^\1$/gm, "") };
  });

export const documentAt = (path) => documents.find((document) => document.path === path);

/** Code blocks. The word after the language names the block; readers do not see it. */
export function blocksOf({ path, text }) {
  return [...text.matchAll(/^(`{3,})(\S*)[ \t]*(.*)\n([\s\S]*?)^\1$/gm)].map(
    ([, , language, name, code], index) => ({
      title: `${path}: ${language} ${name || `without a name (number ${index + 1})`}`,
      ...{ name, code },
    }),
  );
}

/** The block of that name, for a test that puts several together. */
export function block(name) {
  const found = documents.flatMap(blocksOf).filter((candidate) => candidate.name === name);
  if (found.length !== 1) throw new Error(`${found.length} code blocks are called "${name}"`);
  return found[0].code;
}

/** Targets of links and images, also of those in HTML. */
export function linksOf({ prose }) {
  const markdown = prose.matchAll(/\]\(\s*([^)\s]+)/g);
  const html = prose.matchAll(/\b(?:href|src|srcset)="([^"]+)"/g);
  return [...markdown, ...html].map(([, target]) => target);
}

/** The fragments that headings can be linked by, as GitHub makes them. */
export function anchorsOf({ prose }) {
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** The cells of every table row, without what is only formatting. */
export function rowsOf({ prose }) {
  return [...prose.matchAll(/^\| (.+) \|$/gm)].map(([, row]) => row.split(" | ").map((cell) => cell.trim()));
}
