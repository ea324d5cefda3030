// Says in words what a configuration will allow, for `--check`, and what of it is for development only. Must not
// print, and must not show a credential.

const REFRESH_POLICIES = {
  pass: "pass (the page gets refresh tokens and keeps them)",
  drop: "drop (nobody gets refresh tokens; a sign-in lasts as long as its access token)",
  "sealed-cookie": "sealed-cookie (refresh tokens stay in sealed HttpOnly cookies; the page never sees one)",
};

export function describeConfig(config) {
  const { apps, basePath, limits } = config;
  return [
    ...apps.flatMap(describeApp),
    `health: GET ${basePath}/healthz`,
    `limits: ${describeLimit("address", limits.address)}, ${describeLimit("origin", limits.origin)}`,
    ...warningsOf(config).map((warning) => `WARNING: ${warning}`),
  ];
}

/** What must not be in production (P-22). */
export function warningsOf({ apps }) {
  return apps
    .filter(({ insecureOrigins }) => insecureOrigins.length > 0)
    .map(
      ({ name, insecureOrigins }) =>
        `${name} allows plain http for ${insecureOrigins.join(", ")}. That is for development only.`,
    );
}

function describeApp(app) {
  const { name, path, provider, clientId, tokenUrl, deviceUrl, revokeTokenUrl, revokeGrantUrl } = app;
  const route = (suffix, url) => url && `  POST ${path}${suffix} -> ${url}`;
  const isSealed = app.refreshToken === "sealed-cookie";
  return [
    `app ${name} (${provider}), client ID ${clientId}`,
    route("/token", tokenUrl),
    route("/device/code", deviceUrl),
    route("/revoke", revokeTokenUrl ?? (isSealed && "(ends cookies only)")),
    route("/revoke/grant", revokeGrantUrl),
    `  client authentication: ${app.tokenEndpointAuthMethod}`,
    `  refresh tokens: ${REFRESH_POLICIES[app.refreshToken]}`,
    isSealed && `  cookie keys: ${[...app.cookieKeys.keys()].join(", ")} (the first one seals)`,
    `  origins: ${[...app.allowedOrigins].join(", ")}`,
    ...[...app.redirectUris.keys()].map((uri) => `  redirect URI: ${uri}`),
  ].filter(Boolean);
}

function describeLimit(name, limiter) {
  if (limiter === null) return `none for each ${name}`;
  return limiter.text ? `${limiter.text} for each ${name}` : `the platform's for each ${name}`;
}
