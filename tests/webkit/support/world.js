// A test in WebKit: one driver and one site per test file, a browser of its own and reset stand-ins per test.
// Owns: their start and end. Must not: decide what is right, or know what a site serves.

import { after, before, test } from "node:test";
import { openWindows, startDriver } from "./browser.js";

/** The limit only ends what hangs; a busy machine is slow. */
const TEST_LIMIT = 120_000;

/** Returns `test`. What a test is given: `windows`, what `prepare` adds, and the site that `start` has started. */
export function webkitTests(start, prepare) {
  let driver;
  let site;
  before(async () => {
    site = await start();
    driver = await startDriver();
  });
  after(async () => {
    await driver?.stop();
    await site?.close();
  });

  return (title, run) =>
    test(title, { timeout: TEST_LIMIT }, async (t) => {
      const windows = await openWindows(driver.url);
      const world = { t, windows, isFirefox: false, allowConsole() {}, ...site };
      try {
        await run({ ...world, ...(await prepare(world)) });
      } finally {
        await windows.close();
      }
    });
}
