// Runs docs/refresh-and-tabs.md: the events of a page, and a React component that shows who is signed in.
// Owns: what must have happened after each block. Must not: repeat the end-to-end tests of renewal.

import assert from "node:assert/strict";
import { open, openSignedIn, quickStart, seen } from "../support/app.js";
import { ADA } from "../support/browser.js";
import { block } from "../support/markdown.js";

const duplicate = async (page) => {
  const [copy] = await Promise.all([
    page.context().waitForEvent("page"),
    page.evaluate(() => void window.open(location.href)),
  ]);
  await copy.waitForLoadState();
  return copy;
};

const sees = (page, text) => page.getByText(text, { exact: true }).waitFor();

export const refresh = {
  async events(world) {
    const { page, site } = world;
    world.expect(/400 \(Bad Request\)/);
    await openSignedIn(world, `${block("events")}\nwindow.session = session;\nwindow.seen = true;`);
    await seen(page);
    const copy = await duplicate(page);
    await seen(copy);
    const renew = () => page.evaluate(() => session.refresh().catch(({ code }) => code));
    assert.equal(await renew(), undefined);
    await sees(page, "Renewed.");
    await sees(copy, "Renewed by another tab.");
    // GitHub knows nothing of it any more.
    site.github.reset();
    assert.equal(await renew(), "refresh_rejected");
    for (const tab of [page, copy]) await sees(tab, "Please sign in at github again.");
  },

  async react(world) {
    const { page, site } = world;
    site.github.switches.autoApprove = true;
    const files = {
      "./auth.js": quickStart()
        .replace("const auth", "export const auth")
        .replaceAll("Ov23li…", site.clientId),
    };
    // React's own checks are in its development build.
    const define = { "process.env.NODE_ENV": '"development"' };
    await open(world, block("react"), { files, define });
    const button = (tab, name) => tab.getByRole("button", { name, exact: true });
    await button(page, "Sign in").click();
    await button(page, `Sign out ${ADA.id}`).waitFor();
    const copy = await duplicate(page);
    await button(copy, `Sign out ${ADA.id}`).waitFor();
    await button(page, `Sign out ${ADA.id}`).click();
    for (const tab of [page, copy]) await button(tab, "Sign in").waitFor();
  },
};
