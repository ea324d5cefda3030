// `npm run bench`: Portcullis side by side with other libraries that sign people in from a page, in one browser, with one
// page and one provider. `--quick` is one short round, `--write` updates docs/benchmarks.md. Must not hold a number of its
// own but the plan.

import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { findBrowsers } from "../../scripts/lib/browsers.mjs";
import { writeIntoPage } from "../page.mjs";
import { bundleAll, PROGRAMS } from "./programs.mjs";
import { report } from "./report.mjs";
import { startSite } from "./site.mjs";
import { visitAll } from "./visits.mjs";

const FULL = { rounds: 25, batch: 25 };
const QUICK = { rounds: 1, batch: 2 };
// No sandbox for root, whom Chromium refuses one, and nothing of the browser's own on the network.
const ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"];

const { values: flags } = parseArgs({ options: { quick: { type: "boolean" }, write: { type: "boolean" } } });
const { rounds, batch } = flags.quick ? QUICK : FULL;

const origin = await startSite(await bundleAll());
const browser = await chromium.launch({ executablePath: findBrowsers().chromium, args: ARGUMENTS });
try {
  const text = report(await measure(), browser.version());
  console.log(text);
  if (flags.write) writeIntoPage("bench:sdk", text);
} finally {
  await browser.close();
}
process.exit(0);

/** The samples of each program, a round each. */
async function measure() {
  const names = [...PROGRAMS.keys()];
  const samples = new Map(names.map((name) => [name, []]));
  // Once for nothing: the browser and the server warm up as well.
  for (const name of flags.quick ? [] : names) await visitAll(browser, origin, name, QUICK.batch);
  for (let round = 0; round < rounds; round += 1) {
    const first = round % names.length;
    const order = [...names.slice(first), ...names.slice(0, first)];
    // Every other round runs backwards, so that nobody always follows the same one.
    for (const name of round % 2 === 0 ? order : order.toReversed()) {
      samples.get(name).push(await visitAll(browser, origin, name, batch));
    }
    console.error(`round ${round + 1} of ${rounds} done`);
  }
  return samples;
}
