// Turns an answer { status, body, headers } into a Response with the headers that every answer carries.
// Must not decide anything: status and body are final when they get here.

// `vary` is on every answer, also on refusals: a cache must never serve one origin's answer to another.
export const FIXED_HEADERS = Object.freeze({
  "cache-control": "no-store",
  pragma: "no-cache",
  "content-type": "application/json",
  "content-security-policy": "default-src 'none'",
  "x-content-type-options": "nosniff",
  vary: "Origin",
});

export function respond({ status, body, headers, cookies = [] }, cors) {
  const text = body === undefined ? null : JSON.stringify(body);
  const response = new Response(text, { status, headers: { ...FIXED_HEADERS, ...cors, ...headers } });
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}
