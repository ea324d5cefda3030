// Chromium, and the few clicks of a person who signs in at the stand-in.
// Owns: launching, and these clicks. Must not: know the page under test beyond its button.

import { chromium } from "playwright-core";
import { findBrowsers } from "../../../scripts/lib/browsers.mjs";

const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
/** Only ends what hangs. */
const STEP_LIMIT = 30_000;

export const ADA = { login: "ada-brook", id: 7310452, name: "Ada Brook" };

export const launch = () => chromium.launch({ executablePath: findBrowsers().chromium, args: ARGS });

/** A page in a context of its own. `problems` collects what the page complains about. */
export async function openPage(browser, options) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(STEP_LIMIT);
  const problems = [];
  context.on("weberror", (failure) => problems.push(String(failure.error())));
  context.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  return { page: await context.newPage(), problems };
}

/** A context in which the page itself goes to the provider. */
export const PHONE = {
  ...{ isMobile: true, hasTouch: true, viewport: { width: 412, height: 915 } },
  userAgent:
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
};

/** From a page with the button to the stand-in's page, in the same window or in a popup. */
export async function goToGithub(page) {
  await page.getByRole("button", { name: "Sign in with GitHub" }).click();
  await page.getByRole("radio", { name: ADA.name }).check();
}

export async function openGithub(page) {
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("button", { name: "Sign in with GitHub" }).click(),
  ]);
  await popup.getByRole("radio", { name: ADA.name }).check();
  return popup;
}

export const authorize = (page) => page.getByRole("button", { name: /^Authorize / }).click();
export const cancel = (page) => page.getByRole("button", { name: "Cancel" }).click();
