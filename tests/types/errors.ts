// Errors as an app in TypeScript catches them: classes, narrowing, and a switch over every code.
// Owns: the three error classes and both unions of codes. Must not: run; the compiler is the test.

import { AuthError, type AuthErrorCode, ConfigError, type ConfigErrorCode, OAuthError } from "portcullis";
import { expect, type Same } from "./expect.js";

export function words(error: unknown): string {
  if (error instanceof ConfigError) {
    expect<Same<typeof error.field, string>>();
    expect<Same<typeof error.code, ConfigErrorCode>>();
    return error.field;
  }
  if (error instanceof OAuthError) {
    expect<Same<typeof error.error, string>>();
    return error.errorDescription ?? error.errorUri ?? error.error;
  }
  if (!(error instanceof AuthError)) throw error;
  // @ts-expect-error only what a provider said has it
  error.errorDescription;
  expect<Same<typeof error.code, AuthErrorCode>>();
  expect<Same<typeof error.retryable, boolean>>();
  expect<Same<typeof error.cause, unknown>>();
  // @ts-expect-error there is not always an answer
  error.status.toFixed();
  // @ts-expect-error no such code
  if (error.code === "signed_out") return "";
  return advice(error.code);
}

/** Misses no code and knows no other: `never` is left over, and every case is possible. */
function advice(code: AuthErrorCode): string {
  switch (code) {
    case "client_secret_in_browser":
    case "insecure_origin":
    case "insecure_url":
    case "invalid_option":
    case "missing_option":
    case "reserved_parameter":
    case "unknown_option":
    case "weak_state":
      return "mend the call";
    case "access_denied":
    case "authorization_failed":
    case "callback_mismatch":
    case "code_rejected":
    case "invalid_callback":
    case "issuer_mismatch":
    case "not_signed_in":
    case "no_refresh_token":
    case "oauth_error":
    case "refresh_rejected":
    case "state_mismatch":
    case "transaction_expired":
      return "sign in again";
    case "network_error":
    case "rate_limited":
    case "server_error":
    case "timeout":
      return "try again";
    case "api_error":
    case "authorization_header_set":
    case "invalid_response":
    case "no_secure_random":
    case "not_initialized":
    case "origin_not_allowed":
    case "proxy_misconfigured":
    case "storage_full":
    case "storage_unavailable":
    case "top_level_required":
    case "wasm_blocked":
      return "mend the page, the proxy or the browser";
    default:
      return code satisfies never;
  }
}

expect<Same<Extract<AuthErrorCode, ConfigErrorCode>, ConfigErrorCode>>();
export const configIsAuth = (error: ConfigError): AuthError & Error => error;
export const oauthIsAuth = (error: OAuthError): AuthError & Error => error;

// @ts-expect-error thrown, never made by an app
new AuthError();
// @ts-expect-error thrown, never made by an app
new OAuthError();
// @ts-expect-error thrown, never made by an app
new ConfigError();
