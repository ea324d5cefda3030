// Runs docs/sign-in.md, in a page that opens popups and in one that is left.
// Owns: what must have happened after each block. Must not: repeat the end-to-end tests of a sign-in's endings.

import assert from "node:assert/strict";
import { manager, open, quickStart } from "../support/app.js";
import { ADA, authorize, cancel, goToGithub, openGithub, openPage, PHONE } from "../support/browser.js";
import { block } from "../support/markdown.js";
import { connectToStandIns } from "../support/web.js";

const notice = (page, text) => page.locator("#notice").getByText(text, { exact: true }).waitFor();
const cancelButton = (page) => page.locator("#cancel");

export const signIn = {
  async "sign-in-result"(world) {
    const { page, site } = world;
    const code = `${manager()}\n${block("sign-in-result")}`;
    await open(world, code);
    await cancel(await openGithub(page));
    await page
      .locator("#notice")
      .getByText(/denied/)
      .waitFor();
    await authorize(await openGithub(page));
    await notice(page, `Signed in as ${ADA.login}`);
    // By a redirect the same words come after the way back, at the address where it began.
    const phone = await openPage(page.context().browser(), PHONE);
    await connectToStandIns(phone.page.context(), site);
    await phone.page.goto(site.url);
    await goToGithub(phone.page);
    await authorize(phone.page);
    await notice(phone.page, `Signed in as ${ADA.login}`);
    assert.deepEqual([phone.page.url(), phone.problems], [`${site.url}/`, []]);
    await phone.page.context().close();
  },

  async "flow-manager"(world) {
    const { page } = world;
    await open(world, `${quickStart()}\n${block("flow-manager")}`);
    const popup = await openGithub(page);
    await notice(page, "in_progress");
    await Promise.all([popup.waitForEvent("close"), cancelButton(page).click()]);
    await notice(page, "cancelled");
    assert.equal(await cancelButton(page).isVisible(), false);
    await authorize(await openGithub(page));
    await notice(page, "completed");
  },

  async "detect-environment"(world) {
    const { page } = world;
    await open(world, block("detect-environment"));
    await page.locator('#sign-in[title="Opens a window"]').waitFor();
  },
};
