// A reader's page in a test: documented code as its module, opened, and with somebody signed in or not.
// Owns: how a page gets there. Must not: know what a code block proves.

import { bundle } from "./bundle.js";
import { block } from "./markdown.js";

export const quickStart = () => block("quick-start");

/** The quick start's manager, and nothing after it. */
export const manager = () => quickStart().replace(/\nawait auth\.handleRedirect[\s\S]*$/, "\n");

/** What the quick start does once it has its manager. */
const afterCreateAuth = () => quickStart().replace(/^[\s\S]*?\n\}\);\n/, "");

/** What the code has left in `window.seen`. */
export const seen = (page) => page.waitForFunction(() => window.seen).then((handle) => handle.jsonValue());

export const ourKeys = (page) => page.evaluate(() => Object.keys(sessionStorage).sort());

/** Token requests that reached the stand-in for GitHub, as forms. */
export const tokenForms = ({ github }) =>
  github.log
    .filter(({ path }) => path === "/login/oauth/access_token")
    .map(({ body }) => Object.fromEntries(new URLSearchParams(body)));

/** Serves the usual page with this module, and opens it. Only the client id is changed: every reader has their own. */
export async function open({ page, site }, code, { headers, body, pages, ...options } = {}) {
  const script = await bundle(code.replaceAll("Ov23li…", site.clientId), options);
  site.show({ script, headers, body, pages });
  await page.goto(site.url);
}

/**
 * Opens the quick start, with `create` in place of its createAuth and all before, signs in, and then runs the code: it goes on from there.
 * The person at GitHub has agreed before.
 */
export async function openSignedIn(world, code, { create, ...options } = {}) {
  world.site.github.switches.autoApprove = true;
  const start = create ? create + afterCreateAuth() : quickStart();
  // Imports are hoisted, so a block may have some; the rest waits for a session.
  await open(world, `${start}\nif (!session) await new Promise(() => {});\n${code}`, options);
  await world.page.getByRole("button", { name: "Sign in with GitHub" }).click();
}
