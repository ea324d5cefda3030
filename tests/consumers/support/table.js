// The table in docs/bundlers.md: what each consumer weighs. Owns: its form, and writing it when `UPDATE_DOCS=1` says so.
// Must not: measure.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";

const PAGE = new URL("../../../docs/bundlers.md", import.meta.url);
const HEAD = "| consumer | made by | bytes |\n| --- | --- | ---: |\n";
const TABLE = /^\| consumer \|.*\n(?:\|.*\n)+/m;
/** Bundlers name their parts anew in each release; a feature more than that has to be seen. */
const TOLERANCE = 0.02;

const lineOf = ({ consumer, command, bytes }) =>
  `| ${consumer} | \`${command}\` | ${bytes.toLocaleString("en-US")} |\n`;
const rowsOf = (table) => table.split("\n").map((line) => line.split(" | "));
const bytesOf = (cell) => Number.parseInt(cell.replaceAll(",", ""), 10);

/** `rows`: { consumer, command, bytes } of each consumer that was measured in this run. */
export function checkTable(rows) {
  const page = readFileSync(PAGE, "utf8");
  const measured = HEAD + rows.map(lineOf).join("");
  if (process.env.UPDATE_DOCS === "1")
    writeFileSync(
      PAGE,
      page.replace(TABLE, () => measured),
    );
  const recorded = rowsOf(TABLE.exec(readFileSync(PAGE, "utf8"))[0]);
  const hint = "UPDATE_DOCS=1 writes what was measured";
  const names = (table) => table.map(([consumer, command]) => [consumer, command]);
  assert.deepEqual(names(recorded), names(rowsOf(measured)), hint);
  for (const [index, { consumer, bytes }] of rows.entries()) {
    const stated = bytesOf(recorded[index + 2][2]);
    const isNear = Math.abs(stated - bytes) <= TOLERANCE * bytes;
    assert.ok(isNear, `${consumer}: ${stated} bytes are recorded and ${bytes} were loaded; ${hint}`);
  }
}
