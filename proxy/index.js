// The token proxy as one WinterTC fetch handler: Request in, Response out, the same file on Node, workerd,
// Deno and Bun. Owns the routes and the order of the checks; every rule lives in the room it is named after.
// Must not import a platform module, keep state between requests, or let a promise reject.

import { deviceAnswer, revocationAnswer, tokenAnswer } from "./answer.js";
import { readConfig } from "./config.js";
import { corsHeaders, PREFLIGHT_HEADERS } from "./cors.js";
import { logAnswer } from "./log.js";
import { invalidRequest, Refusal } from "./refusal.js";
import { readDeviceRequest, readRevocationRequest, readTokenRequest } from "./request.js";
import { respond } from "./respond.js";
import { askForDeviceCode, askForToken, askToRevoke } from "./upstream.js";

export { ProxyConfigError } from "./config-error.js";

export function createTokenProxy(options) {
  const config = readConfig(options);
  const routes = new Map();
  const add = (name, methods, answer) => routes.set(config.basePath + name, { name, methods, answer });
  add("/token", ["POST", "OPTIONS"], formRoute(answerToken));
  if (config.deviceUrl) add("/device/code", ["POST", "OPTIONS"], formRoute(answerDevice));
  if (config.revokeUrl) add("/revoke", ["POST", "OPTIONS"], formRoute(answerRevocation));
  add("/healthz", ["GET"], answerHealth);

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
    if (!route) {
      const text =
        "The routes are POST /token, GET /healthz, POST /revoke where apiUrl is known, and POST /device/code where deviceFlow is on.";
      throw new Refusal(404, "not_found", text);
    }
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

// What every route for pages checks before it reads a body.
function formRoute(answer) {
  return async (request, url, origin, config) => {
    if (!config.allowedOrigins.has(origin)) {
      throw new Refusal(403, "origin_not_allowed", "This origin is not on the proxy's list.");
    }
    if (request.method === "OPTIONS") return { status: 204, headers: PREFLIGHT_HEADERS };
    if (url.search !== "") {
      // Queries end up in access logs: a code or token there is already lost, so it is not honoured.
      throw invalidRequest("Parameters belong in the form body, not in the query.");
    }
    return answer(request, origin, config);
  };
}

async function answerToken(request, origin, config) {
  const parameters = await readTokenRequest(request, origin, config);
  return tokenAnswer(await askForToken(config, parameters), config, parameters);
}

async function answerDevice(request, _origin, config) {
  const parameters = await readDeviceRequest(request, config);
  return deviceAnswer(await askForDeviceCode(config, parameters), config);
}

async function answerRevocation(request, _origin, config) {
  const token = await readRevocationRequest(request, config);
  return revocationAnswer(await askToRevoke(config, token));
}

async function answerHealth() {
  return { status: 200, body: { status: "ok" } };
}
