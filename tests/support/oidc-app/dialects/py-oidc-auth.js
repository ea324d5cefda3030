// The dialect of py-oidc-auth: hyphenated fields, absolute expiries, every refusal as {"detail": …}.
// Owns: what that server makes of a request and of its provider's answer.
// Must not: check codes, tokens or PKCE; the provider behind it does.

import { createHash, randomBytes } from "node:crypto";
import { bearerOf, jsonAnswer, redirect } from "../answers.js";
import { DEVICE_GRANT, grantTokens, startDevice } from "../provider.js";
import { invalidBoolean, invalidPrompt } from "./validation.js";

const SCOPES = "profile email";
/** What the server tells about a lifetime that its provider kept to itself. */
const UNTOLD_SECONDS = 180;

const random = (bytes) => randomBytes(bytes).toString("base64url");
const detailAnswer = (status, detail, headers) => jsonAnswer({ detail }, status, headers);
const clientOf = ({ clientId }) => clientId ?? "oidc-app";

/** `refusal`: the answer to a provider that failed; else `body`, what it said. */
function read(reply) {
  if (reply === null) return { refusal: detailAnswer(502, "Failed to contact OIDC endpoint: no connection") };
  const { status, text } = reply;
  if (status >= 400) return { refusal: detailAnswer(status, `Upstream OIDC error: ${text}`) };
  return { body: JSON.parse(text) };
}

/** The verifier leaves in the state, and reaches the page by way of the provider. */
export function answerLogin(world, request) {
  const query = new URLSearchParams(request.query);
  const invalid = invalidPrompt(query) ?? invalidBoolean(query, "offline_access");
  if (invalid) return detailAnswer(422, [invalid]);
  const redirectUri = query.get("redirect_uri");
  if (!redirectUri) return detailAnswer(400, "Missing redirect_uri");
  const verifier = random(32);
  const offline = /^(1|true|t|yes|y|on)$/i.test(query.get("offline_access") ?? "");
  const prompt = query.get("prompt");
  return redirect(307, `${world.url}/idp/authorize`, {
    response_type: "code",
    client_id: clientOf(world),
    redirect_uri: redirectUri,
    scope: `${query.get("scope") || SCOPES}${offline ? " offline_access" : ""} openid`,
    state: `${random(16)}|${redirectUri}|${verifier}`,
    nonce: random(16),
    // "none" is this server's word for no prompt at all.
    prompt: prompt === "none" ? null : prompt,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
}

export function answerToken(world, { form }) {
  const asked = standardForm(form);
  if (!asked) return detailAnswer(400, "Missing (device) code or refresh_token");
  const { refusal, body } = read(grantTokens(world, { ...asked, client_id: clientOf(world) }));
  if (refusal) return refusal;
  if (body.refresh_token === undefined) return detailAnswer(400, "Token creation failed.");
  const now = Math.floor(Date.now() / 1000);
  return jsonAnswer({
    access_token: body.access_token,
    token_type: body.token_type,
    expires: now + (body.expires_in ?? UNTOLD_SECONDS),
    refresh_token: body.refresh_token,
    refresh_expires: now + (body.refresh_expires_in ?? UNTOLD_SECONDS),
    scope: body.scope,
  });
}

/** The first field that is there decides; a grant_type is not read. */
function standardForm(form) {
  if (form.code) {
    const { code, redirect_uri, code_verifier } = form;
    return { grant_type: "authorization_code", code, redirect_uri, code_verifier };
  }
  if (form["refresh-token"]) return { grant_type: "refresh_token", refresh_token: form["refresh-token"] };
  if (form["device-code"]) return { grant_type: DEVICE_GRANT, device_code: form["device-code"] };
  return null;
}

export function answerDevice(world) {
  if (world.switches.deviceEndpoint === "missing") {
    return detailAnswer(502, "OIDC endpoint 'device_authorization_endpoint' not found in discovery.");
  }
  const form = { client_id: clientOf(world), scope: `${SCOPES} offline_access` };
  const { refusal, body } = read(startDevice(world, form));
  if (refusal) return refusal;
  if (body.device_code === undefined) {
    return detailAnswer(502, "upstream_malformed_response, missing: device_code");
  }
  return jsonAnswer({
    ...body,
    verification_uri_complete: body.verification_uri_complete ?? null,
    interval: body.interval ?? 5,
  });
}

export function answerUserinfo({ store }, request) {
  const token = bearerOf(request);
  if (!token) return detailAnswer(401, "Not authenticated", { "WWW-Authenticate": "Bearer" });
  const person = store.personOf(token);
  if (!person) return detailAnswer(401, "Invalid token");
  const { username, firstName, lastName, email } = person;
  return jsonAnswer({ username, last_name: lastName, first_name: firstName, pw_name: username, email });
}

/** Without an end_session_endpoint it goes wherever it is told to. */
export function answerLogout(world, request) {
  const target = new URLSearchParams(request.query).get("post_logout_redirect_uri");
  if (!world.switches.endSession) return { status: 307, headers: { Location: target || "/" } };
  return redirect(307, `${world.url}/idp/logout`, {
    client_id: clientOf(world),
    post_logout_redirect_uri: target,
  });
}
