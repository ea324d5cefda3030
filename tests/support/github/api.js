// The API origin (api.github.com): what every request goes through before and after its own route.
// Owns: preflight, version header, bearer token, rate limits, ETag, and the headers all answers share.
// Must not: know a resource's body (api-routes.js) or issue tokens.

import { createHash, randomBytes } from "node:crypto";
import { apiError } from "./api-bodies.js";
import { API_ROUTES } from "./api-routes.js";
import { answerPreflight, CORS_HEADERS } from "./cors.js";
import { people } from "./people.js";
import { rateLimitHeaders } from "./rate-limits.js";

const VERSIONS = ["2022-11-28", "2026-03-10"];

export function answerApi(world, request) {
  if (request.method === "OPTIONS") return answerPreflight(request.headers);
  const version = request.headers["x-github-api-version"] ?? VERSIONS[0];
  const token = bearerToken(world, request);
  const bucket = world.rateLimits.find(token?.login, request.address);
  if (world.switches.rateLimit === "primary") bucket.used = bucket.limit;
  const route = API_ROUTES[`${request.method} ${request.path}`];
  const answer = withETag(request, dispatch(world, route, { ...request, version, token, bucket }));
  // Neither a conditional request that finds nothing new nor asking for the limits costs anything.
  if (answer.status !== 304 && !route?.free) bucket.used = Math.min(bucket.used + 1, bucket.limit);
  const cacheable = answer.status === 200 || answer.status === 304;
  return {
    ...answer,
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      // GitHub lets browsers reuse an answer for a minute; Vary keeps it to the same Authorization.
      "Cache-Control": cacheable ? "private, max-age=60, s-maxage=60" : "no-cache",
      Vary: "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, X-Requested-With",
      "X-GitHub-Media-Type": "github.v3; format=json",
      "X-GitHub-Request-Id": randomBytes(8).toString("hex").toUpperCase(),
      ...(VERSIONS.includes(version) ? { "X-GitHub-Api-Version-Selected": version } : {}),
      "X-Content-Type-Options": "nosniff",
      ...(token ? { "X-OAuth-Scopes": token.scopes.join(", "), "X-OAuth-Client-Id": token.clientId } : {}),
      ...rateLimitHeaders(bucket),
      ...CORS_HEADERS,
      ...answer.headers,
    },
  };
}

/** null: no Authorization header. undefined: one that is no live token. A token in the query counts for nothing. */
function bearerToken({ credentials }, { headers }) {
  if (headers.authorization === undefined) return null;
  const [, text] = /^(?:bearer|token) +(\S+)$/i.exec(headers.authorization) ?? [];
  return credentials.findAccessToken(text) ?? undefined;
}

function dispatch(world, route, request) {
  if (!VERSIONS.includes(request.version)) return unsupportedVersion(request.version);
  if (request.token === undefined) return apiError(401, "Bad credentials");
  const limited = route?.free ? null : rateLimited(world.switches.rateLimit, request);
  if (limited) return limited;
  if (!route) return apiError(404, "Not Found");
  if (route.needsPerson && !request.token) return apiError(401, "Requires authentication");
  const person = people.find(({ login }) => login === request.token?.login);
  return route.answer({ world, request, person, query: new URLSearchParams(request.query) });
}

function unsupportedVersion(version) {
  const supported = VERSIONS.toReversed()
    .map((name, index) => (index === 0 ? `"${name}" (most recent)` : `"${name}"`))
    .join(", ");
  return apiError(
    400,
    `The version you specified in the "X-GitHub-API-Version" request header, "${version}", is not a supported version. The following versions are currently supported: ${supported}.`,
  );
}

const SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

function rateLimited(forced, { bucket, token, address }) {
  if (forced === "secondary") return apiError(403, SECONDARY);
  if (forced === "secondaryRetryAfter") return apiError(429, SECONDARY, { "Retry-After": "60" });
  if (bucket.used < bucket.limit) return null;
  return apiError(403, `API rate limit exceeded for ${token ? token.login : address}.`);
}

function withETag({ headers, method }, answer) {
  if (method !== "GET" || answer.status !== 200) return answer;
  const etag = `W/"${createHash("sha256").update(answer.body).digest("hex")}"`;
  const known = (headers["if-none-match"] ?? "").split(/\s*,\s*/).includes(etag);
  return {
    ...answer,
    ...(known ? { status: 304, body: "" } : {}),
    headers: { ...answer.headers, ETag: etag },
  };
}
