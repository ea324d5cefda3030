// The outgoing requests: form POSTs to the configured addresses and a DELETE at GitHub's API, with the secret where it
// belongs and nothing of the client's request but the checked parameters. Owns their headers, time and size limits
// (P-01, P-08, P-10, P-11, P-21). Must not follow a redirect, retry, or judge what came back.

import { Refusal } from "../answer/refusal.js";
import { readBytes } from "../request/bytes.js";
import { withDeadline } from "../request/deadline.js";

const UPSTREAM_MILLISECONDS = 10_000;
const REPLY_LIMIT = 64 * 1024;
const UTF8 = new TextDecoder("utf-8", { fatal: true });
const FORM_HEADERS = Object.freeze({
  accept: "application/json",
  "content-type": "application/x-www-form-urlencoded",
  "user-agent": "portcullis-token-proxy",
});
const API_HEADERS = Object.freeze({
  accept: "application/vnd.github+json",
  "content-type": "application/json",
  "user-agent": "portcullis-token-proxy",
  "x-github-api-version": "2022-11-28",
});

export function askForToken(app, parameters) {
  // GitHub asks a device for no secret, and what is not sent cannot leak.
  const isPublic = app.provider === "github" && parameters.device_code;
  return postForm(app.tokenUrl, isPublic ? { ...app, tokenEndpointAuthMethod: "none" } : app, parameters);
}

export function askForDeviceCode(app, parameters) {
  const isPublic = app.provider === "github";
  return postForm(app.deviceUrl, isPublic ? { ...app, tokenEndpointAuthMethod: "none" } : app, parameters);
}

/** Ends a token (RFC 7009), or with `isGrant` all that the person ever gave the app. */
export function askToRevoke(app, { isGrant, ...parameters }) {
  if (app.provider !== "github") return postForm(app.revokeTokenUrl, app, parameters);
  const headers = { ...API_HEADERS, authorization: `Basic ${app.basic}` };
  const body = JSON.stringify({ access_token: parameters.token });
  return ask(isGrant ? app.revokeGrantUrl : app.revokeTokenUrl, { method: "DELETE", headers, body });
}

// The client's credentials as the provider wants them (RFC 6749 section 2.3.1).
function postForm(url, { clientId, clientSecret, basic, tokenEndpointAuthMethod }, parameters) {
  const isBasic = tokenEndpointAuthMethod === "client_secret_basic";
  const isPost = tokenEndpointAuthMethod === "client_secret_post";
  const client = isBasic ? {} : { client_id: clientId, ...(isPost && { client_secret: clientSecret }) };
  const headers = isBasic ? { ...FORM_HEADERS, authorization: `Basic ${basic}` } : FORM_HEADERS;
  return ask(url, {
    method: "POST",
    headers,
    body: new URLSearchParams({ ...client, ...parameters }).toString(),
  });
}

function ask(url, init) {
  const controller = new AbortController();
  return withDeadline(UPSTREAM_MILLISECONDS, exchange(url, init, controller.signal), () => {
    controller.abort();
    return new Refusal(504, "upstream_timeout", "The provider did not answer in time.");
  });
}

async function exchange(url, init, signal) {
  try {
    const { status, headers, body } = await fetch(url, { ...init, redirect: "manual", signal });
    const bytes = body ? await readBytes(body.getReader(), REPLY_LIMIT) : undefined;
    return { status, limit: readRateLimit(status, headers), json: parseJson(bytes) };
  } catch {
    throw new Refusal(502, "upstream_unreachable", "The provider could not be reached.");
  }
}

// GitHub's API says "too many" with 403 as well; one of these headers tells it from wrong credentials.
function readRateLimit(status, headers) {
  const retryAfter = headers.get("retry-after");
  const spent = retryAfter !== null || headers.get("x-ratelimit-remaining") === "0";
  return status === 429 || (status === 403 && spent) ? { retryAfter } : undefined;
}

// `undefined` stands for everything that is not JSON: too large, not UTF-8, HTML, empty.
function parseJson(bytes) {
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch {
    return undefined;
  }
}
