// oidc-client-ts: a UserManager that keeps the user. Must do the same job as every other program here, as its
// documentation says; instead of leaving the page, its navigator hands the URL out.

import { UserManager } from "oidc-client-ts";

export async function create({ issuer, clientId, redirectUri, authorizationUrl, tokenUrl, scope }) {
  let url;
  const navigator = {
    prepare: async () => ({
      navigate: async (request) => {
        url = request.url;
      },
      close() {},
    }),
  };
  const manager = new UserManager(
    {
      authority: issuer,
      client_id: clientId,
      redirect_uri: redirectUri,
      scope,
      metadata: { issuer, authorization_endpoint: authorizationUrl, token_endpoint: tokenUrl },
    },
    navigator,
  );
  return {
    async authorizationUrl() {
      await manager.signinRedirect();
      return url;
    },
    callback: () => manager.signinCallback(),
    async request(address) {
      const { access_token } = await manager.getUser();
      return fetch(address, { headers: { authorization: `Bearer ${access_token}` } });
    },
  };
}
