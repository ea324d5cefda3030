// What every benchmark does with its numbers: tables of Markdown, and their place in docs/benchmarks.md between two
// markers. Must not know what was measured.

import { readFileSync, writeFileSync } from "node:fs";
import { arch, availableParallelism, platform, totalmem } from "node:os";

const PAGE = new URL("../docs/benchmarks.md", import.meta.url);

/** `name`: that of the markers, such as "bench:proxy". */
export function writeIntoPage(name, text) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const page = readFileSync(PAGE, "utf8");
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md lacks ${start} … ${end}.`);
  writeFileSync(PAGE, `${page.slice(0, from)}${start}\n\n${text}\n${page.slice(to)}`);
}

/** The first column is text, all others are numbers. */
export function table(head, rows) {
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((row) => `| ${row.join(" | ")} |\n`).join("");
}

export function machine() {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `Machine: ${availableParallelism()} processor cores, ${memory} GiB of memory, ${platform()} ${arch()}`;
}
