// A small OAuth 2 provider with public clients, as GitLab has them: one origin with sign-in, tokens and an API.
// Owns: lifecycle (start, reset, close), the routes and who may call them from another origin.
// Must not: know a rule of OAuth; the modules it wires together do.

import { createHeldAnswers } from "../held-answers.js";
import { listen } from "../http.js";
import { createSwitches } from "../switches.js";
import { answerAuthorize } from "./authorize.js";
import { answerPreflight, CORS_HEADERS } from "./cors.js";
import { answerEcho, answerUser } from "./resources.js";
import { answerRevoke } from "./revoke.js";
import { createStore } from "./store.js";
import { ALLOWED_SWITCHES, DEFAULT_SWITCHES } from "./switches.js";
import { answerToken } from "./token.js";

/** `allow`: the request headers of a preflight; a route without it is for navigation and has no CORS. */
const ROUTES = new Map([
  ["/oauth/authorize", { methods: ["GET"], answer: answerAuthorize }],
  ["/oauth/token", { methods: ["POST"], allow: ["Content-Type"], answer: answerToken }],
  ["/oauth/revoke", { methods: ["POST"], allow: ["Content-Type"], answer: answerRevoke }],
  ["/api/user", { methods: ["GET"], allow: ["Authorization"], answer: answerUser }],
  [
    "/api/echo",
    {
      methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
      allow: ["Authorization", "X-Api-Key", "X-Acme-Tenant", "Content-Type"],
      answer: answerEcho,
    },
  ],
]);

async function answerRoute(world, request) {
  const route = ROUTES.get(request.path);
  if (!route) return { status: 404, headers: {} };
  if (request.method === "OPTIONS" && route.allow) return answerPreflight(route);
  const known = route.methods.includes(request.method);
  const answer = known
    ? await route.answer(world, request)
    : { status: 405, headers: { Allow: route.methods.join(", ") } };
  return route.allow ? { ...answer, headers: { ...answer.headers, ...CORS_HEADERS } } : answer;
}

/** Starts it. `clients` stays the caller's array: a client pushed to it later is known at once. */
export async function startOAuthServer({ port = 0, clients, tokenLifetime = 7200 }) {
  const log = [];
  const { untilReleased, release } = createHeldAnswers();
  const switches = createSwitches({
    defaults: DEFAULT_SWITCHES,
    allowed: ALLOWED_SWITCHES,
    onChange: (name) => name === "token" && release(),
  });
  const store = createStore({ lifetime: () => switches.tokenLifetime ?? tokenLifetime });
  const world = { clients, switches, store, untilReleased };
  const server = await listen({
    server: "oauth",
    port,
    log,
    answer: (request) => answerRoute(world, request),
  });

  return {
    url: server.url,
    log,
    switches,
    expireAccessTokens: () => store.expireAccessTokens(),
    reset() {
      Object.assign(switches, DEFAULT_SWITCHES);
      log.length = 0;
      store.clear();
    },
    async close() {
      release();
      await server.close();
    },
  };
}
