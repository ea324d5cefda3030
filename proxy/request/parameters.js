// Reads a token request (RFC 6749 sections 4.1.3 and 6, RFC 7636 section 4.5, RFC 8628 section 3.4), a device
// request (RFC 8628 section 3.1) or a revocation request (RFC 7009 section 2.1) and returns what goes upstream.
// Everything that is not exactly such a request is refused before anything is forwarded. Must not add credentials, and
// must not put any part of the input into a refusal.

import { invalidRequest, Refusal } from "../answer/refusal.js";
import { checkParameters, readForm } from "./form-request.js";

// VSCHAR of RFC 6749 appendix A: what a code and a token are made of.
const VISIBLE = /^[\x20-\x7e]+$/;
// RFC 6749 section 3.3: names, and one space between two of them.
const SCOPE = /^[!#-[\]-~]+(?: [!#-[\]-~]+)*$/;
const LONGEST_SCOPE = 1024;
const CODE_VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;

const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

// A Map, because grant_type is a text of the client's choice and an object has names of its own.
const GRANTS = new Map([
  [
    "authorization_code",
    { read: readCodeGrant, parameters: ["code", "redirect_uri", "code_verifier"], isOn: () => true },
  ],
  [
    "refresh_token",
    {
      read: (form) => ({ refresh_token: readVisible(form, "refresh_token") }),
      parameters: ["refresh_token"],
      isOn: ({ refreshToken }) => refreshToken !== "drop",
    },
  ],
  [
    DEVICE_GRANT,
    {
      read: (form) => ({ device_code: readVisible(form, "device_code") }),
      parameters: ["device_code"],
      isOn: ({ deviceUrl }) => deviceUrl !== undefined,
    },
  ],
]);

export async function readTokenRequest(request, origin, app) {
  const form = await readForm(request);
  const grantType = form.get("grant_type");
  if (grantType === undefined) throw invalidRequest("grant_type is missing.");
  const grant = GRANTS.get(grantType);
  if (!grant?.isOn(app)) {
    const text = `grant_type must be authorization_code, refresh_token unless it is dropped, or, where deviceFlow is on, ${DEVICE_GRANT}.`;
    throw new Refusal(400, "unsupported_grant_type", text);
  }
  checkParameters(form, ["grant_type", ...grant.parameters], app);
  return { grant_type: grantType, ...grant.read(form, origin, app) };
}

export async function readDeviceRequest(request, app) {
  const form = await readForm(request);
  checkParameters(form, ["scope"], app);
  if (!form.has("scope")) return {};
  const scope = form.get("scope");
  if (scope.length > LONGEST_SCOPE || !SCOPE.test(scope)) {
    throw invalidRequest("scope is malformed: names, separated by one space, at most 1024 characters.");
  }
  return { scope };
}

export async function readRevocationRequest(request, app) {
  const form = await readForm(request);
  checkParameters(form, ["token", "token_type_hint"], app);
  const token = readVisible(form, "token");
  const hint = form.get("token_type_hint") ?? "access_token";
  if (hint !== "access_token" && hint !== "refresh_token") {
    throw unsupportedTokenType("token_type_hint must be access_token or refresh_token.");
  }
  return { token, token_type_hint: hint };
}

export function unsupportedTokenType(description) {
  return new Refusal(400, "unsupported_token_type", description);
}

function readCodeGrant(form, origin, app) {
  const code = readVisible(form, "code");
  // Without a verifier a stolen code would be enough: PKCE must not be left out (RFC 9700 section 2.1.1).
  const codeVerifier = form.get("code_verifier");
  if (!CODE_VERIFIER.test(codeVerifier ?? "")) {
    throw invalidRequest("code_verifier is missing, or is not 43 to 128 unreserved characters.");
  }
  const redirectUri = form.get("redirect_uri");
  if (app.redirectUris.get(redirectUri) !== origin) {
    const text = "redirect_uri is not on the proxy's list for this origin.";
    throw new Refusal(400, "redirect_uri_mismatch", text);
  }
  return { code, redirect_uri: redirectUri, code_verifier: codeVerifier };
}

// `name` is a literal of this file, never a text of the request.
function readVisible(form, name) {
  const value = form.get(name);
  if (!VISIBLE.test(value ?? "")) throw invalidRequest(`${name} is missing or malformed.`);
  return value;
}
