// The demo's ways in, by clicks and keys: a window, this tab, a code on another device, and an app server.
// Owns: what the demo makes of them, and that nothing jumps meanwhile. What they do on the wire is proved elsewhere.

import assert from "node:assert/strict";
import {
  ADA,
  authorize,
  authorizeButton,
  cancelButton,
  demoState,
  JUN,
  shownProblem,
  signInButton,
  signOutButton,
} from "./support/demo.js";
import { complaints } from "./support/elements.js";
import { endToEnd } from "./support/harness.js";
import { portcullisKeys } from "./support/storage.js";
import { authorizeQueries, tokenRequests } from "./support/traffic.js";

const test = endToEnd();

const wayIn = (page, name) => page.getByRole("button", { name });
const inADevice = (page) => wayIn(page, "With a code on another device");
const atAnAppServer = (page) => wayIn(page, "Through an app server");
const waiting = (page, where = "GitHub") => page.getByRole("heading", { name: `Waiting for ${where}…` });
const heading = (page, name) => page.getByRole("heading", { name, exact: true });
const focused = (page) => page.evaluate(() => document.activeElement.innerText.replace(/\s+/g, " "));

async function openDemo({ page, url }, query = "") {
  await page.goto(url + query);
  await demoState(page, "signed-out");
}

/** The window that a click opens. */
async function windowOf({ page, context }, button = signInButton(page)) {
  const [opened] = await Promise.all([context.waitForEvent("page"), button.click()]);
  await opened.getByRole("button", { name: /^Authorize/ }).waitFor();
  return opened;
}

/** The person agrees; the window goes away when the SDK closes it. */
const agree = (opened, { name }) =>
  opened
    .getByRole("radio", { name })
    .check()
    .then(() => opened.getByRole("button", { name: /^Authorize/ }).click());

/** Runs in every window that another one has opened: what it shows, for as long as it lives. */
function watchWindow() {
  if (!window.opener) return;
  const watch = () => {
    const { state } = document.body?.dataset ?? {};
    if (state) localStorage.shown = `${localStorage.shown ?? ""} ${state}: ${document.body.innerText}`;
  };
  new MutationObserver(watch).observe(document, { subtree: true, childList: true, attributes: true });
}

/** Runs in the page: how often the SDK has looked whether its window still lives. */
function countPolls() {
  const { setInterval } = window;
  window.polls = 0;
  window.setInterval = (action, ...rest) =>
    setInterval(
      () => {
        window.polls += 1;
        action();
      },
      ...rest,
    );
}

test("in a window: the page stays, the window never shows a signed-out page, and a reload keeps the sign-in", async (world) => {
  const { page, context, url, github } = world;
  await context.addInitScript(watchWindow);
  await openDemo(world);
  await page.getByRole("checkbox", { name: "Your private repositories" }).check();
  const opened = await windowOf(world);
  await waiting(page).waitFor();
  assert.equal(authorizeQueries(github)[0].get("scope"), "read:user repo");
  await Promise.all([opened.waitForEvent("close"), agree(opened, ADA)]);
  await demoState(page, "signed-in");
  assert.equal(await focused(page), "Signed in as Ada Brook");
  assert.equal(page.url(), `${url}/`);
  const shown = await page.evaluate(() => localStorage.shown);
  assert.ok(shown.includes("Signing you in…"), shown);
  assert.doesNotMatch(shown, /signed-(in|out): /);

  await page.reload();
  await demoState(page, "signed-in");
  assert.equal(tokenRequests(github).length, 1);
});

test("Cancel, by keyboard: the window closes, the focus is back on the button, and the next try works", async (world) => {
  const { page, context } = world;
  await openDemo(world);
  await signInButton(page).focus();
  const [opened] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("Enter")]);
  await authorizeButton(opened).waitFor();
  assert.equal(await focused(page), "Waiting for GitHub…");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Cancel");
  await Promise.all([opened.waitForEvent("close"), page.keyboard.press("Enter")]);
  await page.getByText("The sign-in was cancelled.").waitFor();
  assert.equal(await focused(page), "Sign in with GitHub");
  assert.equal(await page.locator("#error").count(), 0);
  assert.deepEqual(await portcullisKeys(page), []);

  await agree(await windowOf(world), JUN);
  await heading(page, "Signed in as Jun Okafor").waitFor();
});

test("a window that the person closes is no error: a line says so, and the button is back", async (world) => {
  const { page } = world;
  await page.addInitScript(countPolls);
  await openDemo(world);
  const opened = await windowOf(world);
  const seen = await page.evaluate(() => polls);
  await page.waitForFunction((before) => polls > before + 8, seen);
  await opened.close();
  await page.getByText("The window was closed before the sign-in was done.").waitFor();
  assert.equal(await focused(page), "Sign in with GitHub");
  assert.equal(await page.locator("#error").count(), 0);
});

test("Cancel at GitHub closes the window, and the page says it in words", async (world) => {
  const { page } = world;
  await openDemo(world);
  const opened = await windowOf(world);
  await Promise.all([opened.waitForEvent("close"), cancelButton(opened).click()]);
  const { code, title } = await shownProblem(page);
  assert.equal(code, "access_denied");
  assert.equal(await focused(page), title);
  await signInButton(page).waitFor();
});

test("a window that only looks closed: the page suggests Cancel, and the sign-in still arrives (T-34)", async (world) => {
  const { page, github } = world;
  github.switches.coop = true;
  await openDemo(world);
  const opened = await windowOf(world);
  const before = await cancelButton(page).boundingBox();
  await page.getByText("Closed the window? Cancel and try again.").waitFor();
  assert.deepEqual(await cancelButton(page).boundingBox(), before);
  await agree(opened, ADA);
  await heading(page, "Signed in as Ada Brook").waitFor();
});

test("a window that comes back too late says that nobody waits (T-34)", async (world) => {
  const { page, github } = world;
  github.switches.coop = true;
  await openDemo(world);
  const opened = await windowOf(world);
  await cancelButton(page).click();
  await agree(opened, ADA);
  await heading(opened, "Nobody waits for this sign-in any more").waitFor();
  assert.equal(await opened.getByRole("button").count(), 0);
  assert.deepEqual(tokenRequests(github), []);
});

test("a window that does not close says that the person can close it", async (world) => {
  const { page, context } = world;
  await context.addInitScript(() => {
    if (window.opener) window.close = () => {};
  });
  await openDemo(world);
  const opened = await windowOf(world);
  await agree(opened, ADA);
  await demoState(page, "signed-in");
  await heading(opened, "You can close this window").waitFor();
  assert.equal(await opened.getByRole("button").count(), 0);
});

test("in this tab: GitHub takes the page's place, and back at the page it is signed in", async (world) => {
  const { page, url } = world;
  await openDemo(world);
  await wayIn(page, "In this tab").click();
  await authorize(page, JUN);
  await heading(page, "Signed in as Jun Okafor").waitFor();
  assert.equal(page.url(), `${url}/`);
});

test("with a code: entered in another browser, it signs in here", async (world) => {
  const { page, context, github, allowConsole } = world;
  // Waiting is answered by 400 (RFC 8628 section 3.5).
  allowConsole(/Failed to load resource: .* 400/);
  github.switches.deviceInterval = 1;
  await openDemo(world);
  await inADevice(page).click();
  await waiting(page).waitFor();
  const code = await page.locator("portcullis-device-code [part~=code]").innerText();
  const elsewhere = await context.browser().newContext();
  try {
    const phone = await elsewhere.newPage();
    await phone.goto(await page.getByRole("link", { name: "/login/device" }).getAttribute("href"));
    await phone.getByRole("textbox").fill(code);
    await phone.getByRole("button", { name: "Continue" }).click();
    await agree(phone, JUN);
    await heading(page, "Signed in as Jun Okafor").waitFor();
  } finally {
    await elsewhere.close();
  }
  await page.reload();
  await heading(page, "Signed in as Jun Okafor").waitFor();
});

test("the address fixes the way of the main button; Cancel takes the code away", async (world) => {
  const { page } = world;
  await openDemo(world, "/?mode=device");
  await signInButton(page).click();
  const code = page.locator("portcullis-device-code [part~=code]");
  await code.waitFor();
  await cancelButton(page).click();
  await signInButton(page).waitFor();
  await code.waitFor({ state: "hidden" });
  assert.equal(await focused(page), "Sign in with GitHub");
});

test("through an app server: whose credentials, a reload, a refresh, and out again", async (world) => {
  const { page, url, github, requests } = world;
  await openDemo(world);
  const opened = await windowOf(world, atAnAppServer(page));
  await waiting(page, "the app server").waitFor();
  await agree(opened, JUN);
  await heading(page, "Signed in as Jun Okafor").waitFor();
  await page.getByText("jun@example.com").waitFor();
  assert.equal(await page.getByRole("button", { name: "List my repositories" }).count(), 0);
  assert.deepEqual(github.log, []);

  await page.reload();
  await heading(page, "Signed in as Jun Okafor").waitFor();
  await page.getByRole("button", { name: "Refresh now" }).click();
  await page.getByText("The token was renewed.").waitFor();

  const isBack = (request) => request.isNavigationRequest() && request.url() === `${url}/`;
  await Promise.all([page.waitForRequest(isBack), signOutButton(page).click()]);
  await demoState(page, "signed-out");
  assert.ok(requests.some((request) => new URL(request.url()).pathname === "/auth/v2/logout"));
  assert.deepEqual(await portcullisKeys(page), []);
});

test("through an app server in this tab: back where it began", async (world) => {
  const { page, url } = world;
  await openDemo(world, "/?mode=redirect");
  await atAnAppServer(page).click();
  await agree(page, ADA);
  await heading(page, "Signed in as Ada Brook").waitFor();
  assert.equal(page.url(), `${url}/?mode=redirect`);
});

test("the plain page signs in with the element, in a window", async (world) => {
  const { page, url } = world;
  await openDemo(world, "/plain");
  const opened = await windowOf(world);
  await page.getByText("Waiting for GitHub…").waitFor();
  await Promise.all([opened.waitForEvent("close"), agree(opened, ADA)]);
  await heading(page, "Signed in as Ada Brook").waitFor();
  assert.equal(page.url(), `${url}/plain`);
  await signOutButton(page).click();
  await signInButton(page).waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  test(`nothing moves while the page waits, and axe finds nothing wrong, ${colorScheme}`, async (world) => {
    const { page } = world;
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await openDemo(world);
    // axe cannot see through the faint bars behind the top of the page.
    const noBars = "body::before { content: none !important }";
    await page.evaluate((rule) => document.styleSheets[0].insertRule(rule), noBars);
    const card = page.locator(".sign-in-card");
    const box = await card.boundingBox();
    assert.deepEqual(await complaints(page, ".sign-in-card"), []);
    await inADevice(page).click();
    await page.locator("portcullis-device-code [part~=code]").waitFor();
    assert.deepEqual(await card.boundingBox(), box);
    assert.deepEqual(await complaints(page, ".sign-in-card"), []);
    await cancelButton(page).click();
    await windowOf(world);
    assert.deepEqual(await card.boundingBox(), box);
    assert.deepEqual(await complaints(page, ".sign-in-card"), []);
  });
}
