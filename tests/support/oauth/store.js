// What the provider has issued: codes, and pairs of access and refresh token.
// Owns: lifetimes, single use and rotation. Everything lives in memory until clear().
// Must not: check clients or PKCE, or shape answers; token.js does.

import { randomBytes } from "node:crypto";

const CODE_SECONDS = 600;

const inSeconds = (seconds) => Date.now() + seconds * 1000;
const random = (prefix) => `${prefix}-${randomBytes(20).toString("hex")}`;

/** `lifetime` is asked for the seconds of each new access token. */
export function createStore({ lifetime }) {
  const codes = new Map();
  const pairs = new Set();
  const find = (test) => [...pairs].find(test);

  function issuePair({ clientId, scope }) {
    const expiresIn = lifetime();
    const pair = {
      clientId,
      scope,
      accessToken: random("access"),
      refreshToken: random("refresh"),
      expiresIn,
      expiresAt: inSeconds(expiresIn),
    };
    pairs.add(pair);
    return pair;
  }

  return {
    issueCode(details) {
      const code = random("code");
      codes.set(code, { ...details, expiresAt: inSeconds(CODE_SECONDS) });
      return code;
    },

    /** Any attempt by the right client uses the code up, so that a failed one cannot be repeated. */
    redeemCode(code, clientId) {
      const issued = codes.get(code);
      if (issued?.clientId !== clientId) return null;
      codes.delete(code);
      return Date.now() < issued.expiresAt ? issued : null;
    },

    issuePair,

    /** A new pair for an unused refresh token; the old pair dies at once. */
    rotate(refreshToken, clientId) {
      const old = find((pair) => pair.refreshToken === refreshToken && pair.clientId === clientId);
      return pairs.delete(old) ? issuePair(old) : null;
    },

    isLive: (accessToken) =>
      !!find((pair) => pair.accessToken === accessToken && Date.now() < pair.expiresAt),

    /** Either token of a pair ends both (RFC 7009 section 2.1 allows it for the one, and asks for the other). */
    revoke(token, clientId) {
      const pair = find(({ accessToken, refreshToken }) => token === accessToken || token === refreshToken);
      if (pair?.clientId === clientId) pairs.delete(pair);
    },

    expireAccessTokens() {
      for (const pair of pairs) pair.expiresAt = Date.now();
    },

    clear() {
      codes.clear();
      pairs.clear();
    },
  };
}
