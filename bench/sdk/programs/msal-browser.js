// Microsoft's SDK in its mode for any OpenID provider. Must do the same job as every other program here, as its README
// says; instead of leaving the page, `onRedirectNavigate` hands the URL out.

import { ProtocolMode, PublicClientApplication } from "@azure/msal-browser";

export async function create({ issuer, clientId, redirectUri, authorizationUrl, tokenUrl, scope }) {
  // It takes no authority on plain http, but endpoints there.
  const authority = issuer.replace("http:", "https:");
  const metadata = { issuer: authority, authorization_endpoint: authorizationUrl, token_endpoint: tokenUrl };
  let url;
  const client = new PublicClientApplication({
    auth: {
      clientId,
      redirectUri,
      authority,
      knownAuthorities: [new URL(authority).host],
      authorityMetadata: JSON.stringify({ ...metadata, jwks_uri: `${authority}/jwks` }),
      onRedirectNavigate(address) {
        url = address;
        return false;
      },
    },
    system: { protocolMode: ProtocolMode.OIDC },
  });
  await client.initialize();
  const request = { scopes: scope.split(" ") };
  let account;
  return {
    async authorizationUrl() {
      // It counts the first sign-in as under way, because the page should have been left.
      sessionStorage.removeItem("msal.interaction.status");
      await client.loginRedirect(request);
      return url;
    },
    async callback() {
      ({ account } = await client.handleRedirectPromise({ navigateToLoginRequestUrl: false }));
    },
    async request(address) {
      const { accessToken } = await client.acquireTokenSilent({ ...request, account });
      return fetch(address, { headers: { authorization: `Bearer ${accessToken}` } });
    },
  };
}
