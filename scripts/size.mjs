// Owns: `npm run size`: raw, gzip and brotli bytes of every built file, held against size-budget.json (brotli bytes).
// Must not: build anything, or raise a limit by itself.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { root } from "./lib/tools.mjs";

const folder = join(root, "dist");
const budget = JSON.parse(readFileSync(join(root, "size-budget.json"), "utf8"));
// What a page downloads that uses portcullis/slim.
const slimParts = ["slim.js", "portcullis.wasm"];

function measure(name) {
  const bytes = readFileSync(join(folder, name));
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  return { name, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli.length };
}

function sum(name, parts) {
  const add = (key) => parts.reduce((total, part) => total + part[key], 0);
  return { name, raw: add("raw"), gzip: add("gzip"), brotli: add("brotli") };
}

function listFiles() {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();
  } catch {
    return [];
  }
}

const rows = listFiles().map(measure);
const parts = rows.filter(({ name }) => slimParts.includes(name));
if (parts.length === slimParts.length) rows.push(sum("slim", parts));

const line = (...cells) =>
  console.log(cells.map((cell, i) => (i ? cell.padStart(9) : cell.padEnd(24))).join(" "));
line("dist/", "raw", "gzip", "brotli", "limit");
for (const { name, raw, gzip, brotli } of rows) {
  line(name, String(raw), String(gzip), String(brotli), String(budget[name] ?? "-"));
}
console.log(`slim = ${slimParts.join(" + ")}`);

const measured = new Map(rows.map((row) => [row.name, row]));
const problems = [
  ...Object.keys(budget)
    .filter((name) => !measured.has(name))
    .map((name) => `${name} is missing: npm run build makes it`),
  ...rows
    .filter(({ name, brotli }) => brotli > budget[name])
    .map(({ name, brotli }) => `${name} is ${brotli - budget[name]} bytes over its limit of ${budget[name]}`),
  // Declarations never reach a browser; everything else that ships has to have a limit.
  ...rows
    .filter(({ name }) => !(name in budget) && !name.endsWith(".d.ts"))
    .map(({ name }) => `${name} has no limit in size-budget.json`),
];
for (const problem of problems) console.error(`FAILED: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
