// Providers besides GitHub: the generic OAuth 2 server under a name of its own, with the options that an app gives for it.
// Owns: their start and end, what they have seen, and the ways through them. Must not: assert.

import { startOAuthServer } from "../../support/oauth/index.js";
import { installAcme } from "./acme-page.js";
import { openLab } from "./lab.js";

/** `path`: one of the demo's pages; every provider has a callback of its own. */
export async function startAcme({ t, url }, { name = "acme", path = "/callback/plain" } = {}) {
  const clientId = `${name}-page`;
  const redirectUri = `${url}${path}`;
  const server = await startOAuthServer({ clients: [{ clientId, redirectUris: [redirectUri] }] });
  t.after(() => server.close());
  const options = {
    clientId,
    redirectUri,
    authorizationUrl: `${server.url}/oauth/authorize`,
    tokenUrl: `${server.url}/oauth/token`,
    revocationUrl: `${server.url}/oauth/revoke`,
    apiUrl: `${server.url}/api`,
    userInfoUrl: `${server.url}/api/user`,
  };
  const seen = (path) => server.log.filter((entry) => entry.path === path && entry.method !== "OPTIONS");
  const grants = (type) => seen("/oauth/token").filter(({ form }) => form.grant_type === type);
  return { ...server, name, options, seen, grants, echo: `${server.url}/api/echo` };
}

/** Where the provider sends the person back to: at these nobody has to press anything. */
export async function agree(authorizationUrl) {
  const response = await fetch(authorizationUrl, { redirect: "manual" });
  return response.headers.get("location");
}

/** An unused callback URL for a sign-in that the page's `auth` began. */
export async function callbackFor(page, provider, options = {}) {
  const authorizationUrl = await page.evaluate(
    ([name, given]) => auth.provider(name).flow().authorize(given).authorizationUrl,
    [provider, options],
  );
  return agree(authorizationUrl);
}

/** The page's `auth` handles a callback URL; the result as plain data. */
export const finish = (page, callback) =>
  page.evaluate(async (address) => lab.plain(await auth.handleRedirect(address)), callback);

/** Signs in on the page's `auth` without leaving the page. */
export const signInHere = async (page, provider, options) =>
  finish(page, await callbackFor(page, provider, options));

/** `window.auth` with GitHub and acme, and those of `signedIn` signed in, in this order; gives acme's server. */
export async function openBoth(world, { signedIn = ["github", "acme"], changes = {} } = {}) {
  const { page, github, allowConsole } = world;
  allowConsole(/Failed to load resource/); // the browser reports every 401
  const acme = await startAcme(world);
  await openLab(world);
  await page.evaluate(
    async ([options, changed]) => {
      window.auth = await lab.auth(changed, { providers: { acme: options } });
    },
    [acme.options, changes],
  );
  github.switches.autoApprove = true;
  for (const name of signedIn) await signInHere(page, name);
  return acme;
}

/** The lab with an app whose provider is of its own classes; see acme-page.js. */
export async function openOwnAcme(world, tenant = "blue") {
  const server = await startAcme(world);
  await openLab(world);
  await world.context.addInitScript(installAcme, { options: server.options, tenant });
  await world.page.reload();
  return server;
}

/** Signs in at that app: away to the provider, and back to the callback page, where the app starts anew. */
export async function signInThere({ page }, server, options = {}) {
  await page.evaluate(async (given) => {
    await acme.start();
    auth.acme.signIn({ ...given, mode: "redirect" });
  }, options);
  await page.waitForURL((address) => address.href.startsWith(server.options.redirectUri));
  return page.evaluate(async () => {
    await acme.start();
    return { result: lab.plain(await auth.handleRedirect()), calls: acme.calls, address: location.href };
  });
}
