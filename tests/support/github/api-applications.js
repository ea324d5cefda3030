// /applications/{client_id}/…: an app looks at a token that people gave it, or ends it, with its own credentials.
// Owns: reading the token from the body, and which of GitHub's answers it is.
// Must not: check the app's credentials (api-caller.js) or know how tokens are kept.

import { createHash } from "node:crypto";
import { apiError, json, ownerBody } from "./api-bodies.js";
import { people } from "./people.js";

export const checkToken = aboutToken(({ world, app, token }) => json(authorizationBody(world, app, token)));

export const deleteToken = aboutToken(({ world, token }) => {
  world.credentials.revoke(token);
  return { status: 204 };
});

export const deleteGrant = aboutToken(({ world, token }) => {
  world.credentials.revokeGrant(token);
  return { status: 204 };
});

/** An app only sees its own tokens; all others, expired ones too, are not there. */
function aboutToken(answer) {
  return ({ world, request: { app, path, body } }) => {
    if (path.split("/")[2] !== app.clientId) return apiError(404, "Not Found");
    const accessToken = readToken(body);
    if (accessToken === null) return apiError(422, "Validation Failed");
    const token = world.credentials.findAccessToken(accessToken);
    return token?.clientId === app.clientId ? answer({ world, app, token }) : apiError(404, "Not Found");
  };
}

function readToken(body) {
  try {
    const { access_token } = JSON.parse(body);
    return typeof access_token === "string" && access_token !== "" ? access_token : null;
  } catch {
    return null;
  }
}

function authorizationBody(world, { clientId, name }, { accessToken, login, scopes, expiresAt }) {
  return {
    id: 1,
    url: `${world.apiUrl}/authorizations/1`,
    app: { client_id: clientId, name, url: `${world.webUrl}/apps` },
    token: accessToken,
    hashed_token: createHash("sha256").update(accessToken).digest("hex"),
    token_last_eight: accessToken.slice(-8),
    note: null,
    note_url: null,
    scopes,
    fingerprint: null,
    expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    user: ownerBody(
      world,
      people.find((person) => person.login === login),
    ),
  };
}
