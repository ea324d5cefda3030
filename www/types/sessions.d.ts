// A session: a subject's live credentials, and requests with them. Must not: sign anybody in or out.

/// <reference lib="esnext.disposable" />

import type { RequestAuth } from "./bindings.js";
import type { OAuth2UserCredentials, UserCredentialsLike } from "./credentials.js";
import type { GithubClient } from "./github.js";
import type { Subject } from "./subjects.js";

/** Options of `AuthManager.session`. */
export interface SessionOptions {
  /** Whose credentials. Default: at each provider, who signed in last. */
  subject?: Subject | null | undefined;
  /**
   * Only these, by the name of a provider or a binding; then each must be there. Default: all that can be had, and
   * {@link Session.skipped} says why others cannot.
   */
  providers?: readonly string[];
  /** Credentials to use in place of stored ones, by the name of a provider or a binding. Not stored. Default: none. */
  withCredentials?: Readonly<Record<string, UserCredentialsLike>>;
  /** Changes to what a binding gives, by the name of a provider or a binding; headers are merged. Default: none. */
  overrides?: Readonly<Record<string, Partial<RequestAuth>>>;
  /** Renew tokens before they end, while the session is open and at its requests. Default `true`. */
  autoRefresh?: boolean;
}

/** What a session left out. */
export interface SkippedBinding {
  /** The binding's key. */
  readonly name: string;
  /** The error, such as an `AuthError` with the code `not_signed_in`. */
  readonly reason: unknown;
}

/** A subject's live credentials at one provider or several. Made by `AuthManager.session`. */
export declare class Session {
  private constructor();
  /** What was asked for, or who signed in last; `null` when there is nobody, because no provider was asked for. */
  readonly subject: Subject | null;
  /** What could not be had, and was not asked for by name. */
  readonly skipped: readonly SkippedBinding[];
  /** A small client of GitHub's API. @throws {ConfigError} `unknown_provider`, or the reason why GitHub was skipped. */
  readonly github: GithubClient;
  /**
   * The credentials as they are now, expired or not.
   * @param name A provider or binding. Default: who signed in last.
   * @throws {ConfigError} `unknown_provider`. @throws {AuthError} `not_signed_in`.
   */
  credentials(name?: string): OAuth2UserCredentials;
  /**
   * The headers that a request gets. Renews a token that is about to end.
   * @param name A provider or binding. Default: who signed in last.
   * @throws {AuthError} as {@link Session.fetch}.
   */
  headers(name?: string): Promise<Record<string, string>>;
  /**
   * The access token. Renews one that is about to end.
   * @param options.minValidity Seconds that it must still be good for. Default: a minute or half its life, what is less.
   * @param options.provider A provider or binding. Default: who signed in last.
   * @throws {AuthError} as {@link Session.fetch}.
   */
  accessToken(options?: { minValidity?: number; provider?: string }): Promise<string>;
  /**
   * `fetch` with the credentials added, by the first binding whose `baseUrl` has the request's origin. Redirects are
   * errors, so that no token can follow one. A token that is about to end is renewed first; one that is rejected is
   * renewed and the request repeated once, unless its body is a stream. Rejects like `fetch` itself when the network fails.
   * @throws {AuthError} `origin_not_allowed`, `authorization_header_set`, `not_signed_in`, `token_expired` (without
   *   `autoRefresh`); when the token had to be renewed: `no_refresh_token`, `refresh_not_supported`, `refresh_rejected`,
   *   `network_error`, `timeout`, `server_error`.
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /**
   * Renews the credentials now.
   * @param name A provider or binding. Default: all of the session.
   * @throws {AuthError} as `AuthProvider.refresh`.
   */
  refresh(name?: string): Promise<void>;
  /** Ends the renewal ahead of time. The credentials stay, and requests still work. */
  close(): void;
  /** `close`, for `await using`, where the browser or a polyfill has it. */
  [Symbol.asyncDispose](): Promise<void>;
}
