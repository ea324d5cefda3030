// `fetch` with somebody's credentials: only to the origins they are for, never along a redirect, and once more when they
// turn out to be spent. Whether a token is fresh, and how to renew it, the source of the credentials knows.

import { failure } from "./errors.js";

/**
 * Each source: `origin` that may get the credentials; `credentials(spent)`, those to use now, or in place of spent ones;
 * `headers(credentials)`; `timeoutMs`.
 */
export async function authorizedFetch(input, init, sources) {
  // Read now, so that the caller may change its arguments afterwards.
  const request = new Request(input, init);
  const isReplayable = !(init?.body instanceof ReadableStream);
  const { origin, protocol } = new URL(request.url);
  // A blob's origin is that of who made it.
  const source = protocol !== "blob:" && sources.find((one) => one.origin === origin);
  if (!source) {
    const allowed = sources.map((one) => one.origin).join(", ") || "nowhere";
    throw failure(
      "origin_not_allowed",
      `The token is only sent to ${allowed}. Elsewhere, use the plain fetch.`,
    );
  }
  const { signal } = request;
  const credentials = await until(signal, source.credentials());
  const response = await send(isReplayable ? request.clone() : request, credentials, source);
  if (response.status !== 401 || !isReplayable || !(await isTokenRejected(response.clone()))) return response;
  try {
    return await send(request, await until(signal, source.credentials(credentials.accessToken)), source);
  } catch (error) {
    // The API's own answer says more than "cannot renew".
    if (/^(no_refresh_token|refresh_not_supported|token_expired)$/.test(error?.code)) return response;
    throw error;
  }
}

/** A renewal goes on for whoever else needs it; this caller has given up. */
function until(signal, promise) {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    promise.then(resolve, reject);
  });
}

/** Whether a 401 is about the token itself: RFC 6750 section 3.1 says so in a header, GitHub and py-oidc-auth in the body. */
async function isTokenRejected(response) {
  if (response.headers.get("www-authenticate")?.includes("invalid_token")) return true;
  const body = await response.json().catch(() => null);
  const { error, message, detail } = Object(body);
  return error === "invalid_token" || message === "Bad credentials" || detail === "Invalid token";
}

async function send(request, credentials, { headers, timeoutMs }) {
  const added = Object.entries(await headers(credentials));
  const { referrer, referrerPolicy, signal } = request; // which a copy with any change would lose
  const limit = timeoutMs && AbortSignal.timeout(timeoutMs);
  const guarded = new Request(request, {
    // Browsers before 2022 sent the token along to wherever a redirect pointed.
    redirect: request.redirect === "manual" ? "manual" : "error",
    referrer,
    referrerPolicy,
    signal: limit ? (AbortSignal.any?.([signal, limit]) ?? limit) : signal,
  });
  for (const [name, value] of [["authorization"], ...added]) {
    if (request.headers.has(name)) {
      throw failure(
        "authorization_header_set",
        `The request already has the header ${name}, which the session adds.`,
      );
    }
    if (value !== undefined) guarded.headers.set(name, value);
  }
  return fetch(guarded);
}
