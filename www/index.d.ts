// The public types of `portcullis`, by hand. `slim.d.ts` re-exports them. Times are epoch seconds unless a name says
// otherwise; sources are named by RFC section or page of GitHub's docs.

/** Options of {@link createAuth}. */
export interface AuthOptions {
  /** GitHub, as an OAuth app or a GitHub App. Required. */
  github: GithubOptions;
  /**
   * Accept a page that is served over plain http on a host that is not loopback, such as a LAN address in development.
   * Warns in the console. Anybody on that network can read the tokens. Default `false`.
   */
  allowInsecureOrigin?: boolean;
}

/** What the owner of the app configures for GitHub. There is no `clientSecret`: it belongs to the token proxy. */
export interface GithubOptions {
  /** The client id of your OAuth app or GitHub App. Required. */
  clientId: string;
  /**
   * Where GitHub sends people back to: absolute, without fragment, and exactly as it is registered. https, or http on
   * 127.0.0.1, [::1] or localhost (RFC 8252 section 7.3). Required.
   */
  redirectUri: string;
  /**
   * Base URL of your token proxy; codes are posted to `${proxyUrl}/token`. Relative URLs are resolved against the page's origin.
   * Required: GitHub's token endpoint needs the client secret and has no CORS.
   */
  proxyUrl: string;
  /** Scopes for every sign-in that names none: an array, or one string with spaces. Default: none. */
  scope?: string | readonly string[];
  /** Default `https://github.com/login/oauth/authorize`. */
  authorizationUrl?: string;
  /** Default `https://api.github.com`. The access token is sent to this origin only. */
  apiUrl?: string;
}

/** Options of a sign-in and of {@link OAuth2Flow.authorize}. */
export interface AuthorizeOptions {
  /** Scopes to ask for; replaces the provider's default. */
  scope?: string | readonly string[];
  /** Another registered callback than the provider's. Same rules as {@link GithubOptions.redirectUri}. */
  redirectUri?: string;
  /** More query parameters, such as `{ prompt: "select_account" }`. Those that the flow sets are refused. */
  extraParams?: Readonly<Record<string, string>>;
  /** A path on this origin to return to, handed back in the result. Anything that could leave the origin becomes `/`. */
  returnTo?: string;
  /** Your own data, handed back in the result. Plain JSON; kept in sessionStorage for at most ten minutes. */
  appState?: unknown;
  /** Your own `state`: 22 to 512 base64url characters that nobody can guess. Default: 32 random bytes. */
  state?: string;
}

/** The outcome of a sign-in. Check `success`; a failed sign-in is a result, not an exception. */
export type AuthFlowResult =
  | {
      success: true;
      /** The new credentials, already stored. */
      credentials: GithubUserCredentials;
      /** Whose they are: GitHub's numeric user id as text, or `"default"` when GitHub's API did not answer. */
      subject: string;
      /** The body of `GET /user`, when it could be had within 10 seconds. */
      userInfo?: GithubUser;
      /** What `authorize` was given. */
      appState: unknown;
      /** What `authorize` was given, made safe. */
      returnTo?: string;
    }
  | { success: false; error: AuthError };

/** The members of `GET /user` that apps use most; there are more. Source: docs.github.com/rest/users/users */
export interface GithubUser {
  /** Never changes. */
  id: number;
  /** Can change hands; do not key by it. */
  login: string;
  name: string | null;
  email: string | null;
  avatar_url: string;
  html_url: string;
  [member: string]: unknown;
}

/**
 * Checks the options and makes the manager. Synchronous, sends nothing.
 * @throws {ConfigError} naming the first wrong field.
 * @throws {AuthError} `wasm_blocked` when the Content Security Policy lacks `'wasm-unsafe-eval'`.
 */
export declare function createAuth(options: AuthOptions): AuthManager;

/** Providers, sign-in results and sessions of one page. Made by {@link createAuth}. */
export declare class AuthManager {
  private constructor();
  readonly github: GithubAuthProvider;
  /**
   * Call it on every page load. Finishes a sign-in when the URL is its callback, and resolves to `null` when it is not.
   * Removes `code`, `state`, `iss` and `error*` from the address bar before it returns. The same URL is handled once,
   * however often it is given. Never rejects for what a URL, a person, a server or the network did.
   * @param url Default: the page's URL.
   */
  handleRedirect(url?: string): Promise<AuthFlowResult | null>;
  /**
   * The live credentials of a subject.
   * @param options.subject Default: who signed in last in this tab.
   * @throws {AuthError} `not_signed_in`.
   */
  session(options?: { subject?: string }): Promise<Session>;
  /**
   * Removes the subject's credentials and every pending sign-in of this app from sessionStorage. A sign-in that is just
   * being finished ends as `not_signed_in`. The token itself stays valid at GitHub until it expires.
   * @param options.subject Default: everybody who is signed in in this tab.
   */
  signOut(options?: { subject?: string }): Promise<void>;
}

/** GitHub, as this app uses it. */
export declare class GithubAuthProvider {
  private constructor();
  readonly name: "github";
  /** The authorization code flow; the same object at every access. */
  readonly oauth2: OAuth2Flow;
  /**
   * Leaves for GitHub's sign-in page. The promise stays pending, because the page is left.
   * @throws {ConfigError} for wrong options.
   * @throws {AuthError} `top_level_required` in a frame, `storage_unavailable`, `storage_full`, `no_secure_random`.
   */
  signIn(options?: AuthorizeOptions): Promise<never>;
}

/** The authorization code flow with PKCE, step by step (RFC 6749 section 4.1, RFC 7636). Stores no credentials. */
export declare class OAuth2Flow {
  private constructor();
  readonly kind: "oauth2";
  /**
   * Makes an authorization URL and stores its transaction for ten minutes. Synchronous: it may run inside a click.
   * @throws {ConfigError} for wrong options. @throws {AuthError} as {@link GithubAuthProvider.signIn}.
   */
  authorize(options?: AuthorizeOptions): { authorizationUrl: string; state: string };
  /**
   * Exchanges a callback URL, or the code and state out of one. Sent once, never retried.
   * @throws {OAuthError} what the provider said. @throws {AuthError} why the callback or the answer was refused.
   */
  exchange(callback: { url: string } | { code: string; state: string }): Promise<GithubUserCredentials>;
  /**
   * Renews the stored credentials of a subject (default: who signed in last), or uses a refresh token that you hold; the
   * latter stores nothing. RFC 6749 section 6.
   * @throws {AuthError} `no_refresh_token`, `refresh_rejected` (the subject is then signed out), `not_signed_in`.
   */
  refresh(from?: { subject?: string } | { refreshToken: string }): Promise<GithubUserCredentials>;
}

/** One signed-in subject. */
export declare class Session {
  private constructor();
  readonly subject: string;
  /** A small client of GitHub's API. */
  readonly github: GithubClient;
  /** The credentials as they are now. @throws {AuthError} `not_signed_in`. */
  credentials(): GithubUserCredentials;
  /**
   * `fetch` with the access token added. Only to the origin of {@link GithubOptions.apiUrl}; redirects are errors, so that
   * the token cannot follow one. A token that is about to end is renewed first; one that GitHub rejects is renewed and the
   * request repeated once, unless its body is a stream. Rejects like `fetch` itself when the network fails.
   * @throws {AuthError} `origin_not_allowed`, `authorization_header_set`, `not_signed_in`; when the token had to be renewed:
   *   `no_refresh_token`, `refresh_rejected`, `network_error`, `timeout`, `server_error`.
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
}

/** GitHub's REST API with a session's token. */
export declare class GithubClient {
  private constructor();
  /** `GET /user`. @throws {AuthError} `api_error` with `status`. */
  getAuthenticatedUser(): Promise<GithubUser>;
}

/** What a person granted. `JSON.stringify`, `String` and the console show no secret. */
export declare class GithubUserCredentials {
  private constructor();
  readonly accessToken: string;
  readonly tokenType: "Bearer";
  readonly refreshToken: string | null;
  /** Granted scopes; `[]` for GitHub Apps, `null` when unknown. */
  readonly scope: string[] | null;
  /** Lifetime in seconds at issue; `null` when GitHub named none. */
  readonly expiresIn: number | null;
  /** Epoch seconds; `null` when unknown. */
  readonly expiresAt: number | null;
  /** `null`: GitHub has none. */
  readonly idToken: string | null;
  /** The token endpoint's answer, secrets included. */
  readonly raw: Record<string, unknown>;
  /** The same facts with every secret redacted. */
  toJSON(): Record<string, unknown>;
  toString(): string;
}

/** Every {@link AuthError.code}. */
export type AuthErrorCode =
  | ConfigErrorCode
  | "top_level_required"
  | "no_secure_random"
  | "storage_unavailable"
  | "storage_full"
  | "state_mismatch"
  | "transaction_expired"
  | "invalid_callback"
  | "issuer_mismatch"
  | "callback_mismatch"
  | "access_denied"
  | "authorization_failed"
  | "code_rejected"
  | "refresh_rejected"
  | "oauth_error"
  | "proxy_misconfigured"
  | "network_error"
  | "timeout"
  | "invalid_response"
  | "server_error"
  | "rate_limited"
  | "api_error"
  | "not_signed_in"
  | "no_refresh_token"
  | "origin_not_allowed"
  | "authorization_header_set"
  | "not_initialized"
  | "wasm_blocked";

/** The codes of {@link ConfigError}: mistakes of the developer, found before anything is sent. */
export type ConfigErrorCode =
  | "missing_option"
  | "invalid_option"
  | "unknown_option"
  | "client_secret_in_browser"
  | "insecure_url"
  | "insecure_origin"
  | "reserved_parameter"
  | "weak_state";

/** Every error of this package. */
export declare class AuthError extends Error {
  protected constructor();
  /** Stable; switch on this. */
  readonly code: AuthErrorCode;
  /** A sentence that says what happened and what to do. Never holds a secret. */
  readonly message: string;
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
  /** Whether trying again later may help; after a failed sign-in that means a new sign-in. */
  readonly retryable: boolean;
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

/** Something in the page's own code or configuration is wrong. */
export declare class ConfigError extends AuthError {
  private constructor();
  readonly code: ConfigErrorCode;
  /** The option at fault, such as `github.clientId`. */
  readonly field: string;
}
