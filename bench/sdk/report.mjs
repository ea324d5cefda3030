// Makes the report out of the samples, as Markdown. Must not measure.

import { loadavg } from "node:os";
import { machine, table } from "../page.mjs";
import { PROGRAMS, REFERENCE } from "./programs.mjs";

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
    comparison("Bytes transferred", samples, BYTES),
    comparison("To the first authorization URL", samples, COLD),
    comparison("On a page that is loaded", samples, WARM),
    `Median / 95th percentile of ${rounds} rounds, and × that of oauth4webapi. ${machine()}; Chromium ${chromium}. Its load average before the run was ${LOAD.toFixed(1)}.\n`,
  ].join("\n");
}

function comparison(title, samples, columns) {
  const head = [title, ...columns.flatMap(([column]) => [column, "×"])];
  const rows = [...PROGRAMS].map(([name, program]) => [
    program,
    ...columns.flatMap((column) => cells(column, samples.get(name), samples.get(REFERENCE))),
  ]);
  return table(head, rows);
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
