// The only changes that documented code gets before it runs: whose app it is, and where GitHub and the proxy are.
// Owns: that list. Must not: change anything else; the rest of a block runs as a reader would paste it.

const CLIENT_ID = '"Ov23li…"';
const PROXY = "http://127.0.0.1:8787";
const API = "https://api.github.com";

/** Code of the page. `authorizationUrl` and `apiUrl` are documented options, which github.com does not need. */
export function forStandIn(code, { clientId, proxyUrl, github }) {
  const authorizationUrl = `${github.webUrl}/login/oauth/authorize`;
  return code
    .replaceAll(API, github.apiUrl)
    .replaceAll(CLIENT_ID, JSON.stringify(clientId))
    .replaceAll(
      `proxyUrl: "${PROXY}"`,
      `proxyUrl: "${proxyUrl}", authorizationUrl: "${authorizationUrl}", apiUrl: "${github.apiUrl}"`,
    )
    .replaceAll(PROXY, proxyUrl);
}

/** Commands. The empty secret gets a value; whoever reads it has their own. */
export function withSecret(code, { clientId, clientSecret }) {
  return code.replaceAll(CLIENT_ID, `"${clientId}"`).replaceAll('"…"', `"${clientSecret}"`);
}
