// Where a sign-in begins and whether a window may open there: no click, a sandbox, a frame, the history, a page that is gone.
// Must not: know which browser runs it, except for what only one of them can do.

import assert from "node:assert/strict";
import {
  agree,
  assertNobody,
  begin,
  beginPopup,
  ended,
  ending,
  openApp,
  pending,
  providersPage,
  stored,
  untilAlone,
  untilReady,
} from "./popup-world.js";
import { authorizeQueries, tokenRequests } from "./traffic.js";
import { until } from "./until.js";

/** The sign-in goes on in the page itself: the person agrees, and the app is there again. */
async function finishByRedirect(world, page) {
  const { popup } = await providersPage(world);
  assert.equal(popup, page, "in the same window");
  await agree(page);
  await page.waitForFunction(() => globalThis.app?.handled && document.title === "ready");
  return page.evaluate(() => app.handled);
}

/** To the app's page, as the browser kept it: a page that is loaded anew has begun no sign-in. */
async function goBack(page) {
  await page.evaluate(() => history.back());
  await until(() => page.evaluate(() => globalThis.app?.runs.length === 1).catch(() => false));
}

export function places(test) {
  test("without a click the browser blocks the window: popup_blocked, and nothing is left (T-35)", async (world) => {
    const { url, windows, github } = world;
    const page = await openApp(windows, `${url}/?unasked=popup`);
    await page.waitForFunction(() => app.runs.length === 1);
    const { outcome, states } = await ended(page);
    assert.equal(outcome.error.code, "popup_blocked");
    assert.deepEqual(states, ["pending", "in_progress", "failed"]);
    assert.deepEqual(
      await page.evaluate(() => [running().intervals, running().timeouts, running().messages]),
      [0, 0, 0],
    );
    await assertNobody(page);
    assert.deepEqual(authorizeQueries(github), []);
  });

  test("without a click the mode auto redirects, and the sign-in succeeds (P4)", async (world) => {
    const { url, windows } = world;
    const page = await windows.open(`${url}/empty`);
    await page.goto(`${url}/?unasked=auto`);
    const { success, subject } = await finishByRedirect(world, page);
    assert.deepEqual([success, subject], [true, "7310452"]);
  });

  test("a click, but a page in which no window may open: popup_blocked (T-35)", async (world) => {
    const { url, page, windows } = world;
    windows.allowConsole(/sandbox|Blocked opening/i);
    await page.goto(`${url}/sandboxed`);
    await untilReady(page);
    await begin(page);
    assert.deepEqual(await ending(page), ["popup_blocked", "pending", "in_progress", "failed"]);
    await assertNobody(page);
  });

  test("there the mode auto redirects, and the sign-in succeeds (P4)", async (world) => {
    const { url, page, github, windows } = world;
    windows.allowConsole(/sandbox|Blocked opening/i);
    await page.goto(`${url}/sandboxed`);
    await untilReady(page);
    await begin(page, { mode: "auto", returnTo: "/inside" });
    const { success, subject, returnTo } = await finishByRedirect(world, page);
    assert.deepEqual([success, subject, returnTo], [true, "7310452", "/inside"]);
    assert.equal(tokenRequests(github).length, 1);
    assert.deepEqual(await pending(page), []);
  });

  test("a click, and the mode auto is a popup (P4)", async (world) => {
    const { page } = world;
    const { popup } = await beginPopup(world, { mode: "auto" });
    assert.notEqual(popup, page);
    await agree(popup);
    assert.deepEqual(await ending(page), ["7310452", "pending", "in_progress", "completed"]);
  });

  test("inside a frame: a popup signs in, a redirect is top_level_required, auto is a popup (C-34)", async (world) => {
    const { page, url, github } = world;
    await page.goto(`${url}/framing`);
    const frame = page.frames().find((one) => one.parentFrame());
    await untilReady(frame);
    await begin(frame, { mode: "redirect" });
    assert.deepEqual(await ending(frame), ["top_level_required", "pending", "in_progress", "failed"]);
    await assertNobody(frame);
    for (const [index, mode] of [
      [1, "popup"],
      [2, "auto"],
    ]) {
      await begin(frame, { mode });
      const { popup } = await providersPage(world);
      await agree(popup);
      assert.deepEqual(await ending(frame, index), ["7310452", "pending", "in_progress", "completed"]);
      await untilAlone(world);
    }
    assert.equal(tokenRequests(github).length, 2);
  });

  for (const [by, path, says] of [
    [
      "the app's own route",
      "/callback",
      (popup) => popup.evaluate(async () => (await app.handled).error.code),
    ],
    [
      "the page of portcullis/callback",
      "/callback/page",
      (popup) => popup.evaluate(() => document.body.innerText),
    ],
  ])
    test(`the page was loaded anew meanwhile: ${by} says that nobody waits, nothing is exchanged (P5, T-33, C-63)`, async (world) => {
      const { page, url, github, windows } = world;
      const { popup } = await beginPopup(world, { redirectUri: url + path });
      await page.reload();
      await untilReady(page);
      await agree(popup);
      const left = await windows.window((address) => address === url + path);
      const isPage = path === "/callback/page";
      await left.waitForFunction(
        (plain) => (plain ? document.body.innerText : globalThis.app?.handled),
        {},
        isPage,
      );
      const said = await says(left);
      assert.match(said, /^nobody_waiting$|^Nobody waits for this sign-in any more\./);
      assert.equal(tokenRequests(github).length, 0);
      assert.deepEqual(await stored(page), []);
      assert.deepEqual(await stored(await openApp(windows, url)), []);
    });

  test("another site opens the callback page: it gets no message, and nothing is exchanged (C-64, T-32, T-33)", async (world) => {
    const { page, url, github, windows } = world;
    windows.allowConsole(/target origin provided/); // that is the browser, which does not deliver it
    const foreign = await windows.open(`${url.replace("127.0.0.1", "localhost")}/opening`);
    const state = `${"A".repeat(43)}p`;
    for (const path of ["/callback", "/callback/page"]) {
      await foreign.evaluate((address) => {
        window.heard ??= [];
        window.onmessage = ({ data }) => heard.push(data);
        document.querySelector("button").onclick = () => window.open(address);
      }, `${url}${path}?code=stolen&state=${state}`);
      await foreign.click("button");
      const opened = await windows.window(
        (address) => address.startsWith(url + path) && !address.includes("stolen"),
      );
      await opened.waitForFunction(
        () => document.title === "ready" || document.body?.innerText.includes("Nobody"),
      );
      await opened.evaluate(() => globalThis.app?.handled);
      await opened.close();
    }
    assert.deepEqual(await foreign.evaluate(() => heard), []);
    assert.equal(tokenRequests(github).length, 0);
    assert.deepEqual(await stored(page), []);
  });

  test("back from the provider's page by the back button: aborted; a second sign-in succeeds (T-30)", async (world) => {
    const { page, github } = world;
    await begin(page, { mode: "redirect" });
    await providersPage(world);
    await goBack(page);
    assert.deepEqual(await ending(page), ["aborted", "pending", "in_progress", "cancelled"]);
    const { popup } = await beginPopup(world);
    await agree(popup);
    assert.deepEqual(await ending(page, 1), ["7310452", "pending", "in_progress", "completed"]);
    assert.equal(tokenRequests(github).length, 1);
  });

  test("back, and forward to the provider's page again: the sign-in can still be finished there (T-30)", async (world) => {
    const { page, github } = world;
    await begin(page, { mode: "redirect", returnTo: "/inside" });
    await providersPage(world);
    await goBack(page);
    await page.evaluate(() => history.forward());
    const { success, subject, returnTo } = await finishByRedirect(world, page);
    assert.deepEqual([success, subject, returnTo], [true, "7310452", "/inside"]);
    assert.equal(tokenRequests(github).length, 1);
  });

  test("a redirect that is cancelled at once: the page stays, and nothing is pending (P10)", async ({
    page,
    url,
  }) => {
    await page.evaluate(() => {
      app.quiet = running();
      app.start({ mode: "redirect" }).manager.cancel();
    });
    assert.deepEqual(await ending(page), ["aborted", "pending", "in_progress", "cancelled"]);
    await assertNobody(page);
    // A page that is being left does not get to do this any more.
    await page.evaluate(() => fetch("/empty").then((answer) => answer.text()));
    assert.equal(page.url(), `${url}/`);
  });
}
