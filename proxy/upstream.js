// The outgoing requests: form POSTs to the configured token and device URL and a DELETE at the configured API, with
// the secret where it belongs and nothing of the client's request but the checked parameters. Owns their addresses,
// headers, time and size limits (P-01, P-08, P-10, P-11, P-21). Must not follow a redirect, retry, or judge what came back.

import { readBytes } from "./bytes.js";
import { withDeadline } from "./deadline.js";
import { Refusal } from "./refusal.js";

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

export function askForToken({ tokenUrl, clientId, clientSecret }, parameters) {
  // GitHub asks a device for no secret, and what is not sent cannot leak.
  const secret = parameters.device_code ? {} : { client_secret: clientSecret };
  return postForm(tokenUrl, { client_id: clientId, ...secret, ...parameters });
}

export function askForDeviceCode({ deviceUrl, clientId }, parameters) {
  return postForm(deviceUrl, { client_id: clientId, ...parameters });
}

export function askToRevoke({ revokeUrl, clientId, clientSecret }, token) {
  const headers = { ...API_HEADERS, authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` };
  return ask(revokeUrl, { method: "DELETE", headers, body: JSON.stringify({ access_token: token }) });
}

function postForm(url, parameters) {
  const body = new URLSearchParams(parameters).toString();
  return ask(url, { method: "POST", headers: FORM_HEADERS, body });
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
