// `portcullis/testing`: the stand-in for GitHub, for tests of an app's own sign-in that need no network. For Node.
// Owns: starting it together with a token proxy. Must not: know a rule of GitHub's or of the proxy's.

import { randomBytes } from "node:crypto";
import { createTokenProxy } from "../proxy/index.js";
import { serveTokenProxy } from "../proxy/node.js";
import { startGithub } from "../tests/support/github/index.js";
import { people as drawn } from "../tests/support/github/people.js";

export { startGithub };

// How their avatars are drawn is nobody else's business.
export const people = Object.freeze(drawn.map(({ colors, ...person }) => Object.freeze(person)));

export async function startGithubWithProxy({ redirectUri, proxyPort = 0, ...options }) {
  const app = { clientId: "Ov23liStandIn", clientSecret: randomBytes(20).toString("hex") };
  const callbackUrls = [{ url: redirectUri, wildcard: false }];
  const github = await startGithub({
    ...options,
    apps: [{ ...app, name: "App under test", callbackUrls, expiringTokens: true }],
  });
  const authorizationUrl = `${github.webUrl}/login/oauth/authorize`;
  const tokenUrl = `${github.webUrl}/login/oauth/access_token`;
  const deviceUrl = `${github.webUrl}/login/device/code`;
  try {
    const handler = createTokenProxy({
      ...{ ...app, tokenUrl, deviceUrl, deviceFlow: true, apiUrl: github.apiUrl },
      ...{ redirectUris: [redirectUri], allowInsecureOrigins: true, limits: { address: null, origin: null } },
      log() {},
    });
    const proxy = await serveTokenProxy(handler, { port: proxyPort });
    return {
      ...github,
      proxyUrl: proxy.url,
      env: {
        GITHUB_CLIENT_ID: app.clientId,
        GITHUB_REDIRECT_URI: redirectUri,
        GITHUB_PROXY_URL: proxy.url,
        GITHUB_AUTHORIZATION_URL: authorizationUrl,
        GITHUB_API_URL: github.apiUrl,
      },
      async close() {
        await github.close();
        await proxy.close();
      },
    };
  } catch (error) {
    await github.close();
    throw error;
  }
}
