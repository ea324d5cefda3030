// A person at a consumer: opens it, signs in by a redirect, comes back, reloads. Owns: these steps and what they prove.
// Must not: know how the consumer was made.

import assert from "node:assert/strict";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";
import { findBrowsers } from "../../../scripts/lib/browsers.mjs";

export const ADA = { login: "ada-brook", name: "Ada Brook" };
/** Only ends what hangs. */
const STEP_LIMIT = 60_000;

export const launch = () =>
  chromium.launch({
    executablePath: findBrowsers().chromium,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });

/** A page in a context of its own. What it complains about fails the visit, but for what `run` allows. */
export async function visit(browser, run) {
  const context = await browser.newContext();
  context.setDefaultTimeout(STEP_LIMIT);
  const problems = [];
  const allowed = [];
  context.on("weberror", (failure) => problems.push(String(failure.error())));
  context.on("console", (message) => {
    if (["error", "warning", "assert"].includes(message.type())) problems.push(message.text());
  });
  try {
    await run(await context.newPage(), (pattern) => allowed.push(pattern));
    const unexpected = problems.filter((line) => !allowed.some((pattern) => pattern.test(line)));
    assert.deepEqual(unexpected, []);
  } catch (error) {
    error.message += `\nThe page says:\n${problems.join("\n")}`;
    throw error;
  } finally {
    await context.close();
  }
}

const output = (page, text) => page.locator("output").getByText(text, { exact: true });

/** Opens the page; when it is ready, everything of its own origin that it has loaded. */
export async function open(page, origin) {
  const responses = [];
  const note = (response) => response.url().startsWith(`${origin}/`) && responses.push(response);
  page.on("response", note);
  await page.goto(origin);
  await page.locator("button:enabled").waitFor();
  page.off("response", note);
  return responses;
}

/** As it would travel: in bytes, after brotli. */
export async function weigh(responses) {
  const bodies = await Promise.all(responses.map((response) => response.body()));
  return bodies.reduce((sum, body) => sum + brotliCompressSync(body).length, 0);
}

/** From a page that is open to one that says who is signed in, by a request of the session; once more after a reload. */
export async function signIn(page, { origin, grants, profiles }) {
  await page.getByRole("button", { name: "Sign in with GitHub" }).click();
  await page.getByRole("radio", { name: ADA.name }).check();
  await page.getByRole("button", { name: /^Authorize / }).click();
  await output(page, ADA.login).waitFor();
  assert.equal(page.url(), `${origin}/callback`, "the code is gone from the address");
  const asked = profiles();
  await page.reload();
  await output(page, ADA.login).waitFor();
  assert.ok(profiles() > asked, "the session that was kept makes requests");
  assert.deepEqual(grants(), ["authorization_code"], "one sign-in is one token request");
}
