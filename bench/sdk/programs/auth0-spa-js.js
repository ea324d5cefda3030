// Auth0's SDK. Must do the same job as every other program here, as its README says; instead of leaving the page,
// `openUrl` hands the URL out.

import { createAuth0Client } from "@auth0/auth0-spa-js";

export async function create({ origin, clientId, redirectUri, scope }) {
  const authorizationParams = { redirect_uri: redirectUri, scope };
  const client = await createAuth0Client({ domain: origin, clientId, authorizationParams });
  return {
    async authorizationUrl() {
      let url;
      const openUrl = (address) => {
        url = address;
      };
      await client.loginWithRedirect({ openUrl });
      return url;
    },
    callback: () => client.handleRedirectCallback(),
    async request(url) {
      const token = await client.getTokenSilently();
      return fetch(url, { headers: { authorization: `Bearer ${token}` } });
    },
  };
}
