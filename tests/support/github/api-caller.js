// Who calls the API: a person by access token, an app by client ID and secret, or nobody.
// Owns: reading the Authorization header. null: there is none. undefined: one that proves nothing.
// Must not: decide whether a route needs a caller; api.js does.

/** Only an app's own routes take its credentials, and they take nothing else. */
export function findCaller(world, route, { headers: { authorization } }) {
  if (authorization === undefined) return { token: null, app: null };
  return route?.byApp
    ? { token: null, app: appOf(world, authorization) }
    : { token: tokenOf(world, authorization), app: null };
}

function tokenOf({ credentials }, authorization) {
  const [, text] = /^(?:bearer|token) +(\S+)$/i.exec(authorization) ?? [];
  return credentials.findAccessToken(text) ?? undefined;
}

function appOf({ apps }, authorization) {
  const [, text = ""] = /^basic +(\S+)$/i.exec(authorization) ?? [];
  const pair = Buffer.from(text, "base64").toString();
  return apps.find(({ clientId, clientSecret }) => pair === `${clientId}:${clientSecret}`);
}
