// An app with windows of its own: showWindow and closeWindow. Must not: know which browser runs it.

import assert from "node:assert/strict";
import {
  agree,
  assertNobody,
  begin,
  beginPopup,
  callbackFor,
  ended,
  ending,
  untilAlone,
} from "./popup-world.js";
import { tokenRequests } from "./traffic.js";

/** The app shows the URL in something that is no browser window, and counts what is asked of it. */
const installWindow = (page, throwing = "") =>
  page.evaluate((which) => {
    app.shown = [];
    app.closed = [];
    app.hooks = {
      showWindow(...given) {
        app.shown.push(given);
        if (which === "show") throw new Error("no window today");
        return { name: "own window" };
      },
      closeWindow(handle) {
        app.closed.push(handle.name);
        if (which === "close") throw new Error("will not close");
        if (which === "close later") return Promise.reject(new Error("will not close"));
      },
    };
  }, throwing);

const shown = (page) => page.evaluate(() => app.shown);
const closed = (page) => page.evaluate(() => app.closed);
const DONE = ["7310452", "pending", "in_progress", "completed"];

export function hooks(test) {
  for (const throwing of ["", "close", "close later"])
    test(`showWindow gets URL, features and config, handleRedirect(url) brings the answer, closeWindow is called once${throwing && `, though it throws (${throwing})`} (P6, P7, P8)`, async (world) => {
      const { page, windows, github } = world;
      await installWindow(page, throwing);
      await begin(page, {
        mode: "popup",
        window: { title: "Ours", width: 400, left: 5, top: 6 },
        returnTo: "/in",
      });
      const [[url, features, config], ...others] = await shown(page);
      assert.deepEqual(others, []);
      assert.ok(url.startsWith(`${github.webUrl}/login/oauth/authorize?`));
      const { height, ...rest } = Object.fromEntries(features.split(",").map((one) => one.split("=")));
      assert.deepEqual(rest, { popup: "1", width: "400", left: "5", top: "6", resizable: "1" });
      assert.ok(Number(height) > 0 && Number(height) <= 700);
      const wanted = {
        title: "Ours",
        width: 400,
        height: 700,
        center: true,
        resizable: true,
        left: 5,
        top: 6,
      };
      assert.deepEqual(config, wanted);
      assert.equal(await windows.count(), 1);

      const callback = await callbackFor(world, url);
      const handled = await page.evaluate(async (address) => {
        const { success, subject, returnTo } = await app.auth.handleRedirect(address);
        return { success, subject, returnTo };
      }, callback);
      assert.deepEqual(handled, { success: true, subject: "7310452", returnTo: "/in" });
      assert.deepEqual(await ending(page), DONE);
      assert.deepEqual(await closed(page), ["own window"]);
      assert.equal(tokenRequests(github).length, 1);
    });

  const FAILURES = [
    [
      "refused",
      "access_denied",
      "failed",
      async ({ page, url }, address) => {
        const state = new URL(address).searchParams.get("state");
        const refusal = `${url}/callback?error=access_denied&state=${state}`;
        const code = await page.evaluate(
          async (one) => (await app.auth.handleRedirect(one)).error.code,
          refusal,
        );
        assert.equal(code, "access_denied");
      },
    ],
    ["given up", "aborted", "cancelled", ({ page }) => page.evaluate(() => app.runs[0].manager.cancel())],
    ["too late", "timeout", "timed_out", () => {}],
  ];
  for (const [how, code, state, go] of FAILURES)
    test(`${how}: closeWindow is called once too (P7)`, async (world) => {
      const { page } = world;
      await installWindow(page);
      await begin(page, { mode: "popup", timeout: code === "timeout" ? 1 : 600 });
      const [[address]] = await shown(page);
      await go(world, address);
      assert.deepEqual(await ending(page), [code, "pending", "in_progress", state]);
      assert.deepEqual(await closed(page), ["own window"]);
      await assertNobody(page);
    });

  test("a showWindow that throws: flow_failed, nothing to close (P6)", async (world) => {
    const { page } = world;
    await installWindow(page, "show");
    await begin(page);
    assert.deepEqual(await ending(page), ["flow_failed", "pending", "in_progress", "failed"]);
    assert.deepEqual(await closed(page), []);
    await assertNobody(page);
  });

  test("a showWindow that gives null: popup_blocked; one that gives it later is waited for (P6)", async (world) => {
    const { page } = world;
    await page.evaluate(() => {
      app.hooks = { showWindow: () => null };
    });
    await begin(page);
    assert.deepEqual(await ending(page), ["popup_blocked", "pending", "in_progress", "failed"]);
    await page.evaluate(() => {
      app.hooks = { showWindow: async () => null };
    });
    await begin(page);
    assert.deepEqual(await ending(page, 1), ["popup_blocked", "pending", "in_progress", "failed"]);
    await assertNobody(page);
  });

  test("aborted while showWindow still opens its window: aborted, and that window is closed (P7, P10)", async (world) => {
    const { page } = world;
    await page.evaluate(() => {
      app.closed = [];
      app.hooks = {
        showWindow: () =>
          new Promise((open) => {
            app.open = open;
          }),
        closeWindow: ({ name }) => app.closed.push(name),
      };
    });
    await begin(page);
    await page.evaluate(() => app.runs[0].manager.cancel());
    assert.deepEqual(await ending(page), ["aborted", "pending", "in_progress", "cancelled"]);
    await page.evaluate(() => app.open({ name: "late window" }));
    assert.deepEqual(await ending(page), ["aborted", "pending", "in_progress", "cancelled"]);
    assert.deepEqual(await closed(page), ["late window"]);
    await assertNobody(page);
  });

  test("closeWindow for the browser's own window: once, with that window (P7)", async (world) => {
    const { page } = world;
    await page.evaluate(() => {
      app.closed = [];
      app.hooks = {
        closeWindow(handle) {
          app.closed.push(typeof handle.postMessage);
          handle.close();
        },
      };
    });
    const { popup } = await beginPopup(world);
    await agree(popup);
    assert.deepEqual(await ending(page), DONE);
    await untilAlone(world);
    assert.deepEqual(await closed(page), ["function"]);
  });

  test("a callback that handleRedirect(url) is given for another sign-in leaves the one under way alone (P12)", async (world) => {
    const { page, url, github } = world;
    await installWindow(page);
    await begin(page);
    const [[address]] = await shown(page);
    const strange = `${url}/callback?code=x&state=${"F".repeat(43)}p`;
    const refused = await page.evaluate(
      async (one) => (await app.auth.handleRedirect(one)).error.code,
      strange,
    );
    assert.equal(refused, "state_mismatch");
    assert.deepEqual(await page.evaluate(() => app.runs[0].outcomes), []);
    const callback = await callbackFor(world, address);
    await page.evaluate((one) => app.auth.handleRedirect(one).then(() => {}), callback);
    await ended(page);
    assert.deepEqual(await ending(page), DONE);
    assert.equal(tokenRequests(github).length, 1);
  });
}
