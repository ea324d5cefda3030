// The switches that tests and the demo turn: which of GitHub's documented behaviours, and which faults, are on.
// Owns: names, defaults and allowed values.
// Must not: act on a switch; the module whose behaviour changes reads it at request time.

import { lifetime, oneOf } from "../switches.js";
import { people } from "./people.js";

export const DEFAULT_SWITCHES = Object.freeze({
  iss: "none",
  coop: false,
  authorizeError: false,
  redirectMismatch: "redirect",
  autoApprove: false,
  pkceError: "bad_verification_code",
  token: null,
  deviceInterval: 5,
  devicePolls: Object.freeze([]),
  tokenLifetime: null,
  rateLimit: null,
  sso: false,
  mode: "dotcom",
  user: null,
});

export const ALLOWED_SWITCHES = {
  /** `iss` in authorization responses: left out, GitHub's issuer, or somebody else's. */
  iss: oneOf("none", "right", "wrong"),
  /** `Cross-Origin-Opener-Policy: same-origin` on the pages of a sign-in. */
  coop: oneOf(true, false),
  /** The authorize page is an error page that sends nobody back. */
  authorizeError: oneOf(true, false),
  /** A redirect_uri that is not registered: what the docs say, or the error page people report. */
  redirectMismatch: oneOf("redirect", "page"),
  /** The person is signed in and granted everything before: no page, unless `prompt=select_account`. */
  autoApprove: oneOf(true, false),
  /** The `error` of a failed PKCE check; GitHub's real value is not known. */
  pkceError: (value) => /^[a-z_]+$/.test(value),
  /** Faults of the token endpoint. "slow" holds the answer until this switch is set again. */
  token: oneOf(null, "html502", "slow", "truncated", "resetBefore", "resetAfter"),
  /** Seconds between polls, for device codes issued from now on; null: none is told, and 5 hold. */
  deviceInterval: (value) => value === null || (Number.isFinite(value) && value >= 0),
  /** The next answers to device polls: any `error`, "server_error" (a 502 page), "connection_reset". */
  devicePolls: (value) => Array.isArray(value) && value.every((error) => /^[a-z_]+$/.test(error)),
  /** Seconds that access tokens issued from now on live; null: what startGithub was given. */
  tokenLifetime: lifetime,
  /** Rate limits of the API: 403 + remaining 0, 403 without and 429 with `retry-after`. */
  rateLimit: oneOf(null, "primary", "secondary", "secondaryRetryAfter"),
  /** An organization demands single sign-on: whatever needs a person at the API is refused. */
  sso: oneOf(true, false),
  /** GitHub Enterprise Server ignores PKCE; ghe.com differs from github.com by its addresses alone. */
  mode: oneOf("dotcom", "ghes", "ghe.com"),
  /** Who is signed in at the stand-in; null: the person named by `login=`, else the first. */
  user: (value) => value === null || people.some(({ login }) => login === value),
};
