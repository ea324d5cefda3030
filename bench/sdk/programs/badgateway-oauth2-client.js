// @badgateway/oauth2-client: the app keeps what must survive the redirect, and the token. Must do the same job as every
// other program here, as its README says.

import { generateCodeVerifier, OAuth2Client, OAuth2Fetch } from "@badgateway/oauth2-client";

const PENDING = "pending";
const TOKEN = "token";

export async function create({ issuer, clientId, redirectUri, authorizationUrl, tokenUrl, scope }) {
  const client = new OAuth2Client({
    server: issuer,
    clientId,
    authorizationEndpoint: authorizationUrl,
    tokenEndpoint: tokenUrl,
  });
  const storeToken = (token) => sessionStorage.setItem(TOKEN, JSON.stringify(token));
  const getStoredToken = () => JSON.parse(sessionStorage.getItem(TOKEN));
  let wrapper;
  return {
    async authorizationUrl() {
      const codeVerifier = await generateCodeVerifier();
      const state = crypto.randomUUID();
      sessionStorage.setItem(PENDING, JSON.stringify({ codeVerifier, state }));
      return client.authorizationCode.getAuthorizeUri({
        redirectUri,
        state,
        codeVerifier,
        scope: scope.split(" "),
      });
    },
    async callback() {
      const pending = JSON.parse(sessionStorage.getItem(PENDING));
      sessionStorage.removeItem(PENDING);
      const given = { redirectUri, ...pending };
      storeToken(await client.authorizationCode.getTokenFromCodeRedirect(location.href, given));
      wrapper = new OAuth2Fetch({ client, getNewToken: () => null, storeToken, getStoredToken });
    },
    request: (url) => wrapper.fetch(url),
  };
}
