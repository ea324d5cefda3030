// The two measurements: speed, in interleaved rounds with medians, and memory after many requests.
// Must not print results, nor know what is behind a server's name.

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startProcess } from "./processes.mjs";

const LOAD = fileURLToPath(new URL("./load.mjs", import.meta.url));

export function startLoad() {
  const { child, stop } = startProcess("The load generator", process.execPath, [LOAD], { ipc: true });
  const run = async (job) => {
    child.send(job);
    const [result] = await once(child, "message");
    if (result.error) throw new Error(result.error);
    return result;
  };
  return { run, stop };
}

/** Map from a server's name to one { connections, rate, p99 } for each number of connections. */
export async function measureSpeed(load, servers, { connections, rounds, seconds, warmUp }) {
  const samples = new Map(servers.map(({ name }) => [name, connections.map(() => [])]));
  for (const { url } of servers) await load.run({ url, connections: 16, amount: warmUp });
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, count] of connections.entries()) {
      // Every other round runs backwards, so that no server always follows the same one.
      for (const { name, url } of round % 2 === 0 ? servers : servers.toReversed()) {
        samples.get(name)[index].push(await load.run({ url, connections: count, duration: seconds }));
      }
    }
    console.error(`round ${round + 1} of ${rounds} done`);
  }
  const summary = (list, index) => ({
    connections: connections[index],
    rate: median(list.map(({ rate }) => rate)),
    p99: median(list.map(({ p99 }) => p99)),
  });
  return new Map([...samples].map(([name, lists]) => [name, lists.map(summary)]));
}

/** The resident memory of one server in MiB, each time so many requests have been answered in all. */
export async function measureMemory(load, { url, pid }, totals) {
  const sizes = [];
  let done = 0;
  for (const total of totals) {
    await load.run({ url, connections: 16, amount: total - done });
    done = total;
    sizes.push(residentMiB(pid));
  }
  return sizes;
}

function residentMiB(pid) {
  const file = `/proc/${pid}/status`;
  const kib = existsSync(file)
    ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, "utf8"))[1]
    : execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return Number(kib) / 1024;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
