// oauth4webapi: functions only, so the app keeps what must survive the redirect, and the token. Must do the same job as
// every other program here, as its examples say.

import * as oauth from "oauth4webapi";

const PENDING = "pending";
// The endpoints of the benchmark are plain http.
const insecure = { [oauth.allowInsecureRequests]: true };

export async function create({ issuer, clientId, redirectUri, authorizationUrl, tokenUrl, scope }) {
  const server = { issuer, authorization_endpoint: authorizationUrl, token_endpoint: tokenUrl };
  const client = { client_id: clientId };
  let token;
  return {
    async authorizationUrl() {
      const verifier = oauth.generateRandomCodeVerifier();
      const state = oauth.generateRandomState();
      const url = new URL(server.authorization_endpoint);
      url.searchParams.set("client_id", clientId);
      url.searchParams.set("redirect_uri", redirectUri);
      url.searchParams.set("response_type", "code");
      url.searchParams.set("scope", scope);
      url.searchParams.set("code_challenge", await oauth.calculatePKCECodeChallenge(verifier));
      url.searchParams.set("code_challenge_method", "S256");
      url.searchParams.set("state", state);
      sessionStorage.setItem(PENDING, JSON.stringify({ verifier, state }));
      return url.href;
    },
    async callback() {
      const { verifier, state } = JSON.parse(sessionStorage.getItem(PENDING));
      sessionStorage.removeItem(PENDING);
      const parameters = oauth.validateAuthResponse(server, client, new URL(location.href), state);
      const response = await oauth.authorizationCodeGrantRequest(
        ...[server, client, oauth.None(), parameters, redirectUri, verifier, insecure],
      );
      token = (await oauth.processAuthorizationCodeResponse(server, client, response)).access_token;
    },
    request: (url) => oauth.protectedResourceRequest(token, "GET", new URL(url), undefined, null, insecure),
  };
}
