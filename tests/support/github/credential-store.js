// What the stand-in has issued: codes, access and refresh tokens, and the scopes people granted to apps.
// Owns: lifetimes, single use, rotation and the ten-token rule. Everything lives in memory until clear().
// Must not: check client secrets or PKCE, or shape answers; token.js does.

import { randomBytes } from "node:crypto";
import { normalizeScopes } from "./scopes.js";

const CODE_LIFETIME = 600;
const REFRESH_TOKEN_LIFETIME = 15897600;
const LIVE_TOKENS_PER_SCOPE_SET = 10;

const letters = (length) =>
  randomBytes(length * 2)
    .toString("base64url")
    .replace(/[-_]/g, "")
    .slice(0, length);
const inSeconds = (seconds) => Date.now() + seconds * 1000;
const isPast = (moment) => moment !== null && Date.now() >= moment;

/** `lifetime` is asked for the seconds of each new access token. */
export function createCredentialStore({ lifetime }) {
  const codes = new Map();
  const tokens = new Map();
  const grants = new Map();

  function issueTokens({ clientId, login, scopes, expiring, fromDevice = false }) {
    const expiresIn = expiring ? lifetime() : null;
    const token = {
      clientId,
      login,
      scopes,
      fromDevice,
      accessToken: `gho_${letters(36)}`,
      expiresIn,
      expiresAt: expiring ? inSeconds(expiresIn) : null,
      refreshToken: expiring ? `ghr_${letters(76)}` : null,
      refreshExpiresIn: expiring ? REFRESH_TOKEN_LIFETIME : null,
      refreshExpiresAt: expiring ? inSeconds(REFRESH_TOKEN_LIFETIME) : null,
    };
    revokeBeyondTen(token);
    tokens.set(token.accessToken, token);
    return token;
  }

  function revokeBeyondTen({ clientId, login, scopes }) {
    const same = [...tokens.values()].filter(
      (other) =>
        other.clientId === clientId &&
        other.login === login &&
        other.scopes.toSorted().join() === scopes.toSorted().join() &&
        !isPast(other.expiresAt),
    );
    const surplus = Math.max(0, same.length + 1 - LIVE_TOKENS_PER_SCOPE_SET);
    for (const oldest of same.slice(0, surplus)) tokens.delete(oldest.accessToken);
  }

  const find = (refreshToken) => [...tokens.values()].find((token) => token.refreshToken === refreshToken);

  return {
    issueCode(details) {
      const code = randomBytes(10).toString("hex");
      codes.set(code, { ...details, expiresAt: inSeconds(CODE_LIFETIME) });
      return code;
    },

    /** Any attempt by the right app uses the code up, so that a failed one cannot be repeated. */
    redeemCode(code, clientId) {
      const issued = codes.get(code);
      if (issued?.clientId !== clientId) return null;
      codes.delete(code);
      return isPast(issued.expiresAt) ? null : issued;
    },

    issueTokens,

    /** Whether this refresh token goes back to the device flow, where apps have no secret. */
    isFromDevice: (refreshToken) => find(refreshToken)?.fromDevice === true,

    /** A new pair for a good refresh token; the old access and refresh token die at once. */
    rotate(refreshToken, clientId) {
      const old = find(refreshToken);
      if (!refreshToken || old?.clientId !== clientId || isPast(old.refreshExpiresAt)) return null;
      tokens.delete(old.accessToken);
      return issueTokens({ ...old, expiring: true });
    },

    findAccessToken(accessToken) {
      const token = tokens.get(accessToken);
      return token && !isPast(token.expiresAt) ? token : null;
    },

    /** Its refresh token dies with it. Whether GitHub does the same is not documented. */
    revoke: ({ accessToken }) => tokens.delete(accessToken),

    /** Everything this person gave this app: all tokens, and the scopes remembered for the next sign-in. */
    revokeGrant({ clientId, login }) {
      for (const [accessToken, token] of tokens) {
        if (token.clientId === clientId && token.login === login) tokens.delete(accessToken);
      }
      grants.delete(`${clientId} ${login}`);
    },

    /** Adds to what this person granted this app. Without scopes GitHub gives everything granted before. */
    grantScopes(clientId, login, scopes) {
      const key = `${clientId} ${login}`;
      grants.set(key, normalizeScopes([...(grants.get(key) ?? []), ...scopes]));
      return scopes.length > 0 ? scopes : grants.get(key);
    },

    expireAccessTokens() {
      for (const token of tokens.values()) token.expiresAt = Date.now();
    },

    expireCodes() {
      for (const issued of codes.values()) issued.expiresAt = Date.now();
    },

    clear() {
      for (const map of [codes, tokens, grants]) map.clear();
    },
  };
}
