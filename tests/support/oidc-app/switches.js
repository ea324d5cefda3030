// The switches of the oidc-app stand-in: names, defaults and allowed values.
// Must not: act on a switch; the module whose behaviour changes reads it at request time.

import { oneOf } from "../switches.js";

const isSeconds = (value) => Number.isInteger(value) && value > 0;
/** Seconds, null for the usual, or "absent" when the answer does not say. */
const told = (value) => value === null || value === "absent" || isSeconds(value);
const flag = oneOf(true, false);

export const DEFAULT_SWITCHES = Object.freeze({
  autoApprove: false,
  deny: false,
  issuer: null,
  token: null,
  expiresIn: null,
  refreshExpiresIn: null,
  refreshToken: "rotated",
  deviceEndpoint: null,
  deviceInterval: null,
  deviceExpiresIn: null,
  verificationUriComplete: true,
  endSession: true,
});

export const ALLOWED_SWITCHES = {
  /** The person is signed in and agreed before: straight back, unless `prompt` asks for the page. */
  autoApprove: flag,
  /** The person says no at once: access_denied. */
  deny: flag,
  /** The text of `iss` in authorization responses (RFC 9207), right or wrong; null: none. */
  issuer: (value) => value === null || (typeof value === "string" && value !== ""),
  /**
   * The token endpoint: its provider answers 503 or cannot be reached, the connection breaks before or after the
   * request was processed, or the answer is held until this switch is set again.
   */
  token: oneOf(null, "unavailable", "unreachable", "resetBefore", "resetAfter", "slow"),
  /** Of access tokens issued from now on. */
  expiresIn: told,
  /** Of refresh tokens issued from now on. */
  refreshExpiresIn: told,
  /** What the provider's answer to a refresh holds: a new refresh token, the old one, or none; "never": no answer. */
  refreshToken: oneOf("rotated", "same", "leftOut", "never"),
  /**
   * The device route: "off": no such route. "missing": the provider has no device endpoint. "unreachable",
   * "unavailable": as for `token`. "malformed": no device_code in the answer. "noCors": pages cannot read it.
   */
  deviceEndpoint: oneOf(null, "off", "missing", "unreachable", "unavailable", "malformed", "noCors"),
  deviceInterval: told,
  deviceExpiresIn: (value) => value === null || isSeconds(value),
  verificationUriComplete: flag,
  /** The provider has an end_session_endpoint. */
  endSession: flag,
};
