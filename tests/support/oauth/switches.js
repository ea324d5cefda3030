// The switches of the OAuth 2 provider: names, defaults and allowed values.
// Must not: act on a switch; the module whose behaviour changes reads it at request time.

import { lifetime, oneOf } from "../switches.js";

export const DEFAULT_SWITCHES = Object.freeze({
  deny: false,
  issuer: null,
  token: null,
  tokenLifetime: null,
});

export const ALLOWED_SWITCHES = {
  /** The person says no: access_denied. */
  deny: oneOf(true, false),
  /** The text of `iss` in authorization responses (RFC 9207), right or wrong; null: none. */
  issuer: (value) => value === null || (typeof value === "string" && value !== ""),
  /** The token endpoint answers 503, or nothing for ever, or holds what it did until this switch is set again. */
  token: oneOf(null, "unavailable", "silent", "slow"),
  /** Seconds that access tokens issued from now on live; null: what startOAuthServer was given. */
  tokenLifetime: lifetime,
};
