// What an app writes with either entry of Portcullis. Must not know which one it is.

export function programOf(createAuth, { clientId, redirectUri, authorizationUrl, tokenUrl, apiUrl, scope }) {
  const auth = createAuth({
    providers: { acme: { clientId, redirectUri, authorizationUrl, tokenUrl, apiUrl, scope } },
  });
  let session;
  return {
    authorizationUrl: () => auth.acme.oauth2.authorize().authorizationUrl,
    async callback() {
      const { error } = await auth.handleRedirect();
      if (error) throw error;
      session = await auth.session();
    },
    request: (url) => session.fetch(url),
  };
}
