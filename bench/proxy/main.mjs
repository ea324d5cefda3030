// `npm run bench:proxy`: how fast the token proxy is next to a bare server that makes the same upstream call, and
// whether its memory stays flat. `--quick` is one short round without memory, `--write` updates docs/benchmarks.md.
// Must not hold a number of its own but the plan.

import { parseArgs } from "node:util";
import { writeIntoPage } from "../page.mjs";
import { measureMemory, measureSpeed, startLoad } from "./measure.mjs";
import { report } from "./report.mjs";
import { PAIRS, startServer, startUpstream } from "./servers.mjs";

const CONNECTIONS = [1, 16, 256];
const FULL = { connections: CONNECTIONS, rounds: 7, seconds: 3, warmUp: 5000 };
const QUICK = { connections: CONNECTIONS, rounds: 1, seconds: 1, warmUp: 200 };
const MEMORY_TOTALS = [10_000, 50_000, 100_000];

const { values: flags } = parseArgs({ options: { quick: { type: "boolean" }, write: { type: "boolean" } } });

const upstream = await startUpstream();
const load = startLoad();
const speed = await speedOfAll(flags.quick ? QUICK : FULL);
const memory = flags.quick ? undefined : await memoryOfOurs();
const text = report({ speed, memory });
console.log(text);
if (flags.write) writeIntoPage("bench:proxy", text);
process.exit(0);

async function speedOfAll(plan) {
  const servers = [];
  for (const { bare, ours } of PAIRS) {
    for (const name of [bare, ours]) servers.push(await startServer(name, upstream));
  }
  const speed = await measureSpeed(load, servers, plan);
  for (const { stop } of servers) await stop();
  return speed;
}

// Fresh processes: the memory of a server that has been under full load says nothing about its growth.
async function memoryOfOurs() {
  const sizes = new Map();
  for (const { ours } of PAIRS) {
    const server = await startServer(ours, upstream);
    sizes.set(ours, await measureMemory(load, server, MEMORY_TOTALS));
    await server.stop();
  }
  return { totals: MEMORY_TOTALS, sizes };
}
