// The error classes that users catch and Rust throws. Names are string literals: minifiers rename classes.
// `toError` turns the plain description that Rust gives into the right class. Nothing here decides what an error means.

export class AuthError extends Error {
  constructor({ code, message, status, retryable = false, cause }) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "AuthError";
    this.code = code;
    this.retryable = retryable;
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
