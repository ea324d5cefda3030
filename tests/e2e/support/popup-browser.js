// A real Chromium or Firefox as people have them: popups are blocked, and focus is where it is. Puppeteer drives both alike;
// Playwright has no stock Firefox and pretends that every page has the focus. Owns: starting it, its windows, its console.
// Must not: know the SDK or a server.

import assert from "node:assert/strict";
import puppeteer from "puppeteer-core";
import { findBrowsers } from "../../../scripts/lib/browsers.mjs";
import { until } from "./until.js";

/** The limit only ends what hangs; a busy machine is slow. */
const STEP_LIMIT = 15_000;

const KINDS = {
  chromium: {
    browser: "chrome",
    args: ["--disable-gpu", "--no-sandbox"],
    ignoreDefaultArgs: ["--disable-popup-blocking"],
  },
  firefox: {
    browser: "firefox",
    extraPrefsFirefox: {
      "dom.disable_open_during_load": true,
      "network.captive-portal-service.enabled": false,
      "network.connectivity-service.enabled": false,
      "app.normandy.enabled": false,
    },
  },
};

export const launch = (name) =>
  puppeteer.launch({ ...KINDS[name], executablePath: findBrowsers()[name], headless: true });

/** Windows of one test, apart from those of every other. */
export async function openWindows(browser) {
  const context = await browser.createBrowserContext();
  const lines = [];
  const problems = [];
  const allowed = [];
  const known = new WeakSet();
  const watch = (page) => {
    if (known.has(page)) return page;
    known.add(page);
    page.setDefaultTimeout(STEP_LIMIT);
    page.on("console", (message) => {
      const line = `console.${message.type()}: ${message.text()}`;
      lines.push(line);
      if (["error", "warn", "assert"].includes(message.type())) problems.push(line);
    });
    page.on("pageerror", (error) => {
      lines.push(`uncaught: ${error.stack ?? error}`);
      problems.push(lines.at(-1));
    });
    return page;
  };
  context.on("targetcreated", async (target) => {
    const page = await target.page().catch(() => null);
    if (page) watch(page);
  });
  return {
    lines,
    allowConsole: (pattern) => allowed.push(pattern),
    open: async (url) => {
      const page = watch(await context.newPage());
      await page.goto(url);
      return page;
    },
    /** The window that shows such an address, once there is one. */
    async window(isIt) {
      let found;
      await until(async () => {
        found = (await context.pages()).find((page) => !page.isClosed() && isIt(page.url()));
        return found;
      });
      return watch(found);
    },
    count: async () => (await context.pages()).filter((page) => !page.isClosed()).length,
    verify() {
      const unexpected = problems.filter((line) => !allowed.some((pattern) => pattern.test(line)));
      assert.deepEqual(unexpected, [], "a page said what no test expected");
    },
    close: () => context.close(),
  };
}
