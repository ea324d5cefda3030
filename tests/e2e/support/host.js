// An app at an app server: the stand-in of py-oidc-auth and a page of the demo server, each of an origin of its own.
// Owns: their start, the click, and what the server was asked. Must not: assert.

import { startOidcApp } from "../../support/oidc-app/index.js";
import { installHost } from "./host-page.js";
import { openLab } from "./lab.js";
import { until } from "./until.js";

const ROUTES = "/auth/v2";

/**
 * The app's page with `window.host`. `server` are options of the stand-in, `options` those of the shared provider; `isBare`: the
 * page makes no provider and handles no callback.
 */
export async function openHost(world, { server = {}, options = {}, isBare = false } = {}) {
  const { t, page, context, url, allowConsole } = world;
  allowConsole(/Failed to load resource/); // the browser reports every refusal
  const app = await startOidcApp({ origins: [url], ...server });
  t.after(() => app.close());
  app.switches.deviceInterval = 1;
  const base = app.url + (server.prefix ?? "");
  const given = { ...(server.dialect && { dialect: server.dialect, clientId: "page" }), ...options };
  await context.addInitScript(installHost, { app: url, base, options: given, isBare });
  await openLab(world);
  await untilReady(page);
  const path = (server.prefix ?? "") + ROUTES;
  const asked = (route) =>
    app.log.filter((entry) => entry.path === `${path}/${route}` && entry.method !== "OPTIONS");
  return {
    ...app,
    base,
    asked,
    /** The fields of every token request. */
    forms: () => asked("token").map(({ form }) => form),
    logins: () => asked("login").map(({ query }) => Object.fromEntries(new URLSearchParams(query))),
  };
}

export const untilReady = (page) => page.waitForFunction(() => document.title === "ready");

/** What the page's `host.outcomes` has, once there are that many; the last of them. */
export async function outcome(page, count = 1) {
  await until(() => page.evaluate((wanted) => host.outcomes.length >= wanted, count));
  return page.evaluate((wanted) => host.outcomes[wanted - 1], count);
}

/** A click that calls the function, which runs in the page. */
export async function click(page, action, given) {
  await page.evaluate(
    ([text, value]) => {
      const call = new Function("given", `return (${text})(given)`);
      host.click = () => call(value);
    },
    [`${action}`, given],
  );
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** What the person presses at the provider's page. */
export const decide = (page, decision = "Authorize") => page.getByRole("button", { name: decision }).click();

/** The window that a click opens. */
export async function popupOf(page, action, given) {
  const [popup] = await Promise.all([page.waitForEvent("popup"), click(page, action, given)]);
  return popup;
}

/** A sign-in in a popup, begun by a click; what came of it. */
export async function signInHost(page, options = {}, decision = undefined) {
  const count = await page.evaluate(() => host.outcomes.length);
  const begin = (given) => host.watch(() => host.provider.signIn(given));
  await decide(await popupOf(page, begin, { mode: "popup", ...options }), decision);
  return outcome(page, count + 1);
}

/** The app's page after a redirect: what `handleRedirect` gave. */
export async function signInByRedirect(page, options = {}, decision = undefined) {
  await page.evaluate((given) => void host.provider.signIn({ mode: "redirect", ...given }), options);
  await decide(page, decision);
  await untilReady(page);
  return page.evaluate(() => host.handled);
}

export const promptIn = async (page, count = 1) => {
  await until(() => page.evaluate((wanted) => host.prompts.length >= wanted, count));
  return page.evaluate((wanted) => JSON.parse(JSON.stringify(host.prompts[wanted - 1])), count);
};
