// A rate limiter that counts in memory: for one process, or one isolate of a platform. Spans of a fixed length, one
// for each key. It has the shape of Cloudflare's rate limiting binding, which can stand in its place.

// An attacker with many addresses makes many keys; the oldest go first.
const MOST_KEYS = 10_000;

export function memoryRateLimiter({ limit, period }) {
  if (!Number.isInteger(limit) || limit < 1 || !(period > 0)) {
    throw new RangeError("memoryRateLimiter needs a limit of at least 1 and a period in seconds.");
  }
  const spans = new Map();
  return {
    text: `${limit} requests in ${period} s`,
    async limit({ key }) {
      const now = Date.now();
      let span = spans.get(key);
      if (!span || span.ends <= now) {
        span = { ends: now + period * 1000, count: 0 };
        // Deleted first, so that the order of the map is the order in which they began.
        spans.delete(key);
        spans.set(key, span);
        if (spans.size > MOST_KEYS) spans.delete(spans.keys().next().value);
      }
      span.count += 1;
      return { success: span.count <= limit, retryAfter: Math.ceil((span.ends - now) / 1000) };
    },
  };
}
