// The demo's pages without their script, for tests that call the SDK themselves.
// Owns: taking the script away, window.lab in its place, and taking an authorize URL to its callback URL.
// Must not: decide what is right. lab-page.js has the part that runs in the browser.

import { installLab } from "./lab-page.js";

/** Opens the lab. Its document is the demo server's own: a made-up one may not send requests to loopback. */
export async function openLab({ page, context, url }) {
  await context.addInitScript(installLab);
  for (const script of ["app.js", "plain.js"]) {
    await context.route(`${url}/${script}`, (route) =>
      route.fulfill({ contentType: "text/javascript", body: "" }),
    );
  }
  await page.goto(url);
}

/** What happens at GitHub, without a page for it: the person agrees, and this is where they would be sent. */
export async function approve(github, authorizationUrl) {
  github.switches.autoApprove = true;
  const response = await fetch(authorizationUrl, { redirect: "manual" });
  return response.headers.get("location");
}

/** An unused callback URL for a sign-in that this page began. `changes` replace options of `github`. */
export async function freshCallback({ page, github }, options = {}, changes = {}) {
  const authorizationUrl = await page.evaluate(
    async ([given, changed]) => (await lab.auth(changed)).github.oauth2.authorize(given).authorizationUrl,
    [options, changes],
  );
  return approve(github, authorizationUrl);
}

/** Handles a callback URL, or the page's own; the result as plain data. */
export const handle = (page, callback, changes = {}) =>
  page.evaluate(
    async ([address, changed]) =>
      lab.plain(await (await lab.auth(changed)).handleRedirect(address ?? undefined)),
    [callback ?? null, changes],
  );

/** A page with somebody signed in. */
export async function signInAtLab(world, changes = {}) {
  await openLab(world);
  return handle(world.page, await freshCallback(world, {}, changes), changes);
}

export function withParameters(callback, changes) {
  const address = new URL(callback);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  return address.href;
}
