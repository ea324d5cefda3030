// The redirect that ends an authorization: code or error, the state byte for byte, and `iss` by switch.
// Owns: parameter order, GitHub's error texts at this endpoint, and how parameters join a redirect URI.
// Must not: decide where to redirect; authorize.js passes a URI that was checked.

const HELP = "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors/";
const ERRORS = {
  access_denied: ["The user has denied your application access.", `${HELP}#access-denied`],
  redirect_uri_mismatch: [
    "The redirect_uri MUST match the registered callback URL for this application.",
    `${HELP}#redirect-uri-mismatch`,
  ],
};

const ISSUERS = {
  none: () => null,
  right: (webUrl) => `${webUrl}/login/oauth`,
  wrong: () => "https://impostor.example/login/oauth",
};

export function errorParameters(error) {
  const [error_description, error_uri] = ERRORS[error];
  return { error, error_description, error_uri };
}

export function sendBack(world, request, redirectUri, parameters) {
  const pairs = [new URLSearchParams(parameters).toString()];
  const state = rawParameter(request.query, "state");
  if (state !== null) pairs.push(`state=${state}`);
  const issuer = ISSUERS[world.switches.iss](world.webUrl);
  if (issuer !== null) pairs.push(new URLSearchParams({ iss: issuer }).toString());
  // A registered query stays, as RFC 6749 section 3.1.2 demands.
  const joint = redirectUri.includes("?") ? "&" : "?";
  return { status: 302, headers: { Location: `${redirectUri}${joint}${pairs.join("&")}` } };
}

/** A parameter as it was sent, still encoded: decoding and encoding again could change its bytes. */
function rawParameter(query, name) {
  const pair = query.split("&").find((part) => part === name || part.startsWith(`${name}=`));
  return pair === undefined ? null : pair.slice(name.length + 1);
}
