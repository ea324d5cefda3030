// Reads a token request (RFC 6749 sections 4.1.3 and 6, RFC 7636 section 4.5) and returns the few parameters
// that go upstream. Everything that is not exactly such a request is refused before anything is forwarded.
// Must not add credentials, and must not put any part of the input into a refusal.

import { cancel, readBytes } from "./bytes.js";
import { withDeadline } from "./deadline.js";
import { parseForm } from "./form.js";
import { Refusal } from "./refusal.js";

const BODY_LIMIT = 8 * 1024;
const BODY_MILLISECONDS = 10_000;
const FORM_TYPE = /^application\/x-www-form-urlencoded(?:[ \t]*;[ \t]*charset="?utf-8"?)?$/i;
// VSCHAR of RFC 6749 appendix A: what a code and a refresh token are made of.
const VISIBLE = /^[\x20-\x7e]+$/;
const CODE_VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;

// A Map, because grant_type is a text of the client's choice and an object has names of its own.
const GRANTS = new Map([
  ["authorization_code", { read: readCodeGrant, parameters: ["code", "redirect_uri", "code_verifier"] }],
  ["refresh_token", { read: readRefreshGrant, parameters: ["refresh_token"] }],
]);

export async function readTokenRequest(request, origin, config) {
  if (!FORM_TYPE.test(request.headers.get("content-type") ?? "") || request.headers.has("content-encoding")) {
    const text = "Send application/x-www-form-urlencoded, not compressed.";
    throw new Refusal(415, "unsupported_media_type", text);
  }
  const form = parseForm(await readBody(request.body));
  if (form.has("client_secret")) {
    throw invalid("A browser must not hold the client secret; the proxy adds it.");
  }
  const grantType = form.get("grant_type");
  if (grantType === undefined) throw invalid("grant_type is missing.");
  const grant = GRANTS.get(grantType);
  if (!grant) {
    const text = "grant_type must be authorization_code or refresh_token.";
    throw new Refusal(400, "unsupported_grant_type", text);
  }
  const known = ["grant_type", "client_id", ...grant.parameters];
  if ([...form.keys()].some((name) => !known.includes(name))) {
    throw invalid("A parameter does not belong to this grant type.");
  }
  if (form.has("client_id") && form.get("client_id") !== config.clientId) {
    throw invalid("client_id is not the one of this proxy.");
  }
  return { grant_type: grantType, ...grant.read(form, origin, config) };
}

function readCodeGrant(form, origin, config) {
  const code = form.get("code");
  if (!VISIBLE.test(code ?? "")) throw invalid("code is missing or malformed.");
  // Without a verifier a stolen code would be enough: PKCE must not be left out (RFC 9700 section 2.1.1).
  const codeVerifier = form.get("code_verifier");
  if (!CODE_VERIFIER.test(codeVerifier ?? "")) {
    throw invalid("code_verifier is missing, or is not 43 to 128 unreserved characters.");
  }
  const redirectUri = form.get("redirect_uri");
  if (config.redirectUris.get(redirectUri) !== origin) {
    const text = "redirect_uri is not on the proxy's list for this origin.";
    throw new Refusal(400, "redirect_uri_mismatch", text);
  }
  return { code, redirect_uri: redirectUri, code_verifier: codeVerifier };
}

function readRefreshGrant(form) {
  const refreshToken = form.get("refresh_token");
  if (!VISIBLE.test(refreshToken ?? "")) throw invalid("refresh_token is missing or malformed.");
  return { refresh_token: refreshToken };
}

async function readBody(stream) {
  if (stream === null) return new Uint8Array(0);
  let bytes;
  try {
    const reader = stream.getReader();
    bytes = await withDeadline(BODY_MILLISECONDS, readBytes(reader, BODY_LIMIT), () => {
      cancel(reader);
      return new Refusal(408, "request_timeout", "The body took too long to arrive.");
    });
  } catch (error) {
    throw error instanceof Refusal ? error : invalid("The body broke off.");
  }
  if (bytes === undefined) throw new Refusal(413, "request_too_large", "The body is larger than 8 KiB.");
  return bytes;
}

function invalid(description) {
  return new Refusal(400, "invalid_request", description);
}
