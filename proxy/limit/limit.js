// Asks a rate limiter about a client's address or a page's origin (P-16). Must not count by itself.

import { Refusal } from "../answer/refusal.js";

// Limiters of platforms do not say how long; a minute is their longest usual period.
const RETRY_SECONDS = 60;

export async function assertWithinLimit(limiter, key) {
  if (limiter === null || key === undefined) return;
  let verdict;
  try {
    verdict = await limiter.limit({ key });
  } catch {
    // A platform's limiter that is down must not keep everybody from signing in.
    return;
  }
  if (verdict?.success !== false) return;
  const { retryAfter } = verdict;
  const seconds = Number.isFinite(retryAfter) ? Math.ceil(retryAfter) : RETRY_SECONDS;
  const headers = { "retry-after": String(seconds), "access-control-expose-headers": "Retry-After" };
  throw new Refusal(429, "rate_limited", "Too many requests. Try again later.", headers);
}
