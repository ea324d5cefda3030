// The error classes that users catch and Rust throws. Names are string literals: minifiers rename classes.
// `toError` turns the plain description that Rust gives into the right class. Nothing here decides what an error means.

export class AuthError extends Error {
  name = "AuthError";
  retryable = false;

  constructor({ message, cause, ...members }) {
    super(message, cause === undefined ? undefined : { cause });
    // Those of the interface in errors.d.ts; what is not known is not a member.
    for (const name in members) if (members[name] !== undefined) this[name] = members[name];
  }
}

export class OAuthError extends AuthError {
  name = "OAuthError";
}

export class ConfigError extends AuthError {
  name = "ConfigError";
}

/** The person, or the app, ended the sign-in. */
export class AuthFlowCancelled extends AuthError {
  name = "AuthFlowCancelled";
}

/** Nobody came back in time. */
export class AuthFlowTimeout extends AuthError {
  name = "AuthFlowTimeout";

  constructor({ timeout }) {
    super({ code: "timeout", message: `Nobody signed in within ${timeout} seconds.`, timeout });
  }
}

export const cancelled = (code, message, cause) => new AuthFlowCancelled({ code, message, cause });

export function toError({ config, ...details }) {
  if (config) return new ConfigError(details);
  return details.error === undefined ? new AuthError(details) : new OAuthError(details);
}

/** What a developer got wrong, by the name of the option. */
export const misuse = (code, field, message) =>
  new ConfigError({ code, field, message: `${field} ${message}` });

export const failure = (code, message, more) => new AuthError({ code, message, ...more });

export const notSignedIn = (provider) =>
  failure("not_signed_in", "Nobody is signed in here. Start with signIn().", { provider });

export const isObject = (given) => typeof given === "object" && given !== null && !Array.isArray(given);

export function oneOf(field, value, words) {
  if (!words.includes(value)) throw misuse("invalid_option", field, `must be one of ${words.join(", ")}.`);
}

/** Options of which each is known; leaving them out is the same as `{}`. */
export function knownOptions(called, given, known) {
  if (given === undefined) return {};
  if (!isObject(given)) throw misuse("invalid_option", called || "options", "must be an object.");
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger === undefined) return given;
  const field = called ? `${called}.${stranger}` : stranger;
  throw misuse("unknown_option", field, `is not an option. Known here: ${known.join(" ")}`);
}
