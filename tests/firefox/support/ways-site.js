// The servers of the tests of every other way in: a site with a page for GitHub and one for an app server, the token proxy with
// its device routes, and both stand-ins. Owns: their start and end. Must not: know a browser.

import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createTokenProxy } from "../../../proxy/index.js";
import { serveTokenProxy } from "../../../proxy/node.js";
import { installDevice } from "../../e2e/support/device-page.js";
import { installHost } from "../../e2e/support/host-page.js";
import { installLab } from "../../e2e/support/lab-page.js";
import { startGithub } from "../../support/github/index.js";
import { startOidcApp } from "../../support/oidc-app/index.js";

const HOST = "127.0.0.1";
const CLIENT = { clientId: "Ov23liOtherWays", clientSecret: "of-these-tests-only" };
const dist = new URL("../../../dist/", import.meta.url);

const head = `<!doctype html><html lang="en"><link rel="icon" href="data:,">`;
const start = `window.auth = await lab.auth();
window.handled = lab.plain(await auth.handleRedirect());
document.title = "ready";`;
const githubPage = `${head}<script>(${installLab})(); (${installDevice})();</script><script type="module">${start}</script>`;
const hostPage = (given) =>
  `${head}<script>(${installLab})(); (${installHost})(${JSON.stringify(given)});</script>`;

/** The scripts, all read at once: a build may replace them while tests run. */
async function readScripts() {
  const names = (await readdir(dist)).filter((name) => name.endsWith(".js"));
  const read = async (name) => [`/portcullis/${name}`, await readFile(new URL(name, dist))];
  return Object.fromEntries(await Promise.all(names.map(read)));
}

export async function startSite() {
  const scripts = await readScripts();
  const pages = {};
  const server = createServer(({ url }, response) => {
    const [path] = url.split("?");
    const body = pages[path] ?? scripts[path];
    const type = Object.hasOwn(pages, path) && !path.endsWith(".js") ? "text/html" : "text/javascript";
    response.writeHead(body ? 200 : 404, { "Content-Type": type }).end(body);
  });
  server.listen(0, HOST);
  await once(server, "listening");
  const url = `http://${HOST}:${server.address().port}`;
  const redirectUri = `${url}/callback`;
  const callbackUrls = [{ url: redirectUri, wildcard: false }];
  const githubApp = { ...CLIENT, name: "Other ways", callbackUrls, expiringTokens: true };
  const github = await startGithub({ apps: [githubApp] });
  const hostApp = await startOidcApp({ origins: [url] });
  const handler = createTokenProxy({
    ...CLIENT,
    tokenUrl: `${github.webUrl}/login/oauth/access_token`,
    deviceUrl: `${github.webUrl}/login/device/code`,
    deviceFlow: true,
    apiUrl: github.apiUrl,
    redirectUris: [redirectUri],
    allowInsecureOrigins: true,
    log: () => {},
  });
  const proxy = await serveTokenProxy(handler, { port: 0, host: HOST });
  const config = {
    clientId: CLIENT.clientId,
    redirectUri,
    proxyUrl: proxy.url,
    authorizationUrl: `${github.webUrl}/login/oauth/authorize`,
    apiUrl: github.apiUrl,
  };
  Object.assign(pages, {
    "/": githubPage,
    "/callback": githubPage,
    "/config.js": `export const config = ${JSON.stringify(config)};`,
    "/host": hostPage({ app: url, base: hostApp.url, options: {}, isBare: false }),
    "/empty": head,
  });
  return {
    url,
    github,
    githubApp,
    hostApp,
    reset() {
      githubApp.deviceFlow = true;
      for (const one of [github, hostApp]) {
        one.reset();
        one.switches.deviceInterval = 1;
      }
    },
    async close() {
      await Promise.all([proxy.close(), github.close(), hostApp.close()]);
      server.close();
      server.closeAllConnections();
    },
  };
}
