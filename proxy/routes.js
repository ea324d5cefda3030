// The routes: where each app's endpoints are, and what each does with a request that passed the checks of index.js.
// Must not check origins, methods or limits: that is done before a route is asked.

import { Refusal } from "./answer/refusal.js";
import { expireHandle, isHandle, moveToCookie, openHandle } from "./cookie/refresh-cookie.js";
import {
  readDeviceRequest,
  readRevocationRequest,
  readTokenRequest,
  unsupportedTokenType,
} from "./request/parameters.js";
import { deviceAnswer, revocationAnswer, tokenAnswer } from "./upstream/answer.js";
import { askForDeviceCode, askForToken, askToRevoke } from "./upstream/upstream.js";

/** By path: `{name, app, methods, answer}`. `/healthz` belongs to no app. */
export function routesOf({ basePath, apps }) {
  const routes = new Map();
  routes.set(`${basePath}/healthz`, { name: "/healthz", methods: ["GET"], answer: answerHealth });
  for (const app of apps) {
    const add = (name, answer) =>
      routes.set(app.path + name, { name, app, methods: ["POST", "OPTIONS"], answer });
    add("/token", answerToken);
    if (app.deviceUrl) add("/device/code", answerDevice);
    if (app.revokeTokenUrl || app.refreshToken === "sealed-cookie") add("/revoke", answerRevocation);
    if (app.revokeGrantUrl) add("/revoke/grant", answerGrantRevocation);
  }
  return routes;
}

async function answerToken(request, origin, app) {
  const parameters = await readTokenRequest(request, origin, app);
  const { refresh_token: handle } = parameters;
  const hasCookie = app.refreshToken === "sealed-cookie";
  if (hasCookie && handle !== undefined) {
    parameters.refresh_token = await openHandle(app, origin, request, handle);
    if (parameters.refresh_token === undefined) {
      throw new Refusal(400, "invalid_grant", "There is no refresh token for this sign-in. Sign in again.");
    }
  }
  const answer = tokenAnswer(await askForToken(app, parameters), app, parameters);
  if (app.refreshToken === "drop") {
    const { refresh_token: _, refresh_token_expires_in: __, ...body } = answer.body;
    return { ...answer, body };
  }
  const { refresh_token: used } = parameters;
  return hasCookie ? moveToCookie(app, origin, request, answer, { handle, used }) : answer;
}

async function answerDevice(request, _origin, app) {
  const parameters = await readDeviceRequest(request, app);
  return deviceAnswer(await askForDeviceCode(app, parameters), app);
}

async function answerRevocation(request, origin, app) {
  const parameters = await readRevocationRequest(request, app);
  const isRefresh = parameters.token_type_hint === "refresh_token";
  // Whatever the hint says: it is optional (RFC 7009 section 2.1), and a handle tells itself.
  if (app.refreshToken === "sealed-cookie" && isHandle(parameters.token)) {
    return endCookie(request, origin, app, parameters.token);
  }
  // GitHub has no call that ends a refresh token alone; taken for an access token, it would be called revoked.
  if (!app.revokeTokenUrl || (isRefresh && app.provider === "github")) {
    throw unsupportedTokenType("This kind of token cannot be revoked here.");
  }
  return revocationAnswer(await askToRevoke(app, parameters), app, parameters);
}

// The cookie goes whatever becomes of the token: the page must not keep a sign-in that it has ended.
async function endCookie(request, origin, app, handle) {
  const cookies = expireHandle(app, handle);
  const token = await openHandle(app, origin, request, handle);
  if (token === undefined || !app.revokeTokenUrl || app.provider === "github") {
    return { status: 200, body: {}, cookies };
  }
  const parameters = { token, token_type_hint: "refresh_token" };
  try {
    return { ...revocationAnswer(await askToRevoke(app, parameters), app, parameters), cookies };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, body, headers } = error;
    return { status, body, headers, cookies };
  }
}

async function answerGrantRevocation(request, _origin, app) {
  const parameters = await readRevocationRequest(request, app);
  if (parameters.token_type_hint !== "access_token") {
    throw unsupportedTokenType("A grant is ended by its access token.");
  }
  return revocationAnswer(await askToRevoke(app, { ...parameters, isGrant: true }), app, parameters);
}

async function answerHealth() {
  return { status: 200, body: { status: "ok" } };
}
