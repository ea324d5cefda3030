// Primary rate limits of the API: 60 an hour per address, 5000 an hour per person and per app.
// Owns: the counters and the X-RateLimit-* headers.
// Must not: answer requests; api.js asks before and counts after.

const WINDOW_SECONDS = 3600;

export function createRateLimits() {
  const buckets = new Map();

  function bucketOf(key, limit) {
    const now = Math.floor(Date.now() / 1000);
    const known = buckets.get(key);
    if (known && known.reset > now) return known;
    const fresh = { limit, used: 0, reset: now + WINDOW_SECONDS };
    buckets.set(key, fresh);
    return fresh;
  }

  return {
    /** The counter of a signed-in person or an app, or of the address of somebody who is neither. */
    find: (name, address) => (name ? bucketOf(`known ${name}`, 5000) : bucketOf(`from ${address}`, 60)),
    clear: () => buckets.clear(),
  };
}

export function rateLimitBody({ limit, used, reset }) {
  return { limit, used, remaining: limit - used, reset };
}

export function rateLimitHeaders({ limit, used, reset }) {
  return {
    "X-RateLimit-Limit": String(limit),
    "X-RateLimit-Remaining": String(limit - used),
    "X-RateLimit-Used": String(used),
    "X-RateLimit-Resource": "core",
    "X-RateLimit-Reset": String(reset),
  };
}
