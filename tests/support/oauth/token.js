// POST /oauth/token: the code and refresh grants of public clients, and the endpoint's faults.
// Owns: the checks of each grant; a client proves itself by PKCE and by its refresh token alone.
// Must not: keep anything; store.js does.

import { createHash } from "node:crypto";
import { errorAnswer, jsonAnswer } from "./answers.js";

const GRANTS = new Map([
  ["authorization_code", exchangeCode],
  ["refresh_token", ({ store }, form) => store.rotate(form.refresh_token, form.client_id)],
]);

export async function answerToken(world, { form }) {
  switch (world.switches.token) {
    case "unavailable":
      return { status: 503, headers: { "Content-Type": "text/plain" }, body: "Service Unavailable" };
    case "silent":
      return new Promise(() => {});
    case "slow": {
      const late = grant(world, form);
      await world.untilReleased();
      return late;
    }
    default:
      return grant(world, form);
  }
}

function grant(world, form) {
  const answer = GRANTS.get(form.grant_type);
  if (!answer) return errorAnswer("unsupported_grant_type");
  if (!world.clients.some(({ clientId }) => clientId === form.client_id))
    return errorAnswer("invalid_client", 401);
  const pair = answer(world, form);
  if (!pair) return errorAnswer("invalid_grant");
  return jsonAnswer({
    access_token: pair.accessToken,
    token_type: "Bearer",
    expires_in: pair.expiresIn,
    refresh_token: pair.refreshToken,
    scope: pair.scope,
  });
}

function exchangeCode({ store }, form) {
  const issued = store.redeemCode(form.code, form.client_id);
  const challenge = createHash("sha256")
    .update(form.code_verifier ?? "")
    .digest("base64url");
  const proven = issued?.challenge === challenge && issued.redirectUri === form.redirect_uri;
  return proven ? store.issuePair(issued) : null;
}
