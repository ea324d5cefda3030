// What can go wrong, by code. Every error of the package is one of three classes.

import type { RateLimit } from "./github.js";

/** The codes of {@link ConfigError}: mistakes of the developer, found before anything is sent. */
export type ConfigErrorCode =
  /** A required option was not given. */
  | "missing_option"
  /** An option has the wrong type or form. */
  | "invalid_option"
  /** An option that does not exist was given. */
  | "unknown_option"
  /** A client secret was handed to the page, where everybody can read it. */
  | "client_secret_in_browser"
  /** A URL is not https (or http on loopback), or has a user name, password or fragment. RFC 9700 section 2.6. */
  | "insecure_url"
  /** The page is plain http on a host that is not loopback. */
  | "insecure_origin"
  /** `extraParams` or `tokenParams` names a parameter that the flow itself sets. */
  | "reserved_parameter"
  /** A `state` is shorter than 22 characters or not base64url. RFC 6749 section 10.10. */
  | "weak_state"
  /** No provider or binding has that name. */
  | "unknown_provider"
  /** The provider has no flow of that name. */
  | "unknown_flow"
  /** A flow lacks one of the methods `authorize`, `exchange` and `refresh`. */
  | "invalid_flow"
  /** A subject is neither a non-empty text nor an object of plain JSON. */
  | "invalid_subject"
  /** None of the registered callbacks is on the page's origin. */
  | "no_matching_redirect_uri"
  /** The shared provider of a host exists with other options. */
  | "instance_conflict";

/** Every {@link AuthError.code}. */
export type AuthErrorCode =
  | ConfigErrorCode
  /** Sign-in was started inside a frame, where providers refuse to be shown. */
  | "top_level_required"
  /** The browser's random source is missing or failed. */
  | "no_secure_random"
  /** The store, or the sessionStorage that a sign-in needs, is blocked or failed. */
  | "storage_unavailable"
  /** The store, or the sessionStorage that a sign-in needs, is full. */
  | "storage_full"
  /** The callback belongs to no sign-in that this tab started. RFC 6749 section 10.12. */
  | "state_mismatch"
  /** The sign-in took longer than ten minutes. */
  | "transaction_expired"
  /** The callback URL is malformed. */
  | "invalid_callback"
  /** The callback names another issuer. RFC 9207 section 2.4. */
  | "issuer_mismatch"
  /** The callback belongs to another provider, app or redirect URI. */
  | "callback_mismatch"
  /** The person, or the provider, said no. RFC 6749 section 4.1.2.1. */
  | "access_denied"
  /** The provider ended the sign-in with another error. RFC 6749 section 4.1.2.1. */
  | "authorization_failed"
  /** The provider did not accept the authorization code. RFC 6749 section 5.2. */
  | "code_rejected"
  /** The provider did not accept the refresh token: the person is signed out. RFC 6749 section 5.2. */
  | "refresh_rejected"
  /** The browser did not open the window. Call `signIn` in a click, or use the mode `"redirect"`. */
  | "popup_blocked"
  /** The person closed the window before the sign-in was done. An {@link AuthFlowCancelled}. */
  | "popup_closed"
  /** In a popup: nobody waits for its callback any more. */
  | "nobody_waiting"
  /** In a popup: the callback is handed on, and the browser would not close the window. */
  | "window_left_open"
  /** Nobody entered the user code in time. RFC 8628 section 3.5. */
  | "device_code_expired"
  /** The provider does not know this device code any more. */
  | "device_code_rejected"
  /** The provider, or the token proxy, does not offer the device flow to this app. */
  | "device_flow_disabled"
  /** A person would have to be asked, and may not. */
  | "interaction_required"
  /** The app's own server takes the request for a forged one (403). */
  | "csrf_failed"
  /** The token endpoint answered with another OAuth error. RFC 6749 section 5.2. */
  | "oauth_error"
  /** The token proxy's client id or secret is wrong. */
  | "proxy_misconfigured"
  /** A request did not get through: offline, server down, or CORS. */
  | "network_error"
  /** A server did not answer in time, a renewal took longer than a minute, or nobody came back ({@link AuthFlowTimeout}). */
  | "timeout"
  /** The app, a newer sign-in or the back button ended the sign-in ({@link AuthFlowCancelled}), or the provider was closed. */
  | "aborted"
  /** The answer is not what the protocol allows. */
  | "invalid_response"
  /** The server answered with a 5xx status. */
  | "server_error"
  /** The server asks to slow down. */
  | "rate_limited"
  /** GitHub's API answered with another error status. */
  | "api_error"
  /** GitHub's API wants single sign-on of an organization first. */
  | "sso_required"
  /** A call of `GithubClient` has no route or lacks a parameter, or the answer has no list to go through. */
  | "invalid_request"
  /** There are no credentials for this subject. */
  | "not_signed_in"
  /** The access token has expired, and the session does not renew by itself. */
  | "token_expired"
  /** The access token must be renewed, and there is no refresh token. */
  | "no_refresh_token"
  /** These credentials can never be renewed, such as a personal access token. */
  | "refresh_not_supported"
  /** What was given as credentials is none. */
  | "invalid_credentials"
  /** A flow of the app's own failed. `cause` says how. */
  | "flow_failed"
  /** The token may not be sent to that origin. */
  | "origin_not_allowed"
  /** The request already has a header that the session adds. */
  | "authorization_header_set"
  /** `createAuth` was called before `init` (slim entry). */
  | "not_initialized"
  /** The page's Content Security Policy forbids WebAssembly. */
  | "wasm_blocked";

/** What an {@link AuthError} is made of. */
export interface AuthErrorDetails {
  /** Required. */
  code: AuthErrorCode;
  /** A sentence that says what happened and what to do. Never put a secret into it. Required. */
  message: string;
  /** Default: none. */
  provider?: string;
  /** Default: none. */
  status?: number;
  /** Default `false`. */
  retryable?: boolean;
  /** Default: none. */
  cause?: unknown;
}

/** Every error of this package. */
export declare class AuthError extends Error {
  /**
   * For flows of your own. A `refresh` that throws one with the code `refresh_rejected` signs the person out; after any
   * other error they stay signed in.
   */
  constructor(details: AuthErrorDetails);
  /** Stable; switch on this. */
  readonly code: AuthErrorCode;
  /** A sentence that says what happened and what to do. Never holds a secret. */
  readonly message: string;
  /** The name of the provider, where it is about one. */
  readonly provider?: string;
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
  /** Whether trying again later may help; after a failed sign-in that means a new sign-in. */
  readonly retryable: boolean;
  /** Of an error that is a sign-in's outcome: which one; for logs. */
  readonly flowId?: string;
  /** With `rate_limited` from GitHub's API: which limit it was. */
  readonly rateLimit?: RateLimit;
  /** With `rate_limited` from GitHub's API: seconds to wait; `null` when unknown. */
  readonly retryAfter?: number | null;
  /**
   * With `sso_required`: the https page where the person signs on, unless GitHub named none. Source:
   * docs.github.com/rest/authentication/authenticating-to-the-rest-api
   */
  readonly ssoUrl?: string;
}

/** The provider answered with an OAuth error (RFC 6749 sections 4.1.2.1 and 5.2). Its texts are data, never HTML. */
export declare class OAuthError extends AuthError {
  private constructor();
  /** The provider's `error`, at most 500 characters. */
  readonly error: string;
  /** The provider's `error_description`, at most 500 characters, without control characters. */
  readonly errorDescription?: string;
  /** The provider's `error_uri`, only when it is an http(s) URL. */
  readonly errorUri?: string;
}

/** The person, or the app, ended the sign-in: `popup_closed` or `aborted`. Usually nothing to show. */
export declare class AuthFlowCancelled extends AuthError {
  private constructor();
}

/** Nobody came back in time: `timeout`. */
export declare class AuthFlowTimeout extends AuthError {
  private constructor();
  /** Seconds that it waited. */
  readonly timeout: number;
}

/** Something in the page's own code or configuration is wrong. */
export declare class ConfigError extends AuthError {
  private constructor();
  /** Stable; switch on this. */
  readonly code: ConfigErrorCode;
  /** The option at fault, such as `github.clientId`. */
  readonly field: string;
}
