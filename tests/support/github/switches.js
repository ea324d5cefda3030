// The switches that tests and the demo turn: which of GitHub's documented behaviours, and which faults, are on.
// Owns: names, defaults and allowed values. A misspelt switch throws, so a test cannot pass by turning nothing.
// Must not: act on a switch; the module whose behaviour changes reads it at request time.

import { people } from "./people.js";

export const DEFAULT_SWITCHES = Object.freeze({
  iss: "none",
  coop: false,
  redirectMismatch: "redirect",
  autoApprove: false,
  pkceError: "bad_verification_code",
  token: null,
  rateLimit: null,
  mode: "dotcom",
  user: null,
});

const oneOf =
  (...values) =>
  (value) =>
    values.includes(value);

const ALLOWED = {
  /** `iss` in authorization responses: left out, GitHub's issuer, or somebody else's. */
  iss: oneOf("none", "right", "wrong"),
  /** `Cross-Origin-Opener-Policy: same-origin` on the authorize page. */
  coop: oneOf(true, false),
  /** A redirect_uri that is not registered: what the docs say, or the error page people report. */
  redirectMismatch: oneOf("redirect", "page"),
  /** The person is signed in and granted everything before: no page, unless `prompt=select_account`. */
  autoApprove: oneOf(true, false),
  /** The `error` of a failed PKCE check; GitHub's real value is not known. */
  pkceError: (value) => /^[a-z_]+$/.test(value),
  /** Faults of the token endpoint. "slow" holds the answer until this switch is set again. */
  token: oneOf(null, "html502", "slow", "truncated", "resetBefore", "resetAfter"),
  /** Rate limits of the API: 403 + remaining 0, 403 without and 429 with `retry-after`. */
  rateLimit: oneOf(null, "primary", "secondary", "secondaryRetryAfter"),
  /** GitHub Enterprise Server ignores PKCE. */
  mode: oneOf("dotcom", "ghes"),
  /** Who is signed in at the stand-in; null: the person named by `login=`, else the first. */
  user: (value) => value === null || people.some(({ login }) => login === value),
};

export function createSwitches(onChange) {
  return new Proxy(
    { ...DEFAULT_SWITCHES },
    {
      set(switches, name, value) {
        if (!Object.hasOwn(ALLOWED, name)) throw new TypeError(`no switch is called "${String(name)}"`);
        if (!ALLOWED[name](value)) throw new TypeError(`switch "${name}" cannot be ${JSON.stringify(value)}`);
        switches[name] = value;
        onChange(name);
        return true;
      },
    },
  );
}
