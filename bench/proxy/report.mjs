// Makes the report out of the numbers, as Markdown: the ratios first. Must not measure.

import { machine, table } from "../page.mjs";
import { PAIRS } from "./servers.mjs";

export function report({ speed, memory }) {
  const parts = [ratioTable(speed), speedTable(speed)];
  if (memory) parts.push(memoryTable(memory));
  return [...parts, `${machine()}; Node.js ${process.versions.node}.\n`].join("\n");
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
