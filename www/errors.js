// The error classes that users catch and Rust throws. Names are string literals: minifiers rename classes.
// `toError` turns the plain description that Rust gives into the right class. Nothing here decides what an error means.

export class AuthError extends Error {
  constructor({ code, message, provider, status, retryable = false, cause }) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "AuthError";
    this.code = code;
    this.retryable = retryable;
    if (provider !== undefined) this.provider = provider;
    if (status !== undefined) this.status = status;
  }
}

export class OAuthError extends AuthError {
  constructor(details) {
    super(details);
    this.name = "OAuthError";
    this.error = details.error;
    if (details.errorDescription !== undefined) this.errorDescription = details.errorDescription;
    if (details.errorUri !== undefined) this.errorUri = details.errorUri;
  }
}

export class ConfigError extends AuthError {
  constructor(details) {
    super(details);
    this.name = "ConfigError";
    this.field = details.field;
  }
}

export function toError(details) {
  if (details.config) return new ConfigError(details);
  return details.error === undefined ? new AuthError(details) : new OAuthError(details);
}

/** What a developer got wrong, by the name of the option. */
export const misuse = (code, field, message) =>
  new ConfigError({ code, field, message: `${field} ${message}` });

export const failure = (code, message, more) => new AuthError({ code, message, ...more });

export const notSignedIn = (provider) =>
  failure("not_signed_in", "Nobody is signed in here. Start with signIn().", { provider });

/** Options of which each is known; leaving them out is the same as `{}`. */
export function knownOptions(called, given, known) {
  if (given === undefined) return {};
  if (Object(given) !== given) throw misuse("invalid_option", called || "options", "must be an object.");
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger === undefined) return given;
  const field = called ? `${called}.${stranger}` : stranger;
  throw misuse("unknown_option", field, `is not an option. Known here: ${known.join(" ")}`);
}
