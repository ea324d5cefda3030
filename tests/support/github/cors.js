// CORS of the API origin, as api.github.com does it: any origin, fixed lists.
// Owns: the preflight answer and the two headers on every other answer.
// Must not: be used on WEB; github.com has no CORS on its login paths.

const ALLOWED_HEADERS = [
  "Authorization",
  "Content-Type",
  "If-Match",
  "If-Modified-Since",
  "If-None-Match",
  "If-Unmodified-Since",
  "Accept-Encoding",
  "X-GitHub-OTP",
  "X-Requested-With",
  "User-Agent",
  "GraphQL-Features",
  "X-Github-Next-Global-ID",
  "X-GitHub-Api-Version",
  "X-Fetch-Nonce",
  "Copilot-Integration-Id",
  "DD-CLIENT-TOKEN",
  "X-Client-Application",
];
const ALLOWED_NAMES = ALLOWED_HEADERS.map((name) => name.toLowerCase());

const EXPOSED_HEADERS = [
  "ETag",
  "Link",
  "Location",
  "Retry-After",
  "X-GitHub-OTP",
  "X-RateLimit-Limit",
  "X-RateLimit-Remaining",
  "X-RateLimit-Used",
  "X-RateLimit-Resource",
  "X-RateLimit-Reset",
  "X-OAuth-Scopes",
  "X-Accepted-OAuth-Scopes",
  "X-Poll-Interval",
  "X-GitHub-Media-Type",
  "X-GitHub-SSO",
  "X-GitHub-Request-Id",
  "Deprecation",
  "Sunset",
];

export const CORS_HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": EXPOSED_HEADERS.join(", "),
};

/** A header outside the list gets no allow at all: browsers refuse either way, and plain clients see it too. */
export function answerPreflight(headers) {
  const asked = (headers["access-control-request-headers"] ?? "").toLowerCase().split(/[\s,]+/);
  const allowed = asked.every((name) => name === "" || ALLOWED_NAMES.includes(name));
  if (!allowed) return { status: 204, headers: {} };
  return {
    status: 204,
    headers: {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Methods": "GET, POST, PATCH, PUT, DELETE",
      "Access-Control-Allow-Headers": ALLOWED_HEADERS.join(", "),
      "Access-Control-Max-Age": "86400",
    },
  };
}
