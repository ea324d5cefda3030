// WEB/login/oauth/access_token: the web flow's code and refresh grants.
// Owns: reading the parameters, client authentication, the checks of each grant, the fault switch.
// Must not: send CORS headers, or an HTTP error status for an OAuth error: GitHub answers 200.

import { createHash } from "node:crypto";
import { answerOAuthError, answerTokens, answerUnknownClient } from "./token-answers.js";

const GRANTS = { authorization_code: exchangeCode, refresh_token: refresh };

export async function answerToken(world, request) {
  const answer = () => grant(world, request);
  switch (world.switches.token) {
    case "html502":
      return {
        status: 502,
        headers: { "Content-Type": "text/html; charset=utf-8" },
        body: "<!DOCTYPE html><title>Unicorn! &middot; GitHub</title><h1>Unicorn!</h1><p>We had issues producing the response to your request.</p>",
      };
    case "resetBefore":
      return { reset: true };
    case "resetAfter":
      answer();
      return { reset: true };
    case "truncated":
      return { ...answer(), truncated: true };
    case "slow": {
      const late = answer();
      await world.untilReleased();
      return late;
    }
    default:
      return answer();
  }
}

function grant(world, request) {
  const { accept } = request.headers;
  const parameters = readParameters(request);
  const app = world.apps.find(({ clientId }) => clientId === parameters.client_id);
  if (!app) return answerUnknownClient();
  // GitHub does not ask for a grant_type with a code.
  const grantType = parameters.grant_type ?? "authorization_code";
  if (!Object.hasOwn(GRANTS, grantType)) return answerOAuthError("unsupported_grant_type", accept);
  const { error, token } = GRANTS[grantType](world, app, parameters);
  return error ? answerOAuthError(error, accept) : answerTokens(token, accept);
}

/** Query, form and JSON are all read; a body parameter wins over the query. */
function readParameters({ query, headers, body }) {
  const parameters = Object.fromEntries(new URLSearchParams(query));
  if (!/^application\/json\b/i.test(headers["content-type"] ?? "")) {
    return { ...parameters, ...Object.fromEntries(new URLSearchParams(body)) };
  }
  try {
    const strings = Object.entries(JSON.parse(body) ?? {}).filter(([, value]) => typeof value === "string");
    return { ...parameters, ...Object.fromEntries(strings) };
  } catch {
    return parameters;
  }
}

function exchangeCode({ credentials, switches }, app, parameters) {
  if (parameters.client_secret !== app.clientSecret) return { error: "incorrect_client_credentials" };
  const issued = credentials.redeemCode(parameters.code, app.clientId);
  if (!issued) return { error: "bad_verification_code" };
  const { redirect_uri, code_verifier } = parameters;
  if (redirect_uri !== undefined && redirect_uri !== issued.redirectUri) {
    return { error: "redirect_uri_mismatch" };
  }
  if (issued.codeChallenge !== null && challengeOf(code_verifier) !== issued.codeChallenge) {
    return { error: switches.pkceError };
  }
  return { token: credentials.issueTokens(issued) };
}

function challengeOf(verifier) {
  return verifier === undefined ? null : createHash("sha256").update(verifier).digest("base64url");
}

function refresh({ credentials }, app, parameters) {
  if (parameters.client_secret !== app.clientSecret) return { error: "incorrect_client_credentials" };
  const token = credentials.rotate(parameters.refresh_token, app.clientId);
  return token ? { token } : { error: "bad_refresh_token" };
}
