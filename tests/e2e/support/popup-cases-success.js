// A popup sign-in that succeeds, by every page that it can come back to. Must not: know which browser runs it.

import assert from "node:assert/strict";
import {
  agree,
  begin,
  beginPopup,
  callbackFor,
  ended,
  ending,
  news,
  pending,
  providersPage,
  stored,
  tell,
  untilAlone,
  untilReady,
} from "./popup-world.js";
import { tokenRequests } from "./traffic.js";

const APP_STATE = { cart: [7, "ä"], nested: { deep: true } };

export function success(test) {
  for (const [by, path] of [
    ["the app's own route", "/callback"],
    ["the page of portcullis/callback", "/callback/page"],
  ])
    test(`by ${by}: signed in, appState and returnTo back, the window closed with a clean address (P2, P4, P5, P14, C-63)`, async (world) => {
      const { page, github, url } = world;
      const options = { redirectUri: url + path, returnTo: "/inside?a=1", appState: APP_STATE };
      const { popup } = await beginPopup(world, options);
      assert.deepEqual(await page.evaluate(() => app.runs[0].states), ["pending", "in_progress"]);
      await agree(popup);
      const { outcome } = await ended(page);
      const { accessToken, userInfo, flowId, ...rest } = outcome;
      assert.deepEqual(rest, {
        success: true,
        subject: "7310452",
        returnTo: "/inside?a=1",
        appState: APP_STATE,
      });
      assert.equal(userInfo.login, "ada-brook");
      assert.ok(flowId);
      assert.deepEqual(await ending(page), ["7310452", "pending", "in_progress", "completed"]);
      assert.equal(
        await page.evaluate(async () => (await app.auth.loadCredentials("github", "7310452")).accessToken),
        accessToken,
      );
      assert.deepEqual(await news(page), [
        ["snapshot", true],
        ["signedin", "github", "7310452"],
      ]);
      await untilAlone(world);
      assert.equal(await page.evaluate(() => localStorage.getItem("lastShown")), url + path);
      assert.equal(page.url(), `${url}/`);
      assert.deepEqual(await pending(page), []);
      assert.equal(tokenRequests(github).length, 1);
    });

  test("what comes after the outcome changes nothing: one exchange, one outcome (P5, T-35)", async (world) => {
    const { page, github } = world;
    const { popup, state } = await beginPopup(world);
    const second = await callbackFor(world, popup.url());
    await agree(popup);
    await ended(page);
    await untilAlone(world);
    await tell(page, state, { url: second }, { url: second });
    await page.evaluate(() => app.runs[0].manager.cancel());
    assert.deepEqual(await ending(page), ["7310452", "pending", "in_progress", "completed"]);
    assert.deepEqual(await stored(page), ["github:7310452"]);
    assert.equal(tokenRequests(github).length, 1);
  });

  test("a window that the browser does not close: its page says so, and the sign-in succeeds (P7)", async (world) => {
    const { page, url } = world;
    await page.evaluate(() => {
      localStorage.setItem("isKeptOpen", "yes");
      app.hooks = { closeWindow() {} };
    });
    const { popup } = await beginPopup(world);
    await agree(popup);
    const left = await world.windows.window((address) => address === `${url}/callback`);
    const { error } = await left.evaluate(() => app.handled);
    assert.equal(error.code, "window_left_open");
    assert.deepEqual(await ending(page), ["7310452", "pending", "in_progress", "completed"]);
    await left.close();
  });

  test("the page of portcullis/callback says that the window can be closed (P5)", async (world) => {
    const { page, pageUri } = world;
    await page.evaluate(() => {
      localStorage.setItem("isKeptOpen", "yes");
      app.hooks = { closeWindow() {} };
    });
    const { popup } = await beginPopup(world, { redirectUri: pageUri });
    await agree(popup);
    const left = await world.windows.window((address) => address === pageUri);
    await left.waitForFunction(() => document.body.innerText === "You can close this window.");
    assert.deepEqual(await ending(page), ["7310452", "pending", "in_progress", "completed"]);
    await left.close();
  });

  test("without a BroadcastChannel the message to the window is enough (P5)", async (world) => {
    const { page, github } = world;
    await page.evaluate(() => {
      window.BroadcastChannel = class {
        constructor() {
          throw new DOMException("blocked", "SecurityError");
        }
      };
    });
    const { popup } = await beginPopup(world);
    await agree(popup);
    assert.deepEqual(await ending(page), ["7310452", "pending", "in_progress", "completed"]);
    await untilAlone(world);
    assert.equal(tokenRequests(github).length, 1);
  });

  test("a redirect by the page of portcullis/callback: the app's handleRedirect() finds it (P5, C-63)", async (world) => {
    const { page, github, url, pageUri } = world;
    await begin(page, { mode: "redirect", redirectUri: pageUri, returnTo: "/inside", appState: APP_STATE });
    const { popup } = await providersPage(world);
    await popup.click("button[value=authorize]");
    await page.waitForFunction(() => document.title === "ready" && app);
    const result = await page.evaluate(() => app.handled);
    assert.deepEqual(
      [result.success, result.subject, result.returnTo, result.appState],
      [true, "7310452", "/inside", APP_STATE],
    );
    assert.equal(page.url(), `${url}/`);
    assert.equal(tokenRequests(github).length, 1);
    assert.deepEqual(
      await page.evaluate(() => Object.keys(sessionStorage).filter((key) => /::/.test(key))),
      [],
    );
    await page.reload();
    await untilReady(page);
    assert.equal(await page.evaluate(() => app.handled), null);
    assert.deepEqual(await stored(page), ["github:7310452"]);
  });

  test("a provider's page that cuts the window off (COOP): no popup_closed while it lives, and then success (P9, T-34)", async (world) => {
    const { page, github } = world;
    github.switches.coop = true;
    const { popup } = await beginPopup(world);
    await page.waitForFunction(() => app.runs[0].events.includes("popupmaybeclosed"));
    assert.deepEqual(await page.evaluate(() => app.runs[0].states), ["pending", "in_progress"]);
    // Once more the person goes away and comes back, while the window lives.
    await popup.bringToFront();
    await page.bringToFront();
    assert.deepEqual(await page.evaluate(() => app.runs[0].outcomes), []);
    await agree(popup);
    assert.deepEqual(await ending(page), ["7310452", "pending", "in_progress", "completed"]);
    assert.deepEqual(await page.evaluate(() => app.runs[0].events), ["popupmaybeclosed"]);
    await untilAlone(world);
    assert.equal(tokenRequests(github).length, 1);
    assert.deepEqual(await stored(page), ["github:7310452"]);
  });
}
