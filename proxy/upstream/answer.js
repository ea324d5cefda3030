// Judges the provider's reply and builds the proxy's own answer from an allow-list (P-12, P-19). GitHub says
// errors with HTTP 200, so `error` is read before anything else is believed. A revocation answers nothing but `{}`.
// Must not pass on a header, an unknown member, HTML, or a text that holds the client secret (P-14).

import { invalidRequest, Refusal } from "../answer/refusal.js";
import {
  pickFields,
  readErrorCode,
  readErrorText,
  readPersonUrl,
  readSeconds,
  readText,
  readWebUrl,
} from "./fields.js";

// The provider's words for "your client credentials are wrong": the fault of whoever runs the proxy.
const MISCONFIGURED = ["incorrect_client_credentials", "invalid_client"];

const TOKEN_FIELDS = {
  access_token: readText,
  token_type: readText,
  scope: readText,
  expires_in: readSeconds,
  refresh_token: readText,
  refresh_token_expires_in: readSeconds,
  id_token: readText,
};
const DEVICE_FIELDS = {
  device_code: readText,
  user_code: readText,
  verification_uri: readPersonUrl,
  verification_uri_complete: readPersonUrl,
  expires_in: readSeconds,
  interval: readSeconds,
};
const DEVICE_ESSENTIALS = ["device_code", "user_code", "verification_uri", "expires_in"];
const ERROR_FIELDS = {
  error: readErrorCode,
  error_description: readErrorText,
  error_uri: readWebUrl,
  interval: readSeconds,
};

export function tokenAnswer(reply, { secretSpellings }, parameters) {
  const { code, code_verifier, refresh_token, device_code } = parameters;
  const submitted = [code, code_verifier, refresh_token, device_code].filter(Boolean);
  const answer = oauthAnswer(reply, TOKEN_FIELDS, ["access_token"], { secretSpellings, submitted });
  // GitHub's documents have both words for a device code that is too old; RFC 8628 section 3.5 has this one.
  if (device_code && answer.body.error === "token_expired") answer.body.error = "expired_token";
  return answer;
}

export function deviceAnswer(reply, { secretSpellings }) {
  return oauthAnswer(reply, DEVICE_FIELDS, DEVICE_ESSENTIALS, { secretSpellings, submitted: [] });
}

function oauthAnswer({ status, limit, json }, fields, essentials, secrets) {
  assertAvailable(status, limit);
  // GitHub answers 404 for a client id that it does not know.
  if (status === 404) throw misconfigured();
  if (typeof json !== "object" || json === null) throw invalidAnswer();
  if ((json.error ?? null) !== null) return errorAnswer(json, secrets);
  const body = pickFields(json, fields, secrets);
  if (status !== 200 || essentials.some((name) => (body[name] ?? "") === "")) throw invalidAnswer();
  return { status: 200, body };
}

// GitHub answers 404 for a token that it does not know, which is as good as revoked (RFC 7009 section 2.2); other
// providers answer 200 whatever the token was.
export function revocationAnswer({ status, limit, json }, { provider, secretSpellings }, { token }) {
  assertAvailable(status, limit);
  const done = provider === "github" ? [204, 404] : [200, 204];
  if (done.includes(status)) return { status: 200, body: {} };
  // GitHub's secondary limit is a 403 that may have no header to tell it by.
  if (status === 403 && typeof json?.message === "string" && /rate limit/i.test(json.message))
    throw rateLimited();
  if (status === 401 || status === 403) throw misconfigured();
  if (status === 422) throw invalidRequest("The provider refused to revoke this token.");
  if (typeof json?.error === "string") return errorAnswer(json, { secretSpellings, submitted: [token] });
  throw invalidAnswer();
}

function assertAvailable(status, limit) {
  if (limit) throw rateLimited(limit.retryAfter);
  if (status >= 500) throw new Refusal(502, "upstream_error", "The provider failed.");
}

function errorAnswer(json, secrets) {
  const body = pickFields(json, ERROR_FIELDS, secrets);
  if (!body.error) throw invalidAnswer();
  if (MISCONFIGURED.includes(body.error)) throw misconfigured();
  return { status: 400, body };
}

function rateLimited(retryAfter) {
  const seconds = /^[0-9]{1,6}$/.test(retryAfter ?? "") ? retryAfter : undefined;
  const headers = seconds && { "retry-after": seconds, "access-control-expose-headers": "Retry-After" };
  return new Refusal(429, "rate_limited", "The provider limits the rate of requests.", headers);
}

function misconfigured() {
  const text =
    "The provider refused the proxy's client credentials. The proxy's configuration must be mended.";
  return new Refusal(502, "proxy_misconfigured", text);
}

function invalidAnswer() {
  return new Refusal(502, "upstream_invalid_answer", "The provider gave no usable answer.");
}
