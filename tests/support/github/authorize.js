// WEB/login/oauth/authorize: checks the authorization request, asks the person, and sends them back.
// Owns: the order of the checks, the decision (page, posted form, or automatic), and the issued code.
// Must not: print HTML (authorize-page.js), judge redirect URIs (redirect-uris.js) or write the redirect itself.

import { errorParameters, sendBack } from "./authorization-response.js";
import { renderAuthorizePage } from "./authorize-page.js";
import { guardPage, renderMessagePage } from "./page-shell.js";
import { people, signedIn } from "./people.js";
import { resolveRedirectUri } from "./redirect-uris.js";
import { normalizeScopes, parseScope } from "./scopes.js";

export function answerAuthorize(world, request) {
  return guardPage(world, authorize(world, request));
}

function authorize(world, request) {
  if (world.switches.authorizeError) {
    return renderMessagePage(500, "Something went wrong", "This page could not be shown. Try again later.");
  }
  const query = new URLSearchParams(request.query);
  const app = world.apps.find(({ clientId }) => clientId === query.get("client_id"));
  if (!app) return renderMessagePage(404, "Not found", "No application has this client ID.");

  const redirectUri = resolveRedirectUri(app.callbackUrls, query.get("redirect_uri"));
  if (redirectUri === null) return answerMismatch(world, request, app);

  const pkceProblem = world.switches.mode === "ghes" ? null : findPkceProblem(query);
  if (pkceProblem) {
    // GitHub's own answer is not documented; RFC 7636 section 4.4.1 says invalid_request.
    return sendBack(world, request, redirectUri, {
      error: "invalid_request",
      error_description: pkceProblem,
    });
  }

  const ask = { world, request, query, app, redirectUri };
  if (request.method === "POST") return decide(ask, new URLSearchParams(request.body));
  const person = suggestedPerson(world, query);
  if (world.switches.autoApprove && query.get("prompt") !== "select_account") return approve(ask, person);
  return renderAuthorizePage({
    app,
    scopes: requestedScopes(query),
    people,
    selected: person,
    action: `${request.path}?${request.query}`,
    redirectUri,
  });
}

function answerMismatch(world, request, app) {
  if (world.switches.redirectMismatch === "page") {
    const text = "The redirect_uri is not associated with this application.";
    return renderMessagePage(400, "Be careful!", text);
  }
  return sendBack(world, request, app.callbackUrls[0].url, errorParameters("redirect_uri_mismatch"));
}

function findPkceProblem(query) {
  const challenge = query.get("code_challenge");
  const method = query.get("code_challenge_method");
  if (challenge === null && method === null) return null;
  if (challenge === null || method === null) {
    return "code_challenge and code_challenge_method must be sent together.";
  }
  if (method !== "S256") return "code_challenge_method must be S256.";
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge)) return "code_challenge must be 43 characters of base64url.";
  return null;
}

function suggestedPerson(world, query) {
  return signedIn(world.switches.user ?? query.get("login"));
}

function requestedScopes(query) {
  return normalizeScopes(parseScope(query.get("scope")));
}

function decide(ask, form) {
  const person = people.find(({ login }) => login === form.get("login"));
  if (form.get("decision") === "authorize" && person) return approve(ask, person);
  if (form.get("decision") === "cancel") {
    return sendBack(ask.world, ask.request, ask.redirectUri, errorParameters("access_denied"));
  }
  return renderMessagePage(400, "Nothing was decided", "Choose a person, then Authorize or Cancel.");
}

function approve({ world, request, query, app, redirectUri }, { login }) {
  const { credentials, switches } = world;
  const code = credentials.issueCode({
    clientId: app.clientId,
    login,
    redirectUri,
    scopes: credentials.grantScopes(app.clientId, login, requestedScopes(query)),
    expiring: app.expiringTokens === true || parseScope(query.get("scope")).includes("offline_access"),
    codeChallenge: switches.mode === "ghes" ? null : query.get("code_challenge"),
  });
  return sendBack(world, request, redirectUri, { code });
}
