// Runs the code in docs/errors: what to do about an error, where that is more than a sentence.
// Owns: what must have happened after each block. Must not: repeat the end-to-end tests of how each error comes about.

import { open, quickStart } from "../support/app.js";
import { ADA } from "../support/browser.js";
import { block } from "../support/markdown.js";

export const errorPages = {
  async "popup-blocked"(world) {
    const { page } = world;
    await open(world, `${quickStart()}\n${block("popup-blocked")}`);
    await page.evaluate(() => {
      globalThis.open = () => null;
    });
    await page.getByRole("button", { name: "Sign in with GitHub" }).click();
    await page.getByRole("button", { name: "Sign in with GitHub in this tab" }).click();
    await page.getByRole("radio", { name: ADA.name }).waitFor();
  },
};
