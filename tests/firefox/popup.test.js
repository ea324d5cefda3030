// Signing in by popup, in Firefox. The scenarios are in ../e2e/support/popup-scenarios.js, for Chromium too. Here are those that
// need what a headless Chromium does not have: the focus is in one window only.

import assert from "node:assert/strict";
import { popupScenarios } from "../e2e/support/popup-scenarios.js";
import { agree, beginPopup, ending } from "../e2e/support/popup-world.js";
import { tokenRequests } from "../e2e/support/traffic.js";

const test = popupScenarios("firefox");

/** The provider's second page cuts the window off, after its first one was shown for a while. */
async function cutOffLater(world) {
  const { page, github } = world;
  const { popup } = await beginPopup(world, { timeout: 600 });
  const seen = await page.evaluate(() => polls);
  await page.waitForFunction((before) => polls > before + 8, {}, seen);
  github.switches.coop = true;
  await popup.reload();
  await page.waitForFunction(() => app.runs[0].events.includes("popupmaybeclosed"));
  return popup;
}

test("cut off by COOP after a while at the provider's: no popup_closed while it lives, and then success (P9, T-34)", async (world) => {
  const { page, github } = world;
  const popup = await cutOffLater(world);
  await agree(popup);
  assert.deepEqual(await ending(page), ["7310452", "pending", "in_progress", "completed"]);
  assert.equal(tokenRequests(github).length, 1);
});

test("closed by the person at once, before the provider's page was shown for long: popup_closed (P9)", async (world) => {
  const { page } = world;
  const { popup } = await beginPopup(world, { timeout: 600 });
  await page.waitForFunction(() => !document.hasFocus() && polls > 1);
  await Promise.all([popup.close(), page.bringToFront()]);
  assert.deepEqual(await ending(page), ["popup_closed", "pending", "in_progress", "cancelled"]);
});
