// Providers: app credentials, flows and bindings under one name. Must not: know who is signed in; a manager does.

import type {
  AppCredentials,
  AppCredentialsClass,
  DiscordAppCredentials,
  GithubAppCredentials,
  GitlabAppCredentials,
  OAuth2AppCredentials,
} from "./app-credentials.js";
import type { Binding } from "./bindings.js";
import type { GithubUserCredentials, OAuth2UserCredentials, UserCredentialsLike } from "./credentials.js";
import type { DeviceFlow } from "./device.js";
import type { AuthFlow, FlowDeclaration } from "./flows.js";
import type { GithubUser } from "./github.js";
import type { AuthManager } from "./manager.js";
import type { OAuth2Flow } from "./oauth2.js";
import type {
  AppOptions,
  DiscordOptions,
  GithubOptions,
  GitlabOptions,
  OAuth2Options,
  PageOptions,
} from "./options.js";
import type {
  AuthFlowManager,
  AuthFlowResult,
  FlowSignInOptions,
  SignInOptions,
  UserInfo,
} from "./sign-in.js";
import type { Subject } from "./subjects.js";

/** How to end a request. */
export interface SignalOptions {
  /** Ends it with `aborted`. Default: none. */
  signal?: AbortSignal;
}

/**
 * App credentials, flows and bindings under one name. Extend it, or `OAuth2AuthProvider`, to add flows, credentials of your
 * own class, or another way to say who somebody is.
 */
export declare class AuthProvider {
  /** The name of providers of this class whose options have none. */
  static key?: string;
  /** The class that checks the options. */
  static appCredentials: AppCredentialsClass;
  /** The class of the credentials. Default `OAuth2UserCredentials`. */
  static userCredentials: typeof OAuth2UserCredentials;
  /** Flows by name, made by `flow()`. Those of the base classes stay. Each is also a member of that name. */
  static flows: Readonly<Record<string, FlowDeclaration>>;

  /**
   * Sends nothing.
   * @param given App credentials, or the options for them. The name is required unless the class has a `key`.
   * @throws {ConfigError} naming the first wrong field.
   * @throws {AuthError} `not_initialized` (slim entry), `wasm_blocked`.
   */
  constructor(given: AppOptions | AppCredentials, page?: PageOptions);
  /** In lower case, with `_` for `-`. */
  readonly name: string;
  /** What the app configured. */
  readonly appCredentials: AppCredentials;
  /** The manager that it is registered with. */
  readonly manager?: AuthManager;
  /** How credentials become a request, by binding key. The provider's own name is the first. */
  readonly bindings: ReadonlyMap<string, Binding>;
  /**
   * A flow, the same object every time.
   * @param name Default `"oauth2"`, or the first flow of a provider without that one.
   * @throws {ConfigError} `unknown_flow`, `invalid_flow`.
   */
  flow(name?: string): AuthFlow;
  /** All flows by name. @throws {ConfigError} `invalid_flow`. */
  flows(): Record<string, AuthFlow>;
  /**
   * Adds a flow, or replaces one. It is made at its first use.
   * @throws {ConfigError} `invalid_flow` when the factory is no function.
   */
  defineFlow(name: string, factory: (provider: this) => AuthFlow): void;
  /**
   * Adds a binding, or replaces one. The default, under the provider's name, adds `OAuth2UserCredentials.headers`.
   * @throws {ConfigError} `invalid_option` when the binding is no function.
   */
  registerBinding(key: string, binding: Binding): void;
  /**
   * Credentials of this provider's class; `null` for nothing.
   * @throws {AuthError} `invalid_credentials`.
   */
  parseUserCredentials(given: UserCredentialsLike | null | undefined): OAuth2UserCredentials | null;
  /**
   * What the provider says about the person, from `userInfoUrl`; `null` when there is no such endpoint or it answers with
   * another status than 200. A sign-in goes on without, whatever happens here.
   * @throws {AuthError} `network_error`, `timeout` after 10 seconds, `aborted` by the signal.
   */
  getUserInfo(credentials: OAuth2UserCredentials, options?: SignalOptions): Promise<UserInfo | null>;
  /**
   * Signs somebody in, as {@link AuthFlowManager.authenticate}.
   * @throws {ConfigError} for what is wrong in the page's own code. Everything else is a result.
   */
  signIn(options?: SignInOptions): Promise<AuthFlowResult>;
  signIn(options: FlowSignInOptions): Promise<AuthFlowResult>;
  /** For who wants to see a sign-in's states or end it. `defaults` are for all its sign-ins. */
  flowManager(defaults?: SignInOptions): AuthFlowManager;
  /**
   * Stored credentials, renewed if need be; `null` when somebody has to sign in.
   * @param subject Default: who signed in last.
   * @throws {AuthError} `network_error`, `timeout`, `server_error`, `rate_limited`, when they could not be renewed now.
   */
  currentCredentials(subject?: Subject | null): Promise<OAuth2UserCredentials | null>;
  /**
   * Renews the stored credentials of a subject, once however often it is called meanwhile, and across tabs.
   * @param subject Default: who signed in last.
   * @throws {AuthError} `not_signed_in`, `no_refresh_token`, `refresh_not_supported`, `refresh_rejected` (the subject is
   *   then signed out), `network_error`, `timeout`, `server_error`.
   */
  refresh(subject?: Subject | null): Promise<OAuth2UserCredentials>;
  /** Gives up requests that are under way. */
  close(): void;
}

/** Any OAuth 2 provider. */
export declare class OAuth2AuthProvider extends AuthProvider {
  /** Throws as {@link AuthProvider}. */
  constructor(given: OAuth2Options | OAuth2AppCredentials, page?: PageOptions);
  /** The authorization code flow; the same object at every access. */
  readonly oauth2: OAuth2Flow;
  /** The device flow; the same object at every access. */
  readonly device: DeviceFlow;
  /** A flow, the same object every time. @throws {ConfigError} `unknown_flow`, `invalid_flow`. */
  flow(name?: "oauth2"): OAuth2Flow;
  flow(name: "device"): DeviceFlow;
  flow(name: string): AuthFlow;
}

/** GitHub, as this app uses it. */
export declare class GithubAuthProvider extends OAuth2AuthProvider {
  /** Throws as {@link AuthProvider}. */
  constructor(given: GithubOptions | GithubAppCredentials, page?: PageOptions);
  /** Credentials of GitHub's class; `null` for nothing. @throws {AuthError} `invalid_credentials`. */
  parseUserCredentials(given: UserCredentialsLike | null | undefined): GithubUserCredentials | null;
  /** `GET /user`. Source: docs.github.com/rest/users/users */
  getUserInfo(credentials: OAuth2UserCredentials, options?: SignalOptions): Promise<GithubUser | null>;
}

/** GitLab, as this app uses it. */
export declare class GitlabAuthProvider extends OAuth2AuthProvider {
  /** Throws as {@link AuthProvider}. */
  constructor(given: GitlabOptions | GitlabAppCredentials, page?: PageOptions);
}

/** Discord, as this app uses it. */
export declare class DiscordAuthProvider extends OAuth2AuthProvider {
  /** Throws as {@link AuthProvider}. */
  constructor(given: DiscordOptions | DiscordAppCredentials, page?: PageOptions);
}
