// The CORS headers (Fetch standard, section 3.3). An origin that is not on the list gets none of them. Credentials are
// allowed only where a cookie is the point (P-04). Must not answer `*`, or reflect an origin by pattern.

// In cookie mode every request carries this header: a cross-site form cannot (T-51, RFC 10017).
export const REQUESTED_WITH = "portcullis";

export function preflightHeaders({ refreshToken }) {
  const hasCookie = refreshToken === "sealed-cookie";
  return {
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": hasCookie ? "Content-Type, X-Requested-With" : "Content-Type",
    "access-control-max-age": "7200",
  };
}

// The list holds serialised origins and a browser sends a serialised origin, so string equality compares
// scheme, host and port exactly, and no hostile text is ever parsed to decide.
export function corsHeaders(origin, app) {
  if (!app?.allowedOrigins.has(origin)) return {};
  const hasCookie = app.refreshToken === "sealed-cookie";
  return {
    "access-control-allow-origin": origin,
    ...(hasCookie && { "access-control-allow-credentials": "true" }),
  };
}
