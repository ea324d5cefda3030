// GET and POST /idp/authorize: checks the authorization request, asks the person, and sends them back.
// Owns: the order of the checks. A client or redirect URI that is not known gets no redirect (RFC 6749 section 4.1.2.1).
// Must not: issue tokens, or know which dialect the application speaks.

import { renderDecision, renderMessage } from "../identity-page.js";
import { redirect } from "./answers.js";
import { people } from "./people.js";

export function answerSignIn(world, request) {
  const query = new URLSearchParams(request.query);
  if (world.clientId !== null && query.get("client_id") !== world.clientId) {
    return renderMessage(400, "Unknown client", "No application has this client ID.");
  }
  if (!isRegistered(world.redirectUris, query.get("redirect_uri"))) {
    return renderMessage(400, "Unknown address", "The redirect URI is not registered.");
  }
  const error = findError(query);
  if (error) return sendBack(world, query, { error });
  if (request.method === "POST") return decide(world, query, request.form);

  const { switches } = world;
  const prompt = query.get("prompt");
  if (switches.deny) return sendBack(world, query, { error: "access_denied" });
  if (switches.autoApprove && (prompt === null || prompt === "none")) {
    return sendBack(world, query, { code: issueCode(world, query, people[0]) });
  }
  if (prompt === "none") return sendBack(world, query, { error: "login_required" });
  return renderDecision({ title: "Sign in", action: `${request.path}?${request.query}`, people });
}

/** No list: any absolute URL. */
function isRegistered(redirectUris, uri) {
  return redirectUris === null ? URL.canParse(uri ?? "") : redirectUris.includes(uri);
}

function findError(query) {
  if (query.get("response_type") !== "code") return "unsupported_response_type";
  const hashed = /^[\w-]{43}$/.test(query.get("code_challenge") ?? "");
  return hashed && query.get("code_challenge_method") === "S256" ? null : "invalid_request";
}

function decide(world, query, form) {
  const person = people.find(({ username }) => username === form.person);
  if (form.decision === "authorize" && person) {
    return sendBack(world, query, { code: issueCode(world, query, person) });
  }
  if (form.decision === "cancel") return sendBack(world, query, { error: "access_denied" });
  return renderMessage(400, "Nothing was decided", "Choose a person, then Authorize or Cancel.");
}

function issueCode({ store }, query, person) {
  return store.issueCode({
    person,
    redirectUri: query.get("redirect_uri"),
    scope: query.get("scope") ?? "",
    challenge: query.get("code_challenge"),
  });
}

function sendBack({ switches }, query, parameters) {
  const state = query.get("state");
  return redirect(302, query.get("redirect_uri"), { ...parameters, state, iss: switches.issuer });
}
