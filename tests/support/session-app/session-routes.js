// What a page asks the server about its session: status, userinfo, refresh and logout.
// Owns: that the two that change something want the Origin, else the Referer, of the server itself (csrf_failed).
// Must not: give a token to a page.

import { errorAnswer, jsonAnswer } from "./errors.js";
import { removedCookie } from "./sessions.js";
import { originOf } from "./sign-in.js";

const REFRESHED = { success: true, expires_in: 3600, token_type: "Bearer" };

export function answerStatus({ sessions }, request) {
  const session = sessions.of(request);
  if (!session) return jsonAnswer({ authenticated: false });
  const { userId, roles, expiresAt } = session;
  return jsonAnswer({ authenticated: true, user_id: userId, roles, expires_at: expiresAt });
}

export function answerUserinfo({ sessions }, request) {
  const session = sessions.of(request);
  if (!session) return errorAnswer("not_authenticated");
  const { userId, roles, userInfo } = session;
  return jsonAnswer({ user_id: userId, roles, user_info: userInfo });
}

export function answerRefresh({ sessions }, request) {
  if (!isOwnPage(request)) return errorAnswer("csrf_failed");
  return sessions.of(request) ? jsonAnswer(REFRESHED) : errorAnswer("not_authenticated");
}

/** A success for somebody who was not signed in, too. */
export function answerLogout({ sessions }, request) {
  if (!isOwnPage(request)) return errorAnswer("csrf_failed");
  sessions.close(sessions.of(request));
  return jsonAnswer({ success: true, message: "Logged out" }, 200, { "Set-Cookie": removedCookie });
}

function isOwnPage(request) {
  const { origin, referer = "" } = request.headers;
  if (origin !== undefined && origin !== "null") return origin === originOf(request);
  return URL.canParse(referer) && new URL(referer).origin === originOf(request);
}
