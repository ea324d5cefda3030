// The servers of the popup tests: a site with pages of every kind that a popup begins at or comes back to, the token proxy,
// both providers, and an API whose answers can be held. Owns: their start and end. Must not: know a browser.

import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createTokenProxy } from "../../../proxy/index.js";
import { serveTokenProxy } from "../../../proxy/node.js";
import { startGithub } from "../../support/github/index.js";
import { createHeldAnswers } from "../../support/held-answers.js";
import { startOAuthServer } from "../../support/oauth/index.js";

const HOST = "127.0.0.1";
const CLIENT = { clientId: "Ov23liPopups", clientSecret: "of-the-popup-tests-only" };
const dist = new URL("../../../dist/", import.meta.url);

const head = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><script src="/popup-watch.js"></script>`;
const app = `${head}<button>Sign in</button><script type="module" src="/popup-app.js"></script>`;
const PAGES = {
  "/": app,
  "/callback": app,
  "/callback/acme": app,
  "/callback/page": `${head}<body><script type="module" src="/portcullis/callback.js" data-app="/"></script>`,
  "/framing": `${head}<iframe src="/" width="300" height="200"></iframe>`,
  "/sandboxed": app,
  "/empty": head,
  "/opening": `${head}<button>Open</button>`,
};
const HEADERS = {
  // A page in which no window opens, whoever clicks.
  "/sandboxed": { "Content-Security-Policy": "sandbox allow-scripts allow-same-origin" },
};

async function listen(server) {
  server.listen(0, HOST);
  await once(server, "listening");
  return `http://${HOST}:${server.address().port}`;
}

/** The scripts, all read at once: a build may replace them while tests run. */
async function readScripts() {
  const own = ["popup-app.js", "popup-watch.js"].map((name) => [`/${name}`, new URL(name, import.meta.url)]);
  const names = (await readdir(dist)).filter((name) => name.endsWith(".js"));
  const built = names.map((name) => [`/portcullis/${name}`, new URL(name, dist)]);
  const read = async ([path, file]) => [path, await readFile(file)];
  return Object.fromEntries(await Promise.all([...own, ...built].map(read)));
}

function answerSite(path, options, scripts) {
  if (Object.hasOwn(PAGES, path)) return ["text/html", PAGES[path]];
  if (path === "/options.js")
    return ["text/javascript", `export const options = ${JSON.stringify(options)};`];
  return Object.hasOwn(scripts, path) ? ["text/javascript", scripts[path]] : [];
}

/** The stand-in's API, but its answers wait while `isHeld`. */
async function startHeldApi(github) {
  const { untilReleased, release } = createHeldAnswers();
  const api = { isHeld: false, requests: 0 };
  const cors = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "authorization" };
  const server = createServer(async ({ method, url, headers: { authorization } }, response) => {
    if (method === "OPTIONS") return response.writeHead(204, cors).end();
    api.requests += 1;
    if (api.isHeld) await untilReleased();
    const answer = await fetch(github.apiUrl + url, { headers: { authorization, "user-agent": "popups" } });
    const body = await answer.text();
    response.writeHead(answer.status, { ...cors, "Content-Type": "application/json" }).end(body);
  });
  api.url = await listen(server);
  api.release = () => {
    api.isHeld = false;
    release();
  };
  api.close = () => {
    api.release();
    server.close();
    server.closeAllConnections();
  };
  return api;
}

export async function startSite() {
  const given = {};
  const scripts = await readScripts();
  const server = createServer(({ url }, response) => {
    const [path] = url.split("?");
    const [type, body] = answerSite(path, given.options, scripts);
    response.writeHead(body ? 200 : 404, { "Content-Type": type ?? "text/plain", ...HEADERS[path] });
    response.end(body);
  });
  const url = await listen(server);
  const redirectUris = [`${url}/callback`, `${url}/callback/page`];
  const callbackUrls = redirectUris.map((one) => ({ url: one, wildcard: false }));
  const github = await startGithub({ apps: [{ ...CLIENT, name: "Popups", callbackUrls }] });
  const acmeUri = `${url}/callback/acme`;
  const acme = await startOAuthServer({ clients: [{ clientId: "popups", redirectUris: [acmeUri] }] });
  const api = await startHeldApi(github);
  const handler = createTokenProxy({
    ...CLIENT,
    tokenUrl: `${github.webUrl}/login/oauth/access_token`,
    apiUrl: github.apiUrl,
    redirectUris,
    allowInsecureOrigins: true,
    log: () => {},
  });
  const proxy = await serveTokenProxy(handler, { port: 0, host: HOST });
  given.options = {
    github: {
      clientId: CLIENT.clientId,
      redirectUri: redirectUris[0],
      proxyUrl: proxy.url,
      authorizationUrl: `${github.webUrl}/login/oauth/authorize`,
      apiUrl: api.url,
    },
    providers: {
      acme: {
        clientId: "popups",
        redirectUri: acmeUri,
        authorizationUrl: `${acme.url}/oauth/authorize`,
        tokenUrl: `${acme.url}/oauth/token`,
        userInfoUrl: `${acme.url}/api/user`,
      },
    },
  };
  return {
    url,
    github,
    acme,
    api,
    pageUri: redirectUris[1],
    async close() {
      api.close();
      await Promise.all([proxy.close(), github.close(), acme.close()]);
      server.close();
      server.closeAllConnections();
    },
  };
}
