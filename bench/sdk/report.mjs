// Makes the report out of the samples, as Markdown. `writeReport` puts it into the page between its two markers.
// Must not measure.

import { readFileSync, writeFileSync } from "node:fs";
import { arch, availableParallelism, loadavg, platform, totalmem } from "node:os";
import { PROGRAMS, REFERENCE } from "./programs.mjs";

const PAGE = new URL("../../docs/benchmarks.md", import.meta.url);
const START = "<!-- bench:sdk -->";
const END = "<!-- /bench:sdk -->";
// Before anything runs: what else this machine has to do.
const [LOAD] = loadavg();

/** What is reported: its column, the key of its samples, and how a sample becomes a number of the report. */
const BYTES = [["Bytes", "bytes", (bytes) => bytes, 0]];
const COLD = [
  ["Uncached, ms", "cold", (ms) => ms, 1],
  ["Second visit, ms", "cached", (ms) => ms, 1],
  ["Slow, ms", "slow", (ms) => ms, 0],
];
const WARM = [
  ["URLs per second", "url", (ms) => 1000 / ms, 0],
  ["Callback, ms", "callback", (ms) => ms, 2],
  ["Request, µs", "request", (ms) => ms * 1000, 0],
];

export function report(samples, chromium) {
  const rounds = samples.get(REFERENCE).length;
  return [
    table("Bytes transferred", samples, BYTES),
    table("To the first authorization URL", samples, COLD),
    table("On a page that is loaded", samples, WARM),
    `Median / 95th percentile of ${rounds} rounds, and × that of oauth4webapi. ${machine(chromium)}\n`,
  ].join("\n");
}

export function writeReport(text) {
  const page = readFileSync(PAGE, "utf8");
  const [from, to] = [page.indexOf(START), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md lacks ${START} … ${END}.`);
  writeFileSync(PAGE, `${page.slice(0, from)}${START}\n\n${text}\n${page.slice(to)}`);
}

function table(title, samples, columns) {
  const head = [title, ...columns.flatMap(([column]) => [column, "×"])];
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  const rows = [...PROGRAMS].map(([name, program]) => [
    program,
    ...columns.flatMap((column) => cells(column, samples.get(name), samples.get(REFERENCE))),
  ]);
  return [head, rule, ...rows].map((row) => `| ${row.join(" | ")} |\n`).join("");
}

/** The number, and how many times that of the reference it is. */
function cells([, key, convert, digits], rounds, reference) {
  // The worst of a rate is its lowest, which is the longest time.
  const at = (list, share) =>
    convert(
      percentile(
        list.map((one) => one[key]),
        share,
      ),
    );
  const [median, worst] = [0.5, 0.95].map((share) => at(rounds, share));
  const number = key === "bytes" ? [median] : [median, worst];
  const ratio = median / at(reference, 0.5);
  return [
    number.map((one) => one.toLocaleString("en", places(digits))).join(" / "),
    `**${ratio.toFixed(2)}**`,
  ];
}

const places = (digits) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place % 1);
}

function machine(chromium) {
  const memory = Math.round(totalmem() / 2 ** 30);
  const system = `${availableParallelism()} processor cores, ${memory} GiB of memory, ${platform()} ${arch()}`;
  return `Machine: ${system}; Chromium ${chromium}. Its load average before the run was ${LOAD.toFixed(1)}.`;
}
