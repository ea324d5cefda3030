// The CORS headers (Fetch standard, section 3.3). An origin that is not on the list gets none of them.
// Must not answer `*`, reflect an origin by pattern, or allow credentials.

// The content type is the only header of ours that a client may need to have allowed.
export const PREFLIGHT_HEADERS = Object.freeze({
  "access-control-allow-methods": "POST",
  "access-control-allow-headers": "Content-Type",
  "access-control-max-age": "7200",
});

// The list holds serialised origins and a browser sends a serialised origin, so string equality compares
// scheme, host and port exactly, and no hostile text is ever parsed to decide.
export function corsHeaders(origin, allowedOrigins) {
  return allowedOrigins.has(origin) ? { "access-control-allow-origin": origin } : {};
}
