// Makes the report out of the numbers, as Markdown: the ratios first. `writeReport` puts it into the page between
// its two markers. Must not measure.

import { readFileSync, writeFileSync } from "node:fs";
import { arch, availableParallelism, platform, totalmem } from "node:os";
import { PAIRS } from "./servers.mjs";

const PAGE = new URL("../../docs/benchmarks.md", import.meta.url);
const START = "<!-- bench:proxy -->";
const END = "<!-- /bench:proxy -->";

export function report({ speed, memory }) {
  const parts = [ratioTable(speed), speedTable(speed)];
  if (memory) parts.push(memoryTable(memory));
  return [...parts, `${machine()}\n`].join("\n");
}

export function writeReport(text) {
  const page = readFileSync(PAGE, "utf8");
  const [from, to] = [page.indexOf(START), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md lacks ${START} … ${END}.`);
  writeFileSync(PAGE, `${page.slice(0, from)}${START}\n\n${text}\n${page.slice(to)}`);
}

function ratioTable(speed) {
  const rows = PAIRS.flatMap(({ ours, bare }) =>
    speed.get(ours).map(({ connections, rate }, index) => {
      const other = speed.get(bare)[index];
      return [ours, connections, `**${(rate / other.rate).toFixed(2)}**`];
    }),
  );
  return table(["Proxy", "Connections", "Requests per second, bare server = 1"], rows);
}

function speedTable(speed) {
  const rows = [...speed].flatMap(([name, results]) =>
    results.map(({ connections, rate, p99 }) => [name, connections, rate.toFixed(0), p99.toFixed(1)]),
  );
  return table(["Server", "Connections", "Requests per second", "p99 in ms"], rows);
}

function memoryTable({ totals, sizes }) {
  const head = ["Resident memory in MiB", ...totals.map((total) => `after ${total.toLocaleString("en")}`)];
  return table(
    head,
    [...sizes].map(([name, list]) => [name, ...list.map((size) => size.toFixed(0))]),
  );
}

function table(head, rows) {
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((row) => `| ${row.join(" | ")} |\n`).join("");
}

function machine() {
  const memory = Math.round(totalmem() / 2 ** 30);
  const cores = availableParallelism();
  return `Machine: ${cores} processor cores, ${memory} GiB of memory, ${platform()} ${arch()}; Node.js ${process.versions.node}.`;
}
