// Asks a rate limiter about a client's address or a page's origin (P-16). Must not count by itself.

import { Refusal } from "../answer/refusal.js";
import { withDeadline } from "../request/deadline.js";

// Limiters of platforms do not say how long; a minute is their longest usual period.
const RETRY_SECONDS = 60;

const LIMITER_MILLISECONDS = 2_000;
const SILENT = new Error("The rate limiter did not answer.");

export async function assertWithinLimit(limiter, key) {
  if (limiter === null || key === undefined) return;
  let verdict;
  try {
    // A platform's limiter that is down, or silent, must not keep everybody from signing in.
    verdict = await withDeadline(LIMITER_MILLISECONDS, Promise.resolve(limiter.limit({ key })), () => SILENT);
  } catch {
    return;
  }
  if (verdict?.success !== false) return;
  const { retryAfter } = verdict;
  const seconds = Number.isFinite(retryAfter) ? Math.ceil(retryAfter) : RETRY_SECONDS;
  const headers = { "retry-after": String(seconds), "access-control-expose-headers": "Retry-After" };
  throw new Refusal(429, "rate_limited", "Too many requests. Try again later.", headers);
}
