// WEB/login/oauth/access_token: the web flow's code grant and the refresh grant; the device grant is device.js's.
// Owns: client authentication, the checks of each grant, the fault switch.
// Must not: send CORS headers, or an HTTP error status for an OAuth error: GitHub answers 200.

import { createHash } from "node:crypto";
import { pollDevice } from "./device.js";
import { readParameters } from "./parameters.js";
import { answerOAuthError, answerTokens, answerUnicorn, answerUnknownClient } from "./token-answers.js";

const GRANTS = {
  authorization_code: exchangeCode,
  refresh_token: refresh,
  "urn:ietf:params:oauth:grant-type:device_code": pollDevice,
};

export async function answerToken(world, request) {
  const answer = () => grant(world, request);
  switch (world.switches.token) {
    case "html502":
      return answerUnicorn();
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
  if (!Object.hasOwn(GRANTS, grantType)) return answerOAuthError({ error: "unsupported_grant_type" }, accept);
  const { answer, token, ...refusal } = GRANTS[grantType](world, app, parameters);
  if (answer) return answer;
  return token ? answerTokens(token, accept) : answerOAuthError(refusal, accept);
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
  const { client_secret } = parameters;
  const unneeded = client_secret === undefined && credentials.isFromDevice(parameters.refresh_token);
  if (client_secret !== app.clientSecret && !unneeded) return { error: "incorrect_client_credentials" };
  const token = credentials.rotate(parameters.refresh_token, app.clientId);
  return token ? { token } : { error: "bad_refresh_token" };
}
