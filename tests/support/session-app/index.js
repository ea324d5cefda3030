// Stands in for a web application whose sign-in is pywry's: six routes, an HttpOnly session cookie, tokens in the server.
// Facts: that project's deploy routes, their tests and its OAuth2 guide, behaving as the guide says.
// Owns: lifecycle (start, reset, close) and routes. It can serve the application's own pages, because the cookie is theirs.

import { listen } from "../http.js";
import { createSwitches } from "../switches.js";
import { canAnswer, errorAnswer, jsonAnswer } from "./errors.js";
import { people } from "./people.js";
import { createProvider } from "./provider.js";
import { answerLogout, answerRefresh, answerStatus, answerUserinfo } from "./session-routes.js";
import { createSessions } from "./sessions.js";
import { answerCallback, answerLogin } from "./sign-in.js";
import { ALLOWED_SWITCHES, DEFAULT_SWITCHES } from "./switches.js";

const ROUTES = new Map([
  ["/auth/login", { methods: ["GET"], answer: answerLogin }],
  ["/auth/callback", { methods: ["GET"], answer: answerCallback }],
  ["/auth/status", { methods: ["GET"], answer: answerStatus }],
  ["/auth/userinfo", { methods: ["GET"], answer: answerUserinfo }],
  ["/auth/refresh", { methods: ["POST"], answer: answerRefresh }],
  ["/auth/logout", { methods: ["POST"], answer: answerLogout }],
  [
    "/idp/authorize",
    { methods: ["GET", "POST"], answer: ({ provider }, request) => provider.answerAuthorize(request) },
  ],
]);

async function answerRequest(world, files, request) {
  const { method, path } = request;
  const route = ROUTES.get(path);
  if (!route) return answerFile(method === "GET" ? await files(path) : null);
  if (!route.methods.includes(method)) {
    return jsonAnswer({ detail: "Method Not Allowed" }, 405, { Allow: route.methods.join(", ") });
  }
  const { error } = world.switches;
  return error !== null && canAnswer(error, path) ? errorAnswer(error) : route.answer(world, request);
}

function answerFile(file) {
  if (!file) return jsonAnswer({ detail: "Not Found" }, 404);
  return {
    status: 200,
    headers: { "Content-Type": file.type, "Cache-Control": "no-store" },
    body: file.body,
  };
}

/** Starts it. `files(path)` gives `{ type, body }`, or null, for whatever is not one of the routes. */
export async function startSessionApp({ port = 0, files = () => null } = {}) {
  const log = [];
  const switches = createSwitches({
    defaults: DEFAULT_SWITCHES,
    allowed: ALLOWED_SWITCHES,
    onChange: () => {},
  });
  const [sessions, provider] = [createSessions({ switches }), createProvider({ switches })];
  const world = { switches, sessions, provider };
  const server = await listen({
    server: "session-app",
    port,
    log,
    answer: (request) => answerRequest(world, files, request),
  });

  return {
    url: server.url,
    log,
    switches,
    people,
    expireSessions: () => sessions.expire(),
    reset() {
      Object.assign(switches, DEFAULT_SWITCHES);
      log.length = 0;
      sessions.clear();
      provider.clear();
    },
    close: () => server.close(),
  };
}
