// A test of the other ways in: one Firefox and one site per test file, windows of its own and reset stand-ins per test.
// Owns: their start and end, and the steps that tests share. Must not: decide what is right.

import { after, before, test } from "node:test";
import { launch, openWindows } from "../../e2e/support/popup-browser.js";
import { untilReady } from "../../e2e/support/popup-world.js";
import { startSite } from "./ways-site.js";

/** The limit only ends what hangs; a busy machine is slow. */
const TEST_LIMIT = 120_000;

/** Returns `test`. What a test is given: `open(path)` for a page of the site, `windows`, `allowConsole`, and the site. */
export function waysTests() {
  let browser;
  let site;
  before(async () => {
    site = await startSite();
    browser = await launch("firefox");
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  return (title, run) =>
    test(title, { timeout: TEST_LIMIT }, async (t) => {
      site.reset();
      const windows = await openWindows(browser);
      const open = (path) => windows.open(site.url + path);
      try {
        await run({ t, windows, allowConsole: windows.allowConsole, open, ...site });
        windows.verify();
      } catch (error) {
        for (const line of windows.lines) t.diagnostic(line);
        throw error;
      } finally {
        await windows.close();
      }
    });
}

/** A page of the site, once its script has run. */
export async function openReady(world, path) {
  const page = await world.open(path);
  await untilReady(page);
  return page;
}

/** The page was left for the provider's: the person agrees there, and the app's page is back. */
export async function agreeAndReturn(page) {
  const button = await page.waitForSelector("button[value=authorize]");
  await button.click();
  await untilReady(page);
}

/** A click in the app server's page that calls the function, which runs in the page; the window that it opens. */
export async function hostPopup({ windows, hostApp }, page, action) {
  await page.evaluate((text) => {
    host.click = new Function(`return (${text})()`);
  }, `${action}`);
  await page.click("button");
  const popup = await windows.window((address) => address.startsWith(`${hostApp.url}/idp/authorize`));
  await popup.waitForSelector("h1");
  return popup;
}

/** What the app server was asked at that route, preflights aside. */
export const askedHost = ({ hostApp }, route) =>
  hostApp.log.filter(({ path, method }) => path === `/auth/v2/${route}` && method !== "OPTIONS");
