// GET /auth/login and GET /auth/callback: to the identity provider and back, with state and PKCE kept in the server.
// Owns: the order of the checks. Must not: know a way back other than "/", or keep what the page asked for.

import { createHash, randomBytes } from "node:crypto";
import { errorAnswer, jsonAnswer } from "./errors.js";

const random = () => randomBytes(32).toString("base64url");
const found = (location, headers = {}) => ({ status: 302, headers: { Location: location, ...headers } });

/** The address that the request was made to: behind a proxy, what the proxy says. */
export const originOf = ({ headers }) => `http://${headers.host}`;

export function answerLogin({ sessions }, request) {
  const [state, verifier] = [random(), random()];
  const redirectUri = `${originOf(request)}/auth/callback`;
  sessions.begin(state, { verifier, redirectUri });
  const query = new URLSearchParams({
    response_type: "code",
    client_id: "session-app",
    redirect_uri: redirectUri,
    scope: "openid email profile",
    state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    nonce: random(),
  });
  return found(`${originOf(request)}/idp/authorize?${query}`);
}

/** A refusal of the provider is shown before the state is looked at, and a state without a code stays good. */
export function answerCallback({ sessions, provider }, request) {
  const query = new URLSearchParams(request.query);
  const error = query.get("error");
  if (error !== null) {
    const description = query.get("error_description") ?? "The provider refused";
    return jsonAnswer({ error, error_description: description }, 400);
  }
  const [state, code] = [query.get("state"), query.get("code")];
  if (!sessions.isUnderWay(state)) return errorAnswer("invalid_state");
  if (!code) return errorAnswer("missing_code");
  const person = provider.exchange({ code, ...sessions.finish(state) });
  if (!person) return errorAnswer("token_exchange_failed");
  const roles = person.admin ? ["viewer", "admin"] : ["viewer"];
  const cookie = sessions.open({ userId: person.info.sub, roles, userInfo: person.info });
  return found("/", { "Set-Cookie": cookie });
}
