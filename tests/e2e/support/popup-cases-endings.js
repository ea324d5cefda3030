// How a popup sign-in ends without anybody signed in: closed, refused, too late, given up. Must not: know which browser runs it.

import assert from "node:assert/strict";
import { agree, assertNobody, begin, beginPopup, ended, ending, refuse, untilAlone } from "./popup-world.js";
import { authorizeQueries, tokenRequests } from "./traffic.js";
import { until } from "./until.js";

const LONG = { timeout: 600 };

export function endings(test) {
  test("closed by the person: popup_closed, long before the time is over (P9, T-35)", async (world) => {
    const { page } = world;
    const { popup } = await beginPopup(world, LONG);
    const seen = await page.evaluate(() => polls);
    await page.waitForFunction((before) => polls > before + 8, {}, seen);
    // A person who closes a window is back at the one behind it.
    await Promise.all([popup.close(), page.bringToFront()]);
    const { outcome } = await ended(page);
    assert.equal(outcome.error.name, "AuthFlowCancelled");
    assert.deepEqual(await ending(page), ["popup_closed", "pending", "in_progress", "cancelled"]);
    await assertNobody(page);
  });

  test("refused at the provider: its error, and the window closes (P12)", async (world) => {
    const { page, github } = world;
    const { popup } = await beginPopup(world);
    await refuse(popup);
    const { outcome } = await ended(page);
    const { name, error, provider } = outcome.error;
    assert.deepEqual([name, error, provider], ["OAuthError", "access_denied", "github"]);
    assert.deepEqual(await ending(page), ["access_denied", "pending", "in_progress", "failed"]);
    await untilAlone(world);
    await assertNobody(page);
    assert.equal(tokenRequests(github).length, 0);
  });

  test("a provider's page that sends nobody back: AuthFlowTimeout, and the window closes (P11, T-35)", async (world) => {
    const { page, github } = world;
    github.switches.authorizeError = true;
    await begin(page, { mode: "popup", timeout: 2 });
    const { outcome } = await ended(page);
    assert.deepEqual([outcome.error.name, outcome.error.timeout], ["AuthFlowTimeout", 2]);
    assert.deepEqual(await ending(page), ["timeout", "pending", "in_progress", "timed_out"]);
    await untilAlone(world);
    await assertNobody(page);
  });

  test("looks closed, may live (COOP): cancel() ends it, and nothing comes of the window any more (P9, P10, T-34)", async (world) => {
    const { page, github } = world;
    github.switches.coop = true;
    const { popup } = await beginPopup(world, LONG);
    await page.waitForFunction(() => app.runs[0].events.includes("popupmaybeclosed"));
    await page.evaluate(() => app.runs[0].manager.cancel("Enough."));
    assert.deepEqual(await ending(page), ["aborted", "pending", "in_progress", "cancelled"]);
    await agree(popup);
    const left = await world.windows.window((address) => address === `${world.url}/callback`);
    const { error } = await left.evaluate(() => app.handled);
    assert.equal(error.code, "nobody_waiting");
    assert.equal(tokenRequests(github).length, 0);
    await assertNobody(page);
  });

  test("cancel() before anything, and twice: the state stays, one outcome (P2, P10)", async (world) => {
    const { page } = world;
    const idle = await page.evaluate(() => {
      const manager = app.auth.github.flowManager();
      const changes = [];
      manager.addEventListener("statechange", (event) => changes.push(event.type));
      manager.cancel();
      return [manager.state, changes];
    });
    assert.deepEqual(idle, ["pending", []]);
    await beginPopup(world, LONG);
    await page.evaluate(() => {
      app.runs[0].manager.cancel();
      app.runs[0].manager.cancel();
    });
    assert.deepEqual(await ending(page), ["aborted", "pending", "in_progress", "cancelled"]);
    await untilAlone(world);
    await assertNobody(page);
  });

  const MOMENTS = [
    [
      "already, before it began",
      async ({ page, windows, github }) => {
        await page.evaluate(() => app.controller.abort());
        await begin(page);
        await ended(page);
        assert.equal(await windows.count(), 1);
        assert.deepEqual(authorizeQueries(github), []);
      },
    ],
    [
      "while the provider's page is open",
      async (world) => {
        await beginPopup(world, LONG);
        await world.page.evaluate(() => app.controller.abort());
      },
    ],
    [
      "while the token request is answered",
      async (world) => {
        const { page, github } = world;
        github.switches.token = "slow";
        const { popup } = await beginPopup(world, LONG);
        await agree(popup);
        await until(() => tokenRequests(github).length === 1);
        await page.evaluate(() => app.controller.abort());
        await ended(page);
        github.switches.token = null;
      },
    ],
    [
      "while GET /user is answered",
      async (world) => {
        const { page, api } = world;
        api.isHeld = true;
        const { popup } = await beginPopup(world, LONG);
        await agree(popup);
        await until(() => api.requests === 1);
        await page.evaluate(() => app.controller.abort());
        await ended(page);
        api.release();
      },
    ],
  ];
  for (const [moment, go] of MOMENTS)
    test(`the app's signal, aborted ${moment}: aborted once, nobody signed in and nothing stored (P10)`, async (world) => {
      const { page } = world;
      await page.evaluate(() => {
        app.controller = watchedController();
        app.hooks = { signal: app.controller.signal };
        app.quiet = running();
      });
      await go(world);
      await page.waitForFunction(() => requests === 0);
      assert.deepEqual(await ending(page), ["aborted", "pending", "in_progress", "cancelled"]);
      await untilAlone(world);
      await assertNobody(page);
    });

  test("a signal that is aborted after the success changes nothing (P10)", async (world) => {
    const { page } = world;
    await page.evaluate(() => {
      app.controller = watchedController();
      app.hooks = { signal: app.controller.signal };
    });
    const { popup } = await beginPopup(world);
    await agree(popup);
    await ended(page);
    await page.evaluate(() => app.controller.abort());
    assert.deepEqual(await ending(page), ["7310452", "pending", "in_progress", "completed"]);
    assert.deepEqual(await page.evaluate(() => app.stored()), ["github:7310452"]);
  });

  test("cancel() from within the first statechange: aborted, no window, nothing left (P2, P10)", async (world) => {
    const { page, github } = world;
    await page.evaluate(() => {
      const flowManager = app.auth.github.flowManager.bind(app.auth.github);
      app.auth.github.flowManager = (...given) => {
        const manager = flowManager(...given);
        manager.addEventListener("statechange", () => manager.cancel(), { once: true });
        return manager;
      };
    });
    await begin(page, LONG);
    // That listener comes first, so the app's own hears of the two states in the other order.
    assert.equal((await ending(page))[0], "aborted");
    assert.equal(await page.evaluate(() => app.runs[0].manager.state), "cancelled");
    await untilAlone(world);
    await assertNobody(page);
    assert.deepEqual(authorizeQueries(github), []);
  });

  test("cancel() from within the event signedin changes nothing: somebody is signed in (P10)", async (world) => {
    const { page } = world;
    await page.evaluate(() => app.auth.addEventListener("signedin", () => app.runs[0].manager.cancel()));
    const { popup } = await beginPopup(world);
    await agree(popup);
    assert.deepEqual(await ending(page), ["7310452", "pending", "in_progress", "completed"]);
    assert.deepEqual(await page.evaluate(() => app.stored()), ["github:7310452"]);
  });

  test("signOut() while the token request is answered: nobody is signed in, once and for all (T-35)", async (world) => {
    const { page, github } = world;
    github.switches.token = "slow";
    const { popup } = await beginPopup(world, LONG);
    await agree(popup);
    await until(() => tokenRequests(github).length === 1);
    await page.evaluate(() => app.auth.signOut());
    github.switches.token = null;
    assert.deepEqual(await ending(page), ["not_signed_in", "pending", "in_progress", "failed"]);
    await untilAlone(world);
    await assertNobody(page);
  });
}
