// The manager: the providers of one page, who is signed in, and their sessions. The one object that apps hold.

import type { OAuth2AppCredentials } from "./app-credentials.js";
import type { OAuth2UserCredentials, UserCredentialsLike } from "./credentials.js";
import type { AuthEventMap, AuthSnapshot } from "./events.js";
import type { DiscordOptions, GithubOptions, GitlabOptions, OAuth2Options } from "./options.js";
import type {
  AuthProvider,
  DiscordAuthProvider,
  GithubAuthProvider,
  GitlabAuthProvider,
  OAuth2AuthProvider,
} from "./providers.js";
import type { Session, SessionOptions } from "./sessions.js";
import type { AuthFlowResult, FlowSignInOptions, SignInOptions } from "./sign-in.js";
import type { Subject } from "./subjects.js";

/** Options of {@link AuthManager.signOut}. */
export interface SignOutOptions {
  /** Only at this provider. Default: at all. */
  provider?: string | null | undefined;
  /** Only this subject. Default: everybody who is signed in. */
  subject?: Subject | null | undefined;
  /**
   * Tell the provider that the tokens are over (RFC 7009). GitHub needs the token proxy for that. `"grant"`, for GitHub
   * behind the token proxy: end every token that the person ever gave this app, on every device. Default `false`.
   */
  revoke?: boolean | "grant";
}

/** What came of {@link AuthManager.signOut}. Everybody is signed out, whatever it says. */
export interface SignOutResult {
  /** Whether the provider took every token; `false` when it was not asked to, or there was none. */
  revoked: boolean;
  /** The last error of a revocation, if there was one. */
  error?: unknown;
}

/**
 * Providers, sign-in results and sessions of one page. Made by `createAuth`. Its events also come from the other tabs of
 * the app.
 */
export declare class AuthManager extends EventTarget {
  private constructor();
  /** The provider `github`. @throws {ConfigError} `unknown_provider` when it is not configured. */
  readonly github: GithubAuthProvider;
  /** The provider `gitlab`, when it is configured. So it is with every name. */
  readonly gitlab?: GitlabAuthProvider;
  /** The provider `discord`, when it is configured. */
  readonly discord?: DiscordAuthProvider;
  /** A provider by name, in any case of letters, with `-` or `_`. @throws {ConfigError} `unknown_provider`. */
  provider(name: "github"): GithubAuthProvider;
  provider(name: "gitlab"): GitlabAuthProvider;
  provider(name: "discord"): DiscordAuthProvider;
  provider(name: string): AuthProvider;
  /** Whether there is a provider of that name. */
  has(name: string): boolean;
  /** The names of all providers, in the order in which they were registered. */
  names(): string[];
  /** All providers, in that order. */
  [Symbol.iterator](): IterableIterator<AuthProvider>;
  /**
   * Adds a provider, or replaces one: a provider object, app credentials, or options for them.
   * @throws {ConfigError} naming the first wrong field; `invalid_option` for another provider's `redirectUri`.
   */
  register<Provider extends AuthProvider>(name: string, provider: Provider): Provider;
  register(name: "github", provider: GithubOptions): GithubAuthProvider;
  register(name: "gitlab", provider: GitlabOptions): GitlabAuthProvider;
  register(name: "discord", provider: DiscordOptions): DiscordAuthProvider;
  register(name: string, provider: OAuth2Options | OAuth2AppCredentials): OAuth2AuthProvider;
  /**
   * `AuthProvider.signIn` of a provider.
   * @param options.provider Default: the first one.
   */
  signIn(options?: SignInOptions & { provider?: string }): Promise<AuthFlowResult>;
  signIn(options: FlowSignInOptions & { provider?: string }): Promise<AuthFlowResult>;
  /**
   * Call it on every page load. Finishes a sign-in when the URL is its callback, and resolves to `null` when it is not.
   * Removes `code`, `state`, `iss` and `error*` from the address bar before it returns. The same URL is handled once,
   * however often it is given. Never rejects for what a URL, a person, a server or the network did.
   * @param url Default: the page's URL.
   */
  handleRedirect(url?: string): Promise<AuthFlowResult | null>;
  /**
   * The live credentials of a subject.
   * @throws {AuthError} `not_signed_in`, `storage_unavailable`, `invalid_credentials`.
   * @throws {ConfigError} `unknown_provider`, `invalid_subject`, `unknown_option`, `insecure_url` for a binding's `baseUrl`.
   */
  session(options?: SessionOptions): Promise<Session>;
  /**
   * Removes credentials, and every pending sign-in. A sign-in that is just being finished ends as `not_signed_in`. Without
   * `revoke`, tokens stay valid at the provider until they expire; a sealed cookie is ended in any case.
   * @throws {ConfigError} `unknown_provider`, `invalid_subject`, `unknown_option`.
   * @throws {AuthError} `storage_unavailable`.
   */
  signOut(options?: SignOutOptions): Promise<SignOutResult>;
  /**
   * Signs a subject in with credentials that the app has.
   * @throws {AuthError} `invalid_credentials`, `storage_unavailable`, `storage_full`.
   * @throws {ConfigError} `unknown_provider`, `invalid_subject`.
   */
  storeCredentials(
    provider: string,
    subject: Subject,
    credentials: UserCredentialsLike,
  ): Promise<OAuth2UserCredentials>;
  /**
   * The stored credentials of a subject, expired or not; `null` when there are none.
   * @throws {AuthError} `storage_unavailable`. @throws {ConfigError} `unknown_provider`, `invalid_subject`.
   */
  loadCredentials(provider: string, subject: Subject): Promise<OAuth2UserCredentials | null>;
  /**
   * Removes the stored credentials of a subject; whether there were any.
   * @throws {AuthError} `storage_unavailable`. @throws {ConfigError} `unknown_provider`, `invalid_subject`.
   */
  deleteCredentials(provider: string, subject: Subject): Promise<boolean>;
  /**
   * Everybody with stored credentials at a provider, who signed in last first.
   * @throws {AuthError} `storage_unavailable`. @throws {ConfigError} `unknown_provider`.
   */
  subjects(provider: string): Promise<Subject[]>;
  /** Who is signed in. Needs no `this`: `useSyncExternalStore(auth.subscribe, auth.getSnapshot)`. */
  readonly getSnapshot: () => AuthSnapshot;
  /** Calls the listener whenever the snapshot is another one. Returns what ends that. Needs no `this`. */
  readonly subscribe: (listener: () => void) => () => void;
  /** As every `EventTarget`, for the types of {@link AuthEventMap}. */
  addEventListener<Type extends keyof AuthEventMap>(
    type: Type,
    listener: ((event: AuthEventMap[Type]) => void) | { handleEvent(event: AuthEventMap[Type]): void } | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** As every `EventTarget`. */
  removeEventListener<Type extends keyof AuthEventMap>(
    type: Type,
    listener: ((event: AuthEventMap[Type]) => void) | { handleEvent(event: AuthEventMap[Type]): void } | null,
    options?: boolean | EventListenerOptions,
  ): void;
}
