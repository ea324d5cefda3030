// Runs docs/popup.md: the two kinds of pages that a popup comes back to, and windows of an app's own.
// Owns: what must have happened after each block. Must not: repeat the end-to-end tests of popups.

import assert from "node:assert/strict";
import { manager, open, quickStart, tokenForms } from "../support/app.js";
import { ADA, authorize, goToGithub, openGithub, openPage, PHONE } from "../support/browser.js";
import { block } from "../support/markdown.js";
import { connectToStandIns } from "../support/web.js";

const peek = "window.peek = () => session?.subject ?? null;";
const signedIn = (page) => page.waitForFunction((id) => window.peek?.() === id, String(ADA.id));
const button = (page) => page.getByRole("button", { name: "Sign in with GitHub" });

/** The page that waited is gone before the person has agreed. */
async function leaveAlone(page) {
  const popup = await openGithub(page);
  await page.goto("about:blank");
  await authorize(popup);
  return popup;
}

async function runCallbackPage(world) {
  const { page, site } = world;
  const [, name, value] = /^([\w-]+): (.+)\n$/.exec(block("callback-policy"));
  const pages = { "/callback": { body: block("callback-page"), headers: { [name]: value } } };
  await open(world, `${quickStart()}\n${peek}`, { pages });
  const popup = await openGithub(page);
  await Promise.all([popup.waitForEvent("close"), authorize(popup)]);
  await signedIn(page);

  const phone = await openPage(page.context().browser(), PHONE);
  await connectToStandIns(phone.page.context(), site);
  await phone.page.goto(site.url);
  await goToGithub(phone.page);
  await authorize(phone.page);
  await signedIn(phone.page);
  assert.deepEqual([phone.page.url(), phone.problems], [`${site.url}/`, []]);
  await phone.page.context().close();

  const lost = await leaveAlone(page);
  await lost.getByText("Nobody waits for this sign-in any more.").waitFor();
  assert.equal(await lost.getByText("That is all.").isVisible(), false);
  assert.equal(lost.url(), `${site.url}/callback`);
}

export const popup = {
  async "popup-route"(world) {
    await open(
      world,
      `${manager()}\n${block("popup-route")}
      document.querySelector("#sign-in").onclick = () => auth.github.signIn();`,
    );
    const lost = await leaveAlone(world.page);
    await lost.getByText(/Nobody waits/).waitFor();
    assert.equal(lost.url(), `${world.site.url}/callback`);
  },

  "callback-page": runCallbackPage,
  "callback-policy": runCallbackPage,

  async "popup-window"(world) {
    const { page } = world;
    await page.addInitScript(() => {
      const { open } = window;
      window.open = (url, target, features) => {
        window.features = features;
        return open.call(window, url, target, features);
      };
    });
    await open(world, `${quickStart()}\n${block("popup-window")}`);
    await openGithub(page);
    assert.match(await page.evaluate(() => window.features), /\bwidth=600,height=640\b/);
  },

  async "maybe-closed"(world) {
    const { page } = world;
    // A window that was cut off before it was seen at the provider's.
    await page.addInitScript(() => {
      window.popup = { closed: false, location: { href: "about:blank" }, close() {} };
      window.open = () => window.popup;
    });
    await open(world, `${quickStart()}\n${block("maybe-closed")}`);
    await button(page).click();
    await page.evaluate(() => {
      window.popup.closed = true;
    });
    await page.locator("#cancel").click();
    await page.locator("#cancel").waitFor({ state: "hidden" });
  },

  async "own-window"(world) {
    const { page, site } = world;
    site.github.switches.autoApprove = true;
    await page.addInitScript(() => {
      window.shell = {
        calls: [],
        open: (given) => {
          shell.calls.push(given);
          return "window 1";
        },
        close: (handle) => shell.calls.push(handle),
        onArrival: (arrive) => {
          shell.arrive = arrive;
        },
      };
    });
    await open(world, `${quickStart()}\n${block("own-window")}`);
    await button(page).click();
    await page.waitForFunction(() => shell.calls.length === 1);
    const [{ url, title, width, height }] = await page.evaluate(() => shell.calls);
    assert.deepEqual([title, width, height], ["Sign in", 500, 700]);
    // What that window does: GitHub, and the address that GitHub sends it to.
    const there = url.replace("https://github.com", site.github.webUrl);
    const answer = await fetch(there, { redirect: "manual" });
    await page.evaluate((location) => void shell.arrive(location), answer.headers.get("location"));
    await page.locator("#notice").getByText("Signed in").waitFor();
    assert.deepEqual(await page.evaluate(() => shell.calls.slice(1)), ["window 1"]);
    assert.equal(tokenForms(site).length, 1);
  },
};
