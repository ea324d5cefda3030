// The token proxy as one WinterTC fetch handler: Request in, Response out, the same file on Node, workerd,
// Deno and Bun. Owns the routes and the order of the checks; every rule lives in the room it is named after.
// Must not import a platform module, keep state between requests, or let a promise reject.

import { answerFrom } from "./answer.js";
import { readConfig } from "./config.js";
import { corsHeaders, PREFLIGHT_HEADERS } from "./cors.js";
import { logAnswer } from "./log.js";
import { Refusal } from "./refusal.js";
import { readTokenRequest } from "./request.js";
import { respond } from "./respond.js";
import { askUpstream } from "./upstream.js";

export { ProxyConfigError } from "./config-error.js";

export function createTokenProxy(options) {
  const config = readConfig(options);
  const routes = new Map([
    [`${config.basePath}/token`, { name: "/token", methods: ["POST", "OPTIONS"], answer: answerToken }],
    [`${config.basePath}/healthz`, { name: "/healthz", methods: ["GET"], answer: answerHealth }],
  ]);

  return async function tokenProxy(request) {
    const started = Date.now();
    const origin = request.headers.get("origin");
    const url = new URL(request.url);
    const route = routes.get(url.pathname);
    const answer = await settle(route, request, url, origin, config);
    logAnswer(config.log, { started, method: request.method, route, origin, answer });
    return respond(answer, corsHeaders(origin, config.allowedOrigins));
  };
}

// Every way to fail ends here, so a caller always gets JSON and a runtime never sees a rejection.
async function settle(route, request, url, origin, config) {
  try {
    if (!route) throw new Refusal(404, "not_found", "The routes are POST /token and GET /healthz.");
    if (!route.methods.includes(request.method)) {
      const allow = route.methods.join(", ");
      throw new Refusal(405, "method_not_allowed", "This route does not answer this method.", { allow });
    }
    return await route.answer(request, url, origin, config);
  } catch (error) {
    if (error instanceof Refusal) return error;
    return new Refusal(500, "internal_error", "The token proxy failed.");
  }
}

async function answerToken(request, url, origin, config) {
  if (!config.allowedOrigins.has(origin)) {
    throw new Refusal(403, "origin_not_allowed", "This origin is not on the proxy's list.");
  }
  if (request.method === "OPTIONS") return { status: 204, headers: PREFLIGHT_HEADERS };
  if (url.search !== "") {
    // Queries end up in access logs: a code or token there is already lost, so it is not honoured.
    throw new Refusal(400, "invalid_request", "Parameters belong in the form body, not in the query.");
  }
  const parameters = await readTokenRequest(request, origin, config);
  const reply = await askUpstream(config, parameters);
  return answerFrom(reply, config, parameters);
}

async function answerHealth() {
  return { status: 200, body: { status: "ok" } };
}
