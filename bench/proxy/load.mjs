// The load generator, a process of its own: { url, connections, and duration or amount } in, { rate, p99 } out.
// One answer that is not a success spoils a measurement, so it fails. Must not know the servers.

import autocannon from "autocannon";
import { EXCHANGE } from "./exchange.mjs";

process.on("message", async (job) => {
  try {
    process.send(await measure({ ...EXCHANGE, ...job }));
  } catch (error) {
    process.send({ error: error.message });
  }
});

// autocannon's own histogram knows whole milliseconds only, too coarse for one connection; and it ends a run at a
// whole second, so the rate is that of the time between the first and the last answer.
async function measure(options) {
  const times = [];
  let first;
  let last;
  const run = autocannon(options);
  run.on("response", (_client, _status, _bytes, time) => {
    times.push(time);
    last = performance.now();
    first ??= last;
  });
  const { errors, timeouts, non2xx } = await run;
  if (errors + timeouts + non2xx > 0 || times.length < 2) {
    const counts = `${errors} errors, ${timeouts} timeouts, ${non2xx} refusals, ${times.length} answers`;
    throw new Error(`${options.url} at ${options.connections} connections: ${counts}.`);
  }
  times.sort((a, b) => a - b);
  return { rate: ((times.length - 1) / (last - first)) * 1000, p99: times[Math.floor(times.length * 0.99)] };
}
