// Owns: the site's source in target/site: every document at its page's place, with its links, marks and pictures made fit.
// Must not: change a word of a document.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { root } from "../lib/tools.mjs";
import { pages, staged } from "./pages.mjs";
import { referencePages } from "./reference.mjs";

const FENCE = /^(`{3,}).*\n[\s\S]*?^\1$/gm;

/** Documents that are shown in part by others: `<!-- code quick-start -->` is the README's block of that name. */
const marks = {
  code: (name) => {
    const block = new RegExp(`^\`\`\`\\S+ ${name}\\n[\\s\\S]*?^\`\`\`$`, "m");
    return block.exec(readFileSync(join(root, "README.md"), "utf8"))[0];
  },
  sizes: sizeTable,
};

/** What `npm run size` says, as a table. */
function sizeTable() {
  const { stdout } = spawnSync(process.execPath, ["scripts/size.mjs"], { cwd: root, encoding: "utf8" });
  const rows = [...stdout.matchAll(/^([\w.-]+) +(\d+) +(\d+) +(\d+) +(\d+)$/gm)];
  if (rows.length === 0) throw new Error("dist/ is not built: npm run build makes it");
  const kilobytes = (bytes) => (bytes / 1024).toFixed(1);
  const line = ([, name, ...bytes]) => `| \`${name}\` | ${bytes.map(kilobytes).join(" | ")} |`;
  const head = "| KiB | raw | gzip | brotli | limit |\n| --- | ---: | ---: | ---: | ---: |";
  return [head, ...rows.map(line)].join("\n");
}

/** The address of what a document links to; nothing for a file that is not on the site. */
function addressOf(target, document) {
  if (/^(?:[a-z]+:|#)/i.test(target)) return target;
  const [file, hash] = target.split("#");
  const path = normalize(join(dirname(document), file));
  const fragment = hash === undefined ? "" : `#${hash}`;
  if (pages.has(path)) return `/${pages.get(path)}${fragment}`;
  if (path.endsWith(".png")) return `/${basename(path)}`;
  return path.endsWith(".d.ts") ? "/reference/index.md" : undefined;
}

function linked(prose, document) {
  return prose
    .replaceAll(/\[((?:\\.|[^[\]])*)\]\(([^)\s]+)\)/g, (_, words, target) => {
      const address = addressOf(target, document);
      return address ? `[${words}](${address})` : words;
    })
    .replaceAll(/\b(src|srcset)="([^"]+)"/g, (_, name, target) => `${name}="${addressOf(target, document)}"`);
}

/** The site has a switch for its colours, so a picture goes by that and not by the system's. */
const pictured = (prose) =>
  prose.replaceAll(
    /<picture>\s*<source [^>]*srcset="([^"]+)">\s*<img src="([^"]+)"([^>]*)>\s*<\/picture>/g,
    (_, dark, light, more) =>
      `<img class="shot light-only" src="${light}"${more}><img class="shot dark-only" src="${dark}"${more}>`,
  );

function pageOf(document) {
  const text = readFileSync(join(root, document), "utf8").replaceAll(
    /^<!-- (\w+) ?(\S*) -->$/gm,
    (mark, name, given) => (Object.hasOwn(marks, name) ? marks[name](given) : mark),
  );
  const fences = text.match(FENCE) ?? [];
  const prose = text.split(FENCE).filter((_, index) => index % 2 === 0);
  return prose.map((part, index) => pictured(linked(part, document)) + (fences[index] ?? "")).join("");
}

function write(page, text) {
  const path = join(staged, page);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

export function stage() {
  rmSync(staged, { recursive: true, force: true });
  for (const [document, page] of pages) write(page, pageOf(document));
  for (const [page, text] of referencePages()) write(page, text);
  const pictures = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".png"));
  for (const name of [...pictures, ".vitepress/mark.svg"])
    cpSync(join(root, "docs", name), join(staged, "public", basename(name)));
}
