// What a person granted, read-only. Printing it, in whatever way, shows no secret. The engine says what a record holds;
// a record is what is stored: `{answer, obtained_at, signed_in_at, flow}`.

import { failure } from "./errors.js";
import { plain } from "./plain.js";

const secrets = ["accessToken", "refreshToken", "idToken"];
const facts = ["tokenType", "scope", "expiresIn", "expiresAt"];

// Not a private field: developer tools list those.
const fieldsOf = new WeakMap();

export class OAuth2UserCredentials {
  constructor(fields) {
    fieldsOf.set(this, fields);
  }

  isExpired(leeway = 60) {
    return this.expiresAt !== null && Date.now() / 1000 + leeway >= this.expiresAt;
  }

  headers() {
    return { authorization: `Bearer ${this.accessToken}` };
  }

  toJSON() {
    const hidden = secrets.map((name) => [name, this[name] && "[redacted]"]);
    return Object.fromEntries([...hidden, ...facts.map((name) => [name, this[name]])]);
  }

  toString() {
    return "Credentials [redacted]";
  }
}

for (const name of [...secrets, ...facts, "raw"]) {
  // On the prototype, so that neither JSON nor the console finds the values.
  Object.defineProperty(OAuth2UserCredentials.prototype, name, {
    get() {
      const value = fieldsOf.get(this)[name] ?? null;
      return Object(value) === value ? structuredClone(value) : value;
    },
  });
}

export class GithubUserCredentials extends OAuth2UserCredentials {}

export const recordOf = (credentials) => fieldsOf.get(credentials)?.record;

/** Whether the access token is over, or so near to it that a request could come too late. */
export const isStale = (credentials) => Date.now() / 1000 >= (fieldsOf.get(credentials).renewAt ?? Infinity);

export const renewAt = (credentials) => fieldsOf.get(credentials).renewAt;

/** Credentials of that class from a record; `undefined` when it is none. */
export function credentialsFrom(engine, given, Class) {
  const record = plain(given);
  const fields = engine.step("read", { record });
  return fields && new Class({ ...fields, record });
}

const names = {
  __proto__: null,
  accessToken: "access_token",
  refreshToken: "refresh_token",
  idToken: "id_token",
  tokenType: "token_type",
  expiresIn: "expires_in",
  expiresAt: "expires_at",
};

/** A record from what an app or a flow of its own gives: an answer of a token endpoint, or the same in camelCase. */
export function recordFrom(given) {
  const members = Object.entries(Object(plain(given))).filter(([, value]) => value != null);
  const answer = Object.fromEntries(members.map(([name, value]) => [names[name] ?? name, value]));
  answer.token_type ??= "Bearer";
  if (Array.isArray(answer.scope)) answer.scope = answer.scope.join(" ");
  let obtained_at = Math.floor(Date.now() / 1000);
  if (answer.expires_at >= 0) {
    answer.expires_in ??= Math.max(0, answer.expires_at - obtained_at);
    obtained_at = answer.expires_at - answer.expires_in;
  }
  return { answer, obtained_at };
}

export const invalidCredentials = () =>
  failure("invalid_credentials", "Credentials need an accessToken; expiresIn and expiresAt are seconds.");
