// Stands in for a web application whose sign-in routes are py-oidc-auth's, with its identity provider in the same server.
// Facts: that project's FastAPI router and its tests (version 2604.3): routes, form fields, answers and how refusals are worded.
// Owns: lifecycle (start, reset, close), routes and CORS. The dialect "rfc" has standard fields on the same routes.

import { createHeldAnswers } from "../held-answers.js";
import { listen } from "../http.js";
import { createSwitches } from "../switches.js";
import { jsonAnswer } from "./answers.js";
import { answerPreflight, corsHeaders, isPreflight } from "./cors.js";
import { answerDevicePage } from "./device-page.js";
import { createDevices } from "./devices.js";
import * as pyOidcAuth from "./dialects/py-oidc-auth.js";
import * as rfc from "./dialects/rfc.js";
import { answerEndSession } from "./end-session.js";
import { people } from "./people.js";
import { answerSignIn } from "./sign-in.js";
import { createStore } from "./store.js";
import { ALLOWED_SWITCHES, DEFAULT_SWITCHES } from "./switches.js";
import { answerToken } from "./token-faults.js";

const DIALECTS = { "py-oidc-auth": pyOidcAuth, rfc };
const GET = ["GET"];
const POST = ["POST"];

function routesOf(dialect, prefix) {
  return {
    [`${prefix}/auth/v2/login`]: { methods: GET, answer: dialect.answerLogin },
    [`${prefix}/auth/v2/token`]: { methods: POST, answer: answerToken },
    [`${prefix}/auth/v2/device`]: { methods: POST, answer: dialect.answerDevice, fault: "deviceEndpoint" },
    [`${prefix}/auth/v2/userinfo`]: { methods: GET, answer: dialect.answerUserinfo },
    [`${prefix}/auth/v2/logout`]: { methods: GET, answer: dialect.answerLogout },
    "/idp/authorize": { methods: [...GET, ...POST], answer: answerSignIn, page: true },
    "/idp/device": { methods: [...GET, ...POST], answer: answerDevicePage, page: true },
    "/idp/logout": { methods: GET, answer: answerEndSession, page: true },
  };
}

async function answerRequest(world, routes, origins, request) {
  const route = Object.hasOwn(routes, request.path) ? routes[request.path] : null;
  if (route?.page) return answerRoute(world, route, request);
  const fault = world.switches[route?.fault];
  if (fault === "noCors") return answerRoute(world, route, request);
  if (isPreflight(request)) return answerPreflight(origins, request);
  const answer = await answerRoute(world, fault === "off" ? null : route, request);
  return { ...answer, headers: { ...answer.headers, ...corsHeaders(origins, request) } };
}

function answerRoute(world, route, request) {
  if (!route) return jsonAnswer({ detail: "Not Found" }, 404);
  if (route.methods.includes(request.method)) return route.answer(world, request);
  return jsonAnswer({ detail: "Method Not Allowed" }, 405, { Allow: route.methods.join(", ") });
}

/**
 * Starts it. `redirectUris` and `origins` stay the caller's arrays: what is pushed to them later counts at once; without
 * `redirectUris` any is good. `clientId` is what "rfc" clients must send; null: nobody looks.
 */
export async function startOidcApp({
  port = 0,
  prefix = "",
  dialect: name = "py-oidc-auth",
  redirectUris = null,
  origins = ["*"],
  clientId = null,
} = {}) {
  const dialect = DIALECTS[name];
  if (!dialect) throw new TypeError(`no dialect is called "${name}"`);
  const log = [];
  const { untilReleased, release } = createHeldAnswers();
  const switches = createSwitches({
    defaults: DEFAULT_SWITCHES,
    allowed: ALLOWED_SWITCHES,
    onChange: (changed) => changed === "token" && release(),
  });
  const [store, devices] = [createStore(), createDevices()];
  const world = { url: "", dialect, redirectUris, clientId, switches, store, devices, untilReleased };
  const routes = routesOf(dialect, prefix);
  const server = await listen({
    server: "oidc-app",
    port,
    log,
    answer: (request) => answerRequest(world, routes, origins, request),
  });
  world.url = server.url;

  return {
    url: server.url,
    log,
    switches,
    people,
    /** Each throws for a user code that no device waits with. `slowDown` is for the next poll only. */
    device: {
      approve: (userCode, person = people[0]) => devices.approve(userCode, person),
      deny: devices.deny,
      expire: devices.expire,
      slowDown: devices.slowDown,
    },
    expireAccessTokens: () => store.expireAccessTokens(),
    reset() {
      Object.assign(switches, DEFAULT_SWITCHES);
      log.length = 0;
      store.clear();
      devices.clear();
    },
    async close() {
      release();
      await server.close();
    },
  };
}
