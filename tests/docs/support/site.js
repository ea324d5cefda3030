// A reader's app on loopback: a web server with one page, the real token proxy and two stand-ins, for GitHub and for every
// other provider. Owns: these servers. Must not: know any code block; `show` is given the page.

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { createTokenProxy } from "../../../proxy/index.js";
import { serveTokenProxy } from "../../../proxy/node.js";
import { startGithub } from "../../support/github/index.js";
import { startOAuthServer } from "../../support/oauth/index.js";
import { root } from "./markdown.js";

const HTML = "text/html; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
const BUILT = {
  "/portcullis.global.js": SCRIPT,
  "/callback.js": SCRIPT,
  "/portcullis.wasm": "application/wasm",
};
/** The page that the documents speak of: buttons, and places for words. */
export const PAGE = `<button id="sign-in">Sign in with GitHub</button><p id="notice"></p><input id="token">
<button data-provider="gitlab">GitLab</button><button id="sign-out">Sign out</button>
<button id="cancel" hidden>Cancel</button><div id="root"></div>
<script type="module" src="/app.js"></script>`;
/** The callback URLs of the documents, below the page's origin. */
const CALLBACKS = ["/callback", "/callback/github", "/callback/gitlab"];

export async function startSite() {
  let shown = { headers: {}, body: "", script: "", pages: {} };
  const server = createServer((request, response) => {
    const [path] = request.url.split("?");
    const send = (type, body, headers = {}) =>
      response.writeHead(200, { "Content-Type": type, ...headers }).end(body);
    if (Object.hasOwn(shown.pages, path)) {
      const { body, headers } = shown.pages[path];
      send(HTML, body, headers);
    } else if (path === "/" || CALLBACKS.includes(path)) {
      send(HTML, `<!doctype html><link rel="icon" href="data:,">${shown.body}`, shown.headers);
    } else if (path === "/app.js") {
      send(SCRIPT, shown.script);
    } else if (Object.hasOwn(BUILT, path)) {
      send(BUILT[path], readFileSync(join(root, "dist", path)));
    } else {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const url = `http://127.0.0.1:${server.address().port}`;
  const redirectUris = CALLBACKS.map((path) => url + path);
  const app = { clientId: "Ov23liReader", clientSecret: randomBytes(20).toString("hex") };
  const callbackUrls = redirectUris.map((url) => ({ url, wildcard: false }));
  const github = await startGithub({
    apps: [{ ...app, name: "Reader's app", callbackUrls, expiringTokens: true }],
  });
  const tokenUrl = `${github.webUrl}/login/oauth/access_token`;
  const handler = createTokenProxy({
    ...{ ...app, tokenUrl, apiUrl: github.apiUrl, redirectUris, allowInsecureOrigins: true, log() {} },
    ...{ deviceFlow: true, deviceUrl: `${github.webUrl}/login/device/code` },
  });
  const proxy = await serveTokenProxy(handler, { port: 0 });
  const clients = ["gitlab-app", "acme-app"].map((clientId) => ({ clientId, redirectUris }));
  const oauth = await startOAuthServer({ clients });

  return {
    ...{ url, github, oauth, clientId: app.clientId, proxyUrl: proxy.url },
    /** What the server answers from now on: a page of its own, or the usual one with a module script; other pages by path. */
    show({ body = PAGE, script = "", headers = {}, pages = {} }) {
      shown = { headers, body, script, pages };
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await Promise.all([proxy.close(), github.close(), oauth.close()]);
    },
  };
}
