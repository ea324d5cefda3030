// The API origin (api.github.com): what every request goes through before and after its own route.
// Owns: preflight, the order of the refusals, rate counting, ETag, and the headers all answers share.
// Must not: know a resource's body (api-routes.js), read credentials (api-caller.js) or issue tokens.

import { createHash, randomBytes } from "node:crypto";
import { apiError } from "./api-bodies.js";
import { findCaller } from "./api-caller.js";
import {
  DEFAULT_VERSION,
  isSupported,
  rateLimited,
  singleSignOn,
  unsupportedVersion,
} from "./api-refusals.js";
import { findRoute } from "./api-routes.js";
import { answerPreflight, CORS_HEADERS } from "./cors.js";
import { people } from "./people.js";
import { rateLimitHeaders } from "./rate-limits.js";

export function answerApi(world, request) {
  if (request.method === "OPTIONS") return answerPreflight(request.headers);
  const version = request.headers["x-github-api-version"] ?? DEFAULT_VERSION;
  const route = findRoute(request);
  const { token, app } = findCaller(world, route, request);
  const bucket = world.rateLimits.find(token?.login ?? app?.clientId, request.address);
  if (world.switches.rateLimit === "primary") bucket.used = bucket.limit;
  const answer = withETag(request, dispatch(world, route, { ...request, version, token, app, bucket }));
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
      ...(isSupported(version) ? { "X-GitHub-Api-Version-Selected": version } : {}),
      "X-Content-Type-Options": "nosniff",
      ...(token ? { "X-OAuth-Scopes": token.scopes.join(", "), "X-OAuth-Client-Id": token.clientId } : {}),
      ...rateLimitHeaders(bucket),
      ...CORS_HEADERS,
      ...answer.headers,
    },
  };
}

function dispatch(world, route, request) {
  const { token, app } = request;
  const unsupported = unsupportedVersion(request);
  if (unsupported) return unsupported;
  if (token === undefined || app === undefined) return apiError(401, "Bad credentials");
  const limited = route?.free ? null : rateLimited(world.switches.rateLimit, request);
  if (limited) return limited;
  if (!route) return apiError(404, "Not Found");
  if ((route.needsPerson && !token) || (route.byApp && !app)) {
    return apiError(401, "Requires authentication");
  }
  const protectedBySso = route.needsPerson ? singleSignOn(world) : null;
  if (protectedBySso) return protectedBySso;
  const person = people.find(({ login }) => login === token?.login);
  return route.answer({ world, request, person, query: new URLSearchParams(request.query) });
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
