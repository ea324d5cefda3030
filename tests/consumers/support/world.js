// What every consumer signs in at: the stand-in for GitHub and the real token proxy, for one origin at which the consumers are
// served in turn. Owns: these servers. Must not: know any consumer.

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { createTokenProxy } from "../../../proxy/index.js";
import { serveTokenProxy } from "../../../proxy/node.js";
import { startGithub } from "../../support/github/index.js";

/** An app has to know its redirect URI when it is built, before anybody serves it. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

export async function startWorld() {
  const origin = `http://127.0.0.1:${await freePort()}`;
  const redirectUri = `${origin}/callback`;
  const app = { clientId: "Ov23liConsumer", clientSecret: randomBytes(20).toString("hex") };
  const callbackUrls = [{ url: redirectUri, wildcard: false }];
  const github = await startGithub({
    apps: [{ ...app, name: "Consumer", callbackUrls, expiringTokens: true }],
  });
  const { webUrl, apiUrl } = github;
  const handler = createTokenProxy({
    ...{ ...app, apiUrl, redirectUris: [redirectUri], allowInsecureOrigins: true, log() {} },
    ...{ tokenUrl: `${webUrl}/login/oauth/access_token`, deviceFlow: true },
    deviceUrl: `${webUrl}/login/device/code`,
  });
  const proxy = await serveTokenProxy(handler, { port: 0 });
  const authorizationUrl = `${webUrl}/login/oauth/authorize`;
  return {
    ...{ origin, github, connectOrigins: [proxy.url, apiUrl] },
    /** What an app gives to `createAuth`. */
    options: { clientId: app.clientId, redirectUri, proxyUrl: proxy.url, authorizationUrl, apiUrl },
    /** The grants of the token requests so far, as the stand-in saw them. */
    grants: () =>
      github.log
        .filter(({ path }) => path === "/login/oauth/access_token")
        .map(({ form }) => form.grant_type),
    /** How often the API was asked who somebody is. */
    profiles: () => github.log.filter(({ method, path }) => method === "GET" && path === "/user").length,
    close: () => Promise.all([proxy.close(), github.close()]),
  };
}
