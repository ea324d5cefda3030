// A test of popups: one browser and one site per test file, windows of its own and reset providers per test.
// Owns: their start and end, and the steps that tests share. Must not: decide what is right.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, openWindows } from "./popup-browser.js";
import { startSite } from "./popup-site.js";
import { authorizeQueries } from "./traffic.js";
import { until } from "./until.js";

/** The limit only ends what hangs; a busy machine is slow. */
const TEST_LIMIT = 120_000;

/** Returns `test` for one browser. What a test is given: `page` with the app, `windows`, `isFirefox`, and the site. */
export function popupTests(name) {
  let browser;
  let site;
  before(async () => {
    site = await startSite();
    browser = await launch(name);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  return (title, run) =>
    test(title, { timeout: TEST_LIMIT }, async (t) => {
      for (const server of [site.github, site.acme]) server.reset();
      Object.assign(site.api, { isHeld: false, requests: 0 });
      const windows = await openWindows(browser);
      try {
        const page = await openApp(windows, site.url);
        await run({ t, page, windows, isFirefox: name === "firefox", ...site });
        windows.verify();
      } catch (error) {
        for (const line of windows.lines) t.diagnostic(line);
        throw error;
      } finally {
        site.github.switches.token = null;
        site.api.release();
        await windows.close();
      }
    });
}

export async function openApp(windows, url) {
  const page = await windows.open(url);
  await untilReady(page);
  return page;
}

export const untilReady = (page) => page.waitForFunction(() => document.title === "ready");

/** The person clicks: a sign-in with these options and with the page's hooks. */
export async function begin(page, options = { mode: "popup" }) {
  await page.evaluate((given) => {
    app.quiet ??= running();
    app.options = given;
  }, options);
  await page.click("button");
}

/** The window with the provider's page of the latest sign-in, and that sign-in's state. */
export async function providersPage({ windows, github }) {
  await until(() => authorizeQueries(github).length > 0);
  const state = authorizeQueries(github).at(-1).get("state");
  const popup = await windows.window(
    (address) => address.startsWith(github.webUrl) && address.includes(state),
  );
  await popup.waitForSelector("h1");
  return { popup, state };
}

/** As providersPage, once the person has clicked. */
export async function beginPopup(world, options) {
  await begin(world.page, { mode: "popup", ...options });
  return providersPage(world);
}

export const agree = (popup) => press(popup, "authorize");
export const refuse = (popup) => press(popup, "cancel");

/** The window may be gone before the click has been answered. */
const press = (popup, decision) => popup.click(`button[value=${decision}]`).catch(ignoreClosed);

function ignoreClosed(error) {
  if (!/closed|detached|destroyed|no such|discarded/i.test(error.message)) throw error;
}

/** The outcome of a sign-in of the page's app, what the page says about it, and what is left of it. */
export const ended = (page, index = 0) =>
  page.evaluate(async (place) => {
    const run = app.runs[place];
    const outcome = await run.promise;
    const left = JSON.stringify(running()) === JSON.stringify(app.quiet) ? "nothing" : running();
    const isOneFlow = [...run.flowIds].join() === outcome.flowId;
    return { outcome, states: run.states, outcomes: run.outcomes.length, isOneFlow, left };
  }, index);

/** The same in one line: how it ended, in which states, and that it ended once and left nothing. */
export async function ending(page, index = 0) {
  const { outcome, states, outcomes, isOneFlow, left } = await ended(page, index);
  assert.deepEqual({ left, outcomes, isOneFlow }, { left: "nothing", outcomes: 1, isOneFlow: true });
  return [outcome.error?.code ?? outcome.rejected ?? outcome.subject, ...states];
}

export const stored = (page) => page.evaluate(() => app.stored());
export const news = (page) => page.evaluate(() => app.news);

/** Nobody is signed in, nobody ever was, and no sign-in is pending in this tab. */
export async function assertNobody(page) {
  assert.deepEqual(await stored(page), []);
  assert.deepEqual(await news(page), []);
  assert.deepEqual(await pending(page), []);
}

/** The states of the sign-ins that this tab still waits for. */
export const pending = (page) =>
  page.evaluate(() =>
    Object.keys(sessionStorage).filter((key) => key.startsWith("portcullis:v1::transaction:")),
  );

/** All windows but the page's own are closed. */
export const untilAlone = ({ windows }) => until(async () => (await windows.count()) === 1);

/** What the provider would send the person back to. */
export async function callbackFor({ github }, authorizationUrl) {
  github.switches.autoApprove = true;
  const answer = await fetch(authorizationUrl, { redirect: "manual" });
  github.switches.autoApprove = false;
  return answer.headers.get("location");
}

/** Says to everybody who listens for that state in `page`, both ways, what a popup would say; done when it was heard. */
export const tell = (page, state, ...said) =>
  page.evaluate(
    async (key, messages) => {
      const name = `portcullis:v1:callback:${key}`;
      const sender = new BroadcastChannel(name);
      const listener = new BroadcastChannel(name);
      for (const message of messages) {
        const given = message?.url === undefined ? message : { portcullis: name, ...message };
        const onChannel = new Promise((heard) => listener.addEventListener("message", heard, { once: true }));
        sender.postMessage(given);
        await onChannel;
        const inWindow = new Promise((heard) => addEventListener("message", heard, { once: true }));
        postMessage(given, location.origin);
        await inWindow;
      }
      sender.close();
      listener.close();
    },
    state,
    said,
  );
