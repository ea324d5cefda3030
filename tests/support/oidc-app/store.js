// What the identity provider has issued: authorization codes, and pairs of access and refresh token.
// Owns: lifetimes, single use and rotation. Everything lives in memory until clear().
// Must not: check PKCE, or shape answers; provider.js does.

import { createHmac, randomBytes } from "node:crypto";

const CODE_SECONDS = 60;
const KEY = randomBytes(32);

const inSeconds = (seconds) => Date.now() + seconds * 1000;
const random = () => randomBytes(20).toString("hex");
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Access tokens are JWTs, as these providers' are; only the stand-in itself can check the signature. */
function signJwt(claims) {
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", KEY).update(signed).digest("base64url")}`;
}

export function createStore() {
  const codes = new Map();
  const pairs = new Set();
  const find = (test) => [...pairs].find(test);

  function issuePair({ person, scope, refreshToken = random() }, { expiresIn, refreshExpiresIn }) {
    const issuedAt = Date.now();
    const claims = {
      sub: person.sub,
      preferred_username: person.username,
      scope,
      iat: Math.floor(issuedAt / 1000),
      exp: Math.floor(issuedAt / 1000) + expiresIn,
      jti: random(),
    };
    const pair = {
      person,
      scope,
      accessToken: signJwt(claims),
      refreshToken,
      expiresAt: inSeconds(expiresIn),
      refreshExpiresAt: inSeconds(refreshExpiresIn),
    };
    pairs.add(pair);
    return pair;
  }

  return {
    issueCode(details) {
      const code = random();
      codes.set(code, { ...details, expiresAt: inSeconds(CODE_SECONDS) });
      return code;
    },

    /** Any attempt uses the code up, so that a failed one cannot be repeated. */
    redeemCode(code) {
      const issued = codes.get(code);
      codes.delete(code);
      return issued && Date.now() < issued.expiresAt ? issued : null;
    },

    issuePair,

    /** A new pair for a live refresh token, which stays good only when it is kept; null for any other. */
    refresh(refreshToken, { keep, ...lifetimes }) {
      const old = find((pair) => pair.refreshToken === refreshToken);
      if (!old || Date.now() >= old.refreshExpiresAt) return null;
      pairs.delete(old);
      const { person, scope } = old;
      return issuePair({ person, scope, refreshToken: keep ? refreshToken : undefined }, lifetimes);
    },

    /** The person of a live access token. */
    personOf: (accessToken) =>
      find((pair) => pair.accessToken === accessToken && Date.now() < pair.expiresAt)?.person ?? null,

    expireAccessTokens() {
      for (const pair of pairs) pair.expiresAt = Date.now();
    },

    clear() {
      codes.clear();
      pairs.clear();
    },
  };
}
