// The token proxy as one WinterTC fetch handler: Request in, Response out, the same file on Node, workerd,
// Deno and Bun. Owns the order of the checks; the routes are in routes.js, every rule in the room it is named after.
// Must not import a platform module, or let a promise reject.

import { corsHeaders, preflightHeaders } from "./answer/cors.js";
import { logAnswer } from "./answer/log.js";
import { invalidRequest, Refusal } from "./answer/refusal.js";
import { respond } from "./answer/respond.js";
import { readConfig } from "./config/config.js";
import { warningsOf } from "./config/describe.js";
import { addressKey } from "./limit/address.js";
import { assertWithinLimit } from "./limit/limit.js";
import { checkHeaders, checkRequestedWith } from "./request/headers.js";
import { readTarget } from "./request/target.js";
import { routesOf } from "./routes.js";

export { ProxyConfigError } from "./config/config-error.js";
export { optionsFromEnv } from "./config/environment.js";
export { memoryRateLimiter } from "./limit/memory.js";

const NOT_FOUND =
  "The routes are POST /token, /revoke, /revoke/grant and /device/code, as far as they are configured, and GET /healthz.";

export function createTokenProxy(options) {
  const config = readConfig(options);
  for (const warning of warningsOf(config)) console.warn(`Portcullis token proxy: ${warning}`);
  const routes = routesOf(config);

  return async function tokenProxy(request, client) {
    const started = Date.now();
    const origin = request.headers.get("origin");
    const target = readTarget(request);
    const route = routes.get(target?.pathname);
    const answer = await settle({ request, target, origin, address: client?.address, route, config });
    logAnswer(config.log, { started, method: request.method, route, origin, answer });
    // A page may read also that there is no such route.
    const app = route?.app ?? config.apps.find(({ allowedOrigins }) => allowedOrigins.has(origin));
    return respond(answer, corsHeaders(origin, app));
  };
}

// Every way to fail ends here, so a caller always gets JSON and a runtime never sees a rejection.
async function settle({ request, target, origin, address, route, config }) {
  try {
    if (!target) throw invalidRequest("The request target must be a plain path.");
    checkHeaders(request);
    if (!route) throw new Refusal(404, "not_found", NOT_FOUND);
    if (!route.methods.includes(request.method)) {
      const allow = route.methods.join(", ");
      throw new Refusal(405, "method_not_allowed", "This route does not answer this method.", { allow });
    }
    if (!route.app) return await route.answer();
    return await answerPage({ request, target, origin, address, route, limits: config.limits });
  } catch (error) {
    if (error instanceof Refusal) return error;
    return new Refusal(500, "internal_error", "The token proxy failed.");
  }
}

// What every route for pages checks before it reads a body. A client that is refused is counted, too.
async function answerPage({ request, target, origin, address, route, limits }) {
  const { app } = route;
  const isPreflight = request.method === "OPTIONS";
  if (!isPreflight) await assertWithinLimit(limits.address, addressKey(address));
  if (!app.allowedOrigins.has(origin)) {
    throw new Refusal(403, "origin_not_allowed", "This origin is not on the proxy's list.");
  }
  if (isPreflight) return { status: 204, headers: preflightHeaders(app) };
  await assertWithinLimit(limits.origin, `origin:${origin}`);
  // Queries end up in access logs: a code or token there is already lost, so it is not honoured.
  if (target.search !== "") throw invalidRequest("Parameters belong in the form body, not in the query.");
  checkRequestedWith(request, app);
  return route.answer(request, origin, app);
}
