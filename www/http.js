// Requests of the SDK's own: to the token endpoint and for user info. No cache, no redirects, no referrer, no cookies
// unless that is asked for (C-13), and an end to every wait. Requests of the app go through authorized-fetch.js.

import { AuthError, cancelled, failure } from "./errors.js";

/**
 * `given` goes to `fetch`; `sender` stands in for it; `closing` and `signal` end it. Any status is an answer; its
 * body is read as JSON.
 */
export async function request(url, given, milliseconds, { sender = fetch, closing, signal: caller } = {}) {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(timeout()), milliseconds);
  const close = () => controller.abort(failure("aborted", "The provider was closed."));
  closing?.addEventListener("abort", close);
  const giveUp = () => controller.abort(reasonOf(caller));
  caller?.addEventListener("abort", giveUp);
  if (caller?.aborted) giveUp();
  const ended = new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  try {
    const init = {
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal,
    };
    const headers = { accept: "application/json", ...given.headers };
    const answer = (async () => {
      const response = await sender(url, { ...init, ...given, headers });
      const text = await response.text();
      return { status: response.status, body: parse(text) };
    })();
    return await Promise.race([answer, ended]);
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    const message =
      "The server cannot be reached: it is down, this device is offline, or it does not allow this origin (CORS).";
    throw failure("network_error", message, { retryable: true, cause });
  } finally {
    clearTimeout(timer);
    closing?.removeEventListener("abort", close);
    caller?.removeEventListener("abort", giveUp);
  }
}

/** Why a caller's signal was aborted, as an error of ours. */
export const reasonOf = ({ reason }) =>
  reason instanceof AuthError ? reason : cancelled("aborted", "The app gave it up.", reason);

const timeout = () => failure("timeout", "The server did not answer in time.", { retryable: true });

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
