// Who is signed in: sessions by their cookie, and the sign-ins that are under way.
// Owns: the cookie, its text and its end, and that a state is good once. Everything lives in memory until clear().
// Must not: shape the body of an answer.

import { createHmac, randomBytes } from "node:crypto";

const COOKIE = "pywry_session";
const SESSION_SECONDS = 86_400;
const STATE_SECONDS = 600;
const KEY = randomBytes(32);

/** user:issued:expiry:signature, all of it readable, none of it for pages. */
function sessionToken(userId, expiresAt) {
  const signed = `${userId}:${Math.floor(Date.now() / 1000)}:${Math.floor(expiresAt)}`;
  return `${signed}:${createHmac("sha256", KEY).update(signed).digest("hex")}`;
}

export const removedCookie = `${COOKIE}=""; Max-Age=0; Path=/; SameSite=lax`;

function cookieOf({ headers }) {
  const pairs = (headers.cookie ?? "").split(/; */).map((pair) => pair.split("="));
  return pairs.find(([name]) => name === COOKIE)?.[1];
}

export function createSessions({ switches }) {
  const sessions = new Map();
  const states = new Map();

  return {
    begin(state, details) {
      states.set(state, { ...details, endsAt: Date.now() + STATE_SECONDS * 1000 });
    },

    isUnderWay: (state) => Date.now() < states.get(state)?.endsAt,

    finish(state) {
      const details = states.get(state);
      states.delete(state);
      return details;
    },

    /** The Set-Cookie of a new session. Its `expiresAt` is in seconds, with a fraction. */
    open({ userId, roles, userInfo }) {
      const expiresAt = Date.now() / 1000 + SESSION_SECONDS;
      const token = sessionToken(userId, expiresAt);
      sessions.set(token, { userId, roles, userInfo, expiresAt });
      return `${COOKIE}=${token}; HttpOnly; Max-Age=${SESSION_SECONDS}; Path=/; SameSite=lax`;
    },

    of(request) {
      const session = switches.brokenSession ? undefined : sessions.get(cookieOf(request));
      return session && Date.now() / 1000 < session.expiresAt ? session : null;
    },

    close(session) {
      for (const [token, other] of sessions) if (other === session) sessions.delete(token);
    },

    expire() {
      for (const session of sessions.values()) session.expiresAt = Date.now() / 1000;
    },

    clear() {
      sessions.clear();
      states.clear();
    },
  };
}
