// CORS as the middleware of these applications does it: the origins of a list (or "*"), never credentials.
// Must not: be used on the identity provider's pages, which are navigated to.

const METHODS = ["GET", "POST"];
const HEADERS = ["Accept", "Accept-Language", "Authorization", "Content-Language", "Content-Type"];
const HEADER_NAMES = HEADERS.map((name) => name.toLowerCase());

const isAllowed = (origins, origin) => origins.includes("*") || origins.includes(origin);

/** Of every answer to a page of another origin. An origin outside the list gets none. */
export function corsHeaders(origins, { headers: { origin } }) {
  if (origin === undefined || !isAllowed(origins, origin)) return {};
  if (origins.includes("*")) return { "Access-Control-Allow-Origin": "*" };
  return { "Access-Control-Allow-Origin": origin, Vary: "Origin" };
}

export const isPreflight = ({ method, headers }) =>
  method === "OPTIONS" && "access-control-request-method" in headers && "origin" in headers;

export function answerPreflight(origins, request) {
  const { headers } = request;
  const asked = (headers["access-control-request-headers"] ?? "").toLowerCase().split(/[\s,]+/);
  const allowed =
    isAllowed(origins, headers.origin) &&
    METHODS.includes(headers["access-control-request-method"]) &&
    asked.every((name) => name === "" || HEADER_NAMES.includes(name));
  return {
    status: allowed ? 200 : 400,
    headers: {
      ...corsHeaders(origins, request),
      "Content-Type": "text/plain; charset=utf-8",
      "Access-Control-Allow-Methods": METHODS.join(", "),
      "Access-Control-Allow-Headers": HEADERS.join(", "),
      "Access-Control-Max-Age": "600",
    },
    body: allowed ? "OK" : "Disallowed by CORS",
  };
}
