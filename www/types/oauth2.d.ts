// The authorization code flow, and a client that holds one token of it. Must not: store credentials.

import type { AppCredentials } from "./app-credentials.js";
import type { OAuth2UserCredentials, TokenAnswer } from "./credentials.js";
import type { AuthorizationRequest, BaseAuthFlow, RefreshOptions } from "./flows.js";
import type { AuthorizeOptions } from "./sign-in.js";

/** Options of {@link OAuth2Flow}. */
export interface OAuth2FlowOptions {
  /** Scopes for every sign-in that names none: an array, or one string with spaces. Default: the provider's. */
  defaultScope?: string | readonly string[];
  /** The class of the credentials. Default: `AuthProvider.userCredentials` of the provider. */
  tokenClass?: typeof OAuth2UserCredentials;
  /**
   * Makes an answer of RFC 6749 section 5.1 of the provider's own, which has no `error`; `undefined` when that is not JSON.
   * What it throws becomes `invalid_response`. Default: as it is.
   */
  parseToken?(answer: unknown): TokenAnswer & { token_type: string };
  /** Sends the requests to the token and revocation endpoints. Default: the page's `fetch`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** A callback URL, or the code and state out of one. */
export type OAuth2Callback = ({ url: string } | { code: string; state: string }) & {
  /** More parameters for the token request. Those that the flow sets are refused. Default: none. */
  tokenParams?: Readonly<Record<string, string>>;
};

/** What to revoke: credentials with all their tokens, or one token. */
export type RevokeOptions =
  | {
      /** All their tokens. */
      credentials: OAuth2UserCredentials;
      /** For GitHub behind the token proxy: and every other token that the person gave this app. Default `false`. */
      isGrant?: boolean;
      token?: undefined;
    }
  | {
      /** One token. */
      token: string;
      /** RFC 7009 section 2.1. Default `"access_token"`. */
      hint?: "access_token" | "refresh_token";
      credentials?: undefined;
    };

/** The authorization code flow with PKCE, step by step (RFC 6749 section 4.1, RFC 7636). Stores no credentials. */
export declare class OAuth2Flow extends BaseAuthFlow {
  /** @throws {ConfigError} for app credentials that are none, and for unknown options. */
  constructor(appCredentials: AppCredentials, options?: OAuth2FlowOptions);
  /** What sort of flow it is. */
  readonly kind: "oauth2" | "device";
  /** What the app configured. */
  readonly appCredentials: AppCredentials;
  /** The class of the credentials that it makes. */
  readonly tokenClass: typeof OAuth2UserCredentials;
  /**
   * Makes an authorization URL and stores its transaction for ten minutes. Synchronous: it may run inside a click.
   * @throws {ConfigError} for wrong options.
   * @throws {AuthError} `top_level_required` in a frame, `storage_unavailable`, `storage_full`, `no_secure_random`.
   */
  authorize(options?: AuthorizeOptions): AuthorizationRequest;
  /**
   * Exchanges a callback. Sent once, never retried, and given up after 30 seconds.
   * @throws {OAuthError} what the provider said.
   * @throws {AuthError} why the callback or the answer was refused.
   */
  exchange(callback: OAuth2Callback): Promise<OAuth2UserCredentials>;
  /**
   * Renews credentials or uses a refresh token that you hold, and stores nothing; without either, renews and stores those
   * of a subject. RFC 6749 section 6.
   * @throws {AuthError} `no_refresh_token`, `refresh_rejected` (a subject is then signed out), `not_signed_in`.
   */
  refresh(from?: RefreshOptions): Promise<OAuth2UserCredentials>;
  /**
   * Tells the provider that tokens are over, the refresh token first (RFC 7009 section 2.1). The page keeps what it has.
   * @returns Whether the provider took it; `false` when it has no revocation endpoint.
   * @throws {OAuthError} what the provider said.
   */
  revoke(what: RevokeOptions): Promise<boolean>;
  /** A client with a token of its own, for apps that keep credentials themselves. */
  client(options?: OAuth2ClientOptions): OAuth2Client;
  /** The same as `client`. */
  createClient(options?: OAuth2ClientOptions): OAuth2Client;
  /** Gives up every request that is under way: it rejects with `aborted`. */
  close(): void;
}

/** Options of `OAuth2Flow.client`. */
export interface OAuth2ClientOptions {
  /** Credentials to begin with. Default `null`. */
  token?: OAuth2UserCredentials | null;
  /** Scopes for every authorization URL that names none. Default: the flow's. */
  scope?: string | readonly string[];
  /** Another registered callback than the provider's. Default: the provider's. */
  redirectUri?: string;
}

/** One provider's code flow with a token of its own. Made by `OAuth2Flow.client`. */
export declare class OAuth2Client {
  private constructor();
  /** What it has; `null` when nothing. May be set. */
  token: OAuth2UserCredentials | null;
  /** Throws as `OAuth2Flow.authorize`. */
  createAuthorizationUrl(options?: AuthorizeOptions): AuthorizationRequest;
  /** Exchanges a callback, and keeps the credentials in `token`. Throws as `OAuth2Flow.exchange`. */
  fetchToken(callback: OAuth2Callback): Promise<OAuth2UserCredentials>;
  /** Renews `token`; calls at the same time share one request. @throws {AuthError} as `OAuth2Flow.refresh`. */
  refreshToken(): Promise<OAuth2UserCredentials>;
  /** Revokes `token` and forgets it. @throws {AuthError} `not_signed_in`, or as `OAuth2Flow.revoke`. */
  revokeToken(): Promise<boolean>;
  /**
   * `fetch` with the token, to the origin of the provider's `apiUrl` only. Renews as `Session.fetch` does.
   * @throws {AuthError} `origin_not_allowed`, `authorization_header_set`, `not_signed_in`, or as `refreshToken`.
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
}
