// Two sign-ins of one page: the newer counts. Must not: know which browser runs it.

import assert from "node:assert/strict";
import {
  agree,
  begin,
  beginPopup,
  callbackFor,
  ended,
  ending,
  stored,
  tell,
  untilAlone,
} from "./popup-world.js";
import { tokenRequests } from "./traffic.js";
import { until } from "./until.js";

export function races(test) {
  test("two popups in a row: the first is aborted and its window closed, the second succeeds (P4, T-36)", async (world) => {
    const { page, windows, github } = world;
    const first = await beginPopup(world);
    const late = await callbackFor(world, first.popup.url());
    const second = await beginPopup(world);
    assert.deepEqual(await ending1(page, 0), ["aborted", "pending", "in_progress", "cancelled"]);
    await until(async () => (await windows.count()) === 2);
    assert.notEqual(first.state, second.state);
    await tell(page, first.state, { url: late });
    await agree(second.popup);
    assert.deepEqual(await ending(page, 1), ["7310452", "pending", "in_progress", "completed"]);
    await untilAlone(world);
    assert.equal(tokenRequests(github).length, 1);
  });

  test("two popups by one click: one outcome each, and one window at the most (T-36)", async (world) => {
    const { page, github } = world;
    await page.evaluate(() => {
      app.quiet = running();
      document.querySelector("button").addEventListener("click", () => app.start(app.options));
    });
    await begin(page);
    assert.equal((await ended(page, 0)).outcome.error.code, "aborted");
    const isOpen = await page.evaluate(() => app.runs[1].outcomes.length === 0);
    if (isOpen) await page.evaluate(() => app.runs[1].manager.cancel());
    // The browser may take a second window in one click for one too many.
    const expected = isOpen
      ? ["aborted", "pending", "in_progress", "cancelled"]
      : ["popup_blocked", "pending", "in_progress", "failed"];
    assert.deepEqual(await ending(page, 1), expected);
    await untilAlone(world);
    assert.equal(tokenRequests(github).length, 0);
  });

  test("popups of two providers of one page: the first is aborted, the second succeeds (P4, T-36)", async (world) => {
    const { page, github, acme } = world;
    await beginPopup(world);
    await begin(page, { mode: "popup", provider: "acme" });
    const [, ...states] = await ending(page, 1);
    assert.deepEqual(states, ["pending", "in_progress", "completed"]);
    assert.deepEqual(await ending(page, 0), ["aborted", "pending", "in_progress", "cancelled"]);
    await untilAlone(world);
    const [only, ...others] = await stored(page);
    assert.match(only, /^acme:/);
    assert.deepEqual(others, []);
    assert.equal(tokenRequests(github).length, 0);
    assert.equal(
      acme.log.filter(({ path, method }) => path === "/oauth/token" && method === "POST").length,
      1,
    );
  });

  test("a second sign-in while the first exchanges its code: the first stores nothing (T-36)", async (world) => {
    const { page, github } = world;
    github.switches.token = "slow";
    const first = await beginPopup(world);
    await agree(first.popup);
    await until(() => tokenRequests(github).length === 1);
    await begin(page, { mode: "popup", provider: "acme" });
    await ended(page, 1);
    github.switches.token = null;
    assert.deepEqual(await ending(page, 0), ["aborted", "pending", "in_progress", "cancelled"]);
    await page.waitForFunction(() => requests === 0);
    assert.match((await stored(page)).join(), /^acme:[^,]+$/);
  });

  test("a sign-in of another tab is not touched (T-36)", async (world) => {
    const { page, windows, url, github } = world;
    const first = await beginPopup(world);
    const other = await windows.open(`${url}/`);
    await other.waitForFunction(() => document.title === "ready");
    const second = await beginPopup({ ...world, page: other });
    await agree(second.popup);
    assert.equal((await ended(other)).outcome.subject, "7310452");
    assert.deepEqual(await page.evaluate(() => app.runs[0].outcomes), []);
    await agree(first.popup);
    assert.deepEqual(await ending(page), ["7310452", "pending", "in_progress", "completed"]);
    assert.equal(tokenRequests(github).length, 2);
  });
}

/** How it ended; another sign-in is still under way. */
async function ending1(page, index) {
  const { outcome, states } = await ended(page, index);
  return [outcome.error?.code ?? outcome.subject, ...states];
}
