// Owns: the demo as one running whole: demo page, token proxy, GitHub stand-in (or the real github.com) and an app server, on
// loopback.
// Must not: build or install anything, or hold a secret of anybody: the stand-in's is made up at each start.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { createTokenProxy } from "../proxy/index.js";
import { serveTokenProxy } from "../proxy/node.js";
import { startGithub } from "../tests/support/github/index.js";
import { startOidcApp } from "../tests/support/oidc-app/index.js";
import { createDemoHandler } from "./demo-server.mjs";

const host = "127.0.0.1";

/** Listens on `port`, or on a free one when another program has it. */
async function listen(part, port) {
  const server = createServer().listen(port, host);
  try {
    await once(server, "listening");
    return server;
  } catch (error) {
    if (error.code !== "EADDRINUSE") throw error;
    console.log(`Port ${port} is taken: ${part} uses a free one.`);
    return listen(part, 0);
  }
}

/** The port for a part that listens by itself. */
async function choosePort(part, port) {
  // Any port will do: the part asks the system itself, so that nobody can take it in between.
  if (!port) return 0;
  const server = await listen(part, port);
  const chosen = server.address().port;
  server.close();
  await once(server, "close");
  return chosen;
}

function credentialsFrom(env) {
  const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret } = env;
  if (clientId && clientSecret) return { clientId, clientSecret };
  if (!clientId && !clientSecret) return null;
  throw new Error(
    "Set both GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET to use github.com, or neither of them.",
  );
}

async function startStandIn(ports, redirectUris) {
  const app = { clientId: "Ov23liPortcullisDemo", clientSecret: randomBytes(20).toString("hex") };
  const github = await startGithub({
    webPort: await choosePort("the stand-in's web site", ports.web),
    apiPort: await choosePort("the stand-in's API", ports.api),
    apps: [
      {
        ...app,
        name: "Portcullis demo",
        callbackUrls: redirectUris.map((url) => ({ url, wildcard: false })),
        expiringTokens: true,
      },
    ],
    tokenLifetime: 28_800,
  });
  const { webUrl, apiUrl } = github;
  return { github, app, webUrl, apiUrl, imageOrigins: [webUrl] };
}

async function startAppServer(ports, url) {
  const redirectUri = `${url}/callback/app`;
  const server = await startOidcApp({
    port: await choosePort("the app server", ports.app),
    redirectUris: [redirectUri],
    origins: [url],
  });
  return { server, redirectUri };
}

const realGithub = {
  github: null,
  webUrl: "https://github.com",
  apiUrl: "https://api.github.com",
  imageOrigins: ["https://avatars.githubusercontent.com"],
};

/**
 * Starts everything. `ports`: { demo, proxy, web, api, app }, 0 or none for any free one. `env` decides about github.com.
 * `demoHost`: the name of the page's origin, for a browser that maps that name to loopback; such a plain-http origin
 * is insecure, and the page works there only with `allowInsecureOrigin`. `refreshToken`: the proxy's policy, by the
 * variable of the proxy's own name.
 */
export async function startStack({
  env = process.env,
  ports = { demo: Number(env.PORT ?? 4170), proxy: 4171, web: 4172, api: 4173, app: 4174 },
  demoHost = host,
  allowInsecureOrigin = false,
  refreshToken = env.PORTCULLIS_REFRESH_TOKEN || "pass",
} = {}) {
  const credentials = credentialsFrom(env);
  // Last opened, first closed; also when a later part does not start.
  const closers = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const demo = await listen("the demo page", ports.demo);
    closers.push(async () => {
      demo.close();
      demo.closeAllConnections();
    });
    const url = `http://${demoHost}:${demo.address().port}`;
    const redirectUri = `${url}/callback`;
    const plainRedirectUri = `${redirectUri}/plain`;
    const redirectUris = [redirectUri, plainRedirectUri];

    const provider = credentials
      ? { ...realGithub, app: credentials }
      : await startStandIn(ports, redirectUris);
    const { github, app, webUrl, apiUrl, imageOrigins } = provider;
    if (github) closers.push(() => github.close());

    // An app server is a stand-in too, and speaks plain http: not for a page that is not on loopback.
    const appServer = github && !allowInsecureOrigin ? await startAppServer(ports, url) : null;
    if (appServer) closers.push(() => appServer.server.close());

    const handler = createTokenProxy({
      ...app,
      tokenUrl: `${webUrl}/login/oauth/access_token`,
      apiUrl,
      deviceFlow: true,
      deviceUrl: `${webUrl}/login/device/code`,
      redirectUris,
      allowInsecureOrigins: true,
      refreshToken,
      ...(refreshToken === "sealed-cookie" && { cookieKeys: [`demo:${randomBytes(32).toString("base64")}`] }),
      // Whoever tries the demo, or tests it, is one address.
      limits: { address: null },
    });
    const proxy = await serveTokenProxy(handler, {
      port: await choosePort("the token proxy", ports.proxy),
      host,
    });
    closers.push(() => proxy.close());

    const config = {
      clientId: app.clientId,
      redirectUri,
      plainRedirectUri,
      proxyUrl: proxy.url,
      sealedCookie: refreshToken === "sealed-cookie",
      authorizationUrl: `${webUrl}/login/oauth/authorize`,
      apiUrl,
      appServer: appServer && { host: appServer.server.url, redirectUri: appServer.redirectUri },
      standIn: Boolean(github),
      allowInsecureOrigin,
    };
    const connectOrigins = [proxy.url, apiUrl, appServer?.server.url].filter(Boolean);
    demo.on("request", createDemoHandler({ config, connectOrigins, imageOrigins }));
    return { url, proxyUrl: proxy.url, github, appServer: appServer?.server ?? null, close };
  } catch (error) {
    await close();
    throw error;
  }
}
