// Errors as an app in TypeScript catches them: classes, narrowing, and a switch over every code.
// Owns: the error classes and both unions of codes. Must not: run; the compiler is the test.

import {
  AuthError,
  type AuthErrorCode,
  type AuthErrorDetails,
  AuthFlowCancelled,
  AuthFlowTimeout,
  ConfigError,
  type ConfigErrorCode,
  OAuthError,
  type RateLimit,
} from "portcullis";
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
  if (error instanceof AuthFlowTimeout) {
    expect<Same<typeof error.timeout, number>>();
    return `${error.timeout}`;
  }
  if (error instanceof AuthFlowCancelled) return "";
  if (!(error instanceof AuthError)) throw error;
  // @ts-expect-error only what a provider said has it
  error.errorDescription;
  expect<Same<typeof error.code, AuthErrorCode>>();
  expect<Same<typeof error.retryable, boolean>>();
  expect<Same<typeof error.cause, unknown>>();
  expect<Same<typeof error.provider | typeof error.flowId, string | undefined>>();
  expect<Same<typeof error.rateLimit, RateLimit | undefined>>();
  expect<Same<typeof error.retryAfter, number | null | undefined>>();
  expect<Same<typeof error.ssoUrl, string | undefined>>();
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
    case "instance_conflict":
    case "insecure_origin":
    case "insecure_url":
    case "invalid_flow":
    case "invalid_option":
    case "invalid_subject":
    case "missing_option":
    case "no_matching_redirect_uri":
    case "reserved_parameter":
    case "unknown_flow":
    case "unknown_option":
    case "unknown_provider":
    case "weak_state":
      return "mend the call";
    case "access_denied":
    case "authorization_failed":
    case "callback_mismatch":
    case "code_rejected":
    case "device_code_expired":
    case "device_code_rejected":
    case "interaction_required":
    case "invalid_callback":
    case "issuer_mismatch":
    case "nobody_waiting":
    case "not_signed_in":
    case "no_refresh_token":
    case "oauth_error":
    case "popup_blocked":
    case "popup_closed":
    case "refresh_not_supported":
    case "refresh_rejected":
    case "state_mismatch":
    case "token_expired":
    case "transaction_expired":
      return "sign in again";
    case "window_left_open":
      return "close this window";
    case "aborted":
    case "network_error":
    case "rate_limited":
    case "server_error":
    case "timeout":
      return "try again";
    case "api_error":
    case "authorization_header_set":
    case "csrf_failed":
    case "device_flow_disabled":
    case "flow_failed":
    case "invalid_credentials":
    case "invalid_request":
    case "invalid_response":
    case "no_secure_random":
    case "not_initialized":
    case "origin_not_allowed":
    case "proxy_misconfigured":
    case "sso_required":
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

const ended: AuthErrorDetails = { code: "refresh_rejected", message: "The card is spent." };
export const thrownByAFlow: AuthError = new AuthError({
  ...ended,
  retryable: false,
  cause: new Error("spent"),
});
// @ts-expect-error a code of this package
new AuthError({ code: "card_spent", message: "The card is spent." });
// @ts-expect-error a sentence is needed
new AuthError({ code: "flow_failed" });
// @ts-expect-error thrown, never made by an app
new OAuthError();
// @ts-expect-error thrown, never made by an app
new ConfigError();
// @ts-expect-error thrown, never made by an app
new AuthFlowCancelled();
// @ts-expect-error thrown, never made by an app
new AuthFlowTimeout();
