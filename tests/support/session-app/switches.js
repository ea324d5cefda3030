// The switches of the session-app stand-in: names, defaults and allowed values.
// Must not: act on a switch; the module whose behaviour changes reads it at request time.

import { oneOf } from "../switches.js";
import { ERROR_NAMES } from "./errors.js";

export const DEFAULT_SWITCHES = Object.freeze({
  autoApprove: false,
  deny: false,
  error: null,
  brokenSession: false,
});

export const ALLOWED_SWITCHES = {
  /** The person is signed in at the provider and agreed before: straight back. */
  autoApprove: oneOf(true, false),
  /** The person says no at once: access_denied. */
  deny: oneOf(true, false),
  /** The routes that know this refusal answer it, whatever they are asked. */
  error: oneOf(null, ...ERROR_NAMES),
  /** Nobody's session is found although the cookie is good, as with the parts that the real one ships. */
  brokenSession: oneOf(true, false),
};
