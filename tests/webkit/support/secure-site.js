// A site, the token proxy with sealed cookies, and the GitHub stand-in's API, all over TLS with a certificate that is made at
// each start: WebKit keeps no Secure cookie of a plain-http server, not even of loopback's. Owns: their start and end.
// Must not: know a browser.

import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { connect } from "node:net";
import { pipeline } from "node:stream";
import tls from "node:tls";
import { createTokenProxy } from "../../../proxy/index.js";
import { serveTokenProxy } from "../../../proxy/node.js";
import { installLab } from "../../e2e/support/lab-page.js";
import { startGithub } from "../../support/github/index.js";

const HOST = "127.0.0.1";
const CLIENT = { clientId: "Ov23liSealed", clientSecret: "of-these-tests-only" };

const page = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><script>(${installLab})();</script>
<script type="module">
  window.auth = await lab.auth();
  window.handled = lab.plain(await auth.handleRedirect());
  document.title = "ready";
</script>`;

/** Key and certificate in one text, for this run only. */
const makeIdentity = () =>
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-keyout", "-", "-days", "2", "-subj", "/CN=loopback", "-addext", `subjectAltName=IP:${HOST}`],
    ],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );

async function listen(server) {
  server.listen(0, HOST);
  await once(server, "listening");
  return server.address().port;
}

/** The address of that server over TLS. */
async function secure(url, identity) {
  const { port } = new URL(url);
  const front = tls.createServer({ key: identity, cert: identity }, (outer) => {
    const inner = connect(port, HOST);
    // Either side may go at any time.
    pipeline(outer, inner, outer, () => {});
  });
  const address = `https://${HOST}:${await listen(front)}`;
  // Its connections end with those of the server behind it.
  return { url: address, close: () => front.close() };
}

/** `cookies`: what the browser sent of them with each request to the proxy. */
export async function startSite() {
  const identity = makeIdentity();
  const answers = {
    "/": page,
    "/callback": page,
    "/portcullis/index.js": await readFile(new URL("../../../dist/index.js", import.meta.url)),
  };
  const server = createServer(({ url }, response) => {
    const [path] = url.split("?");
    const type = path.endsWith(".js") ? "text/javascript" : "text/html";
    response.writeHead(answers[path] ? 200 : 404, { "Content-Type": type }).end(answers[path]);
  });
  const site = await secure(`http://${HOST}:${await listen(server)}`, identity);
  const redirectUri = `${site.url}/callback`;
  const callbackUrls = [{ url: redirectUri, wildcard: false }];
  const github = await startGithub({
    apps: [{ ...CLIENT, name: "Sealed cookies", callbackUrls, expiringTokens: true }],
  });
  const api = await secure(github.apiUrl, identity);
  const handler = createTokenProxy({
    ...CLIENT,
    tokenUrl: `${github.webUrl}/login/oauth/access_token`,
    apiUrl: github.apiUrl,
    redirectUris: [redirectUri],
    refreshToken: "sealed-cookie",
    cookieKeys: [`tests:${randomBytes(32).toString("base64")}`],
    limits: { address: null },
    log: () => {},
  });
  // WebDriver lists no HttpOnly cookies here: the wire says what the browser keeps.
  const cookies = [];
  const watched = (request, from) => {
    if (request.method === "POST") cookies.push(request.headers.get("cookie"));
    return handler(request, from);
  };
  const plainProxy = await serveTokenProxy(watched, { port: 0, host: HOST });
  const proxy = await secure(plainProxy.url, identity);
  const config = {
    clientId: CLIENT.clientId,
    redirectUri,
    proxyUrl: proxy.url,
    sealedCookie: true,
    authorizationUrl: `${github.webUrl}/login/oauth/authorize`,
    apiUrl: api.url,
  };
  answers["/config.js"] = `export const config = ${JSON.stringify(config)};`;
  return {
    url: site.url,
    github,
    cookies,
    async close() {
      for (const front of [site, api, proxy]) front.close();
      await Promise.all([plainProxy.close(), github.close()]);
      server.close();
      server.closeAllConnections();
    },
  };
}
