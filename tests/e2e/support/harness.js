// One browser and one running demo per test file, a fresh browser context and a reset stand-in per test.
// Owns: starting and stopping them, and the rule that a page error or an unannounced console message fails a test.
// Must not: know the SDK, the demo's markup or any statement; demo.js and lab.js do.

import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { findBrowsers } from "../../../scripts/lib/browsers.mjs";
import { startStack } from "../../../scripts/stack.mjs";
import { watchConsole } from "./console.js";

/** The limits only end what hangs; a busy machine is slow. */
const TEST_LIMIT = 120_000;
const STEP_LIMIT = 15_000;

/** Pages that nobody watches need no picture by software GL. */
const QUICK = ["--disable-gpu"];

/**
 * Returns `test` for one file. What a test is given: `page`, `context`, `requests` (every request of the context),
 * `allowConsole(pattern)`, and the stack's `url`, `proxyUrl` and `github`.
 */
export function endToEnd({
  browserArgs = [],
  ignoreDefaultArgs = [],
  contextOptions = {},
  ...stackOptions
} = {}) {
  let browser;
  let stack;
  before(async () => {
    stack = await startStack({ ports: { demo: 0, proxy: 0, web: 0, api: 0 }, env: {}, ...stackOptions });
    browser = await chromium.launch({
      executablePath: findBrowsers().chromium,
      args: [...QUICK, ...browserArgs],
      ignoreDefaultArgs,
    });
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  return (title, run) =>
    test(title, { timeout: TEST_LIMIT }, async (t) => {
      stack.github.reset();
      const context = await browser.newContext(contextOptions);
      context.setDefaultTimeout(STEP_LIMIT);
      const requests = [];
      context.on("request", (request) => requests.push(request));
      const consoleWatch = watchConsole(context);
      const { url, proxyUrl, github } = stack;
      try {
        const page = await context.newPage();
        await run({ t, page, context, requests, allowConsole: consoleWatch.allow, url, proxyUrl, github });
        consoleWatch.verify();
      } catch (error) {
        for (const line of consoleWatch.lines) t.diagnostic(line);
        throw error;
      } finally {
        await context.close();
      }
    });
}
