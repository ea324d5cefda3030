// The site of the other ways in, as ../../firefox has it, for one test in WebKit. Owns: what a test begins with there.
// Must not: decide what is right.

import { startSite } from "../../firefox/support/ways-site.js";
import { agreeAndReturn, openReady } from "../../firefox/support/ways-world.js";
import { webkitTests } from "./world.js";

export const waysTests = () =>
  webkitTests(startSite, async ({ windows, url, reset }) => {
    reset();
    return { open: (path) => windows.open(url + path) };
  });

/** A page with somebody signed in, and what `handleRedirect()` gave it. */
export async function signedIn(world, options = {}) {
  const page = await openReady(world, "/");
  await page.evaluate((given) => {
    auth.github.signIn({ mode: "redirect", ...given });
  }, options);
  await agreeAndReturn(page);
  return { page, result: await page.evaluate(() => handled) };
}
