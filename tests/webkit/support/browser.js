// WebKitGTK as its own small browser, driven by WebKitWebDriver; both need a display, so the suite runs under xvfb-run.
// Owns: starting them, and the windows of one test. Must not: know the SDK or a server.

import { Builder, error } from "selenium-webdriver";
import remote from "selenium-webdriver/remote/index.js";
import { findBrowsers } from "../../../scripts/lib/browsers.mjs";
import { until } from "../../e2e/support/until.js";
import { createTurns, Window } from "./window.js";

export async function startDriver() {
  const service = new remote.DriverService.Builder(findBrowsers().webkit).setLoopback(true).build();
  return { url: await service.start(), stop: () => service.kill() };
}

/** The windows of one test. Each test has a browser of its own, because that is what begins with nothing stored. */
export async function openWindows(driverUrl) {
  const capabilities = { browserName: "MiniBrowser", acceptInsecureCerts: true };
  const driver = await new Builder().usingServer(driverUrl).withCapabilities(capabilities).build();
  // With a limit on scripts the driver would set a timer in the page at each call, which the page then counts as its own.
  await driver.manage().setTimeouts({ script: null });
  const takeTurn = createTurns(driver);
  const known = new Map();
  const handles = () => takeTurn(() => driver.getAllWindowHandles());
  const windowOf = (handle) => {
    if (!known.has(handle)) known.set(handle, new Window(takeTurn, handle));
    return known.get(handle);
  };
  const [first] = await handles();
  let isFirstUsed = false;

  const show = async (url) => {
    const handle = isFirstUsed ? await takeTurn(() => newWindow(driver)) : first;
    isFirstUsed = true;
    const page = windowOf(handle);
    await page.goto(url);
    return page;
  };
  return {
    open: show,
    /** The window that shows such an address, once there is one. */
    async window(isIt) {
      let found;
      await until(async () => {
        const all = (await handles()).map(windowOf);
        await Promise.all(all.map((one) => one.bringToFront().catch(ignoreGone)));
        found = all.find((one) => isIt(one.url()));
        return found;
      });
      return found;
    },
    allowConsole() {},
    count: async () => (await handles()).length,
    close: () => takeTurn(() => driver.quit()),
  };
}

async function newWindow(driver) {
  // A tab would be behind the first one, and no popup opens from a page that nobody sees.
  await driver.switchTo().newWindow("window");
  return driver.getWindowHandle();
}

function ignoreGone(reason) {
  if (!(reason instanceof error.NoSuchWindowError)) throw reason;
}
