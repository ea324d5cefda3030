// App servers that take part in the sign-in. Must not: know how a provider works.

import type { AppCredentials } from "./app-credentials.js";
import type { OAuth2UserCredentials, UserCredentialsLike } from "./credentials.js";
import type { OAuth2AuthProvider } from "./providers.js";
import type { SignInOptions } from "./sign-in.js";
import type { StoreOption } from "./stores.js";

/** Routes of a {@link ServerSession}. */
export interface ServerPaths {
  /** Default `"/auth/login"`. */
  login?: string;
  /** Default `"/auth/status"`. */
  status?: string;
  /** Default `"/auth/userinfo"`. */
  userInfo?: string;
  /** Default `"/auth/refresh"`. */
  refresh?: string;
  /** Default `"/auth/logout"`. */
  logout?: string;
}

/** Options of {@link ServerSession}. */
export interface ServerSessionOptions {
  /** Your server's address; relative ones are resolved against the page. Default: the page's own origin. */
  baseUrl?: string | URL;
  /** Other routes than pywry's. */
  paths?: ServerPaths;
  /** For every request, such as one against CSRF. Default: none. */
  headers?: Readonly<Record<string, string>>;
}

/** Who is signed in at the server. Roles are for showing and hiding things; only the server can refuse. */
export interface ServerStatus {
  /** Whether somebody is. */
  readonly authenticated: boolean;
  /** Who. */
  readonly userId: string | null;
  /** What the server calls roles. */
  readonly roles: readonly string[];
  /** When the session ends, in epoch seconds. */
  readonly expiresAt: number | null;
}

/**
 * A session that your own server holds, in a cookie that the page cannot read: the routes of pywry's deploy mode. Every method
 * throws `not_signed_in` (401), `csrf_failed` (403), `rate_limited` (429, retryable), `server_error`, `network_error`, `timeout`,
 * and an {@link OAuthError} with the server's own `error` for everything else that it says.
 */
export declare class ServerSession {
  /** Sends nothing. @throws {ConfigError} naming the first wrong option. */
  constructor(options?: ServerSessionOptions);
  /** Leaves the page for the server's login. */
  login(): void;
  /** Who is signed in. */
  status(): Promise<ServerStatus>;
  /** What the server knows about the person. */
  userInfo(): Promise<Readonly<Record<string, unknown>>>;
  /** Renews the server's tokens. @throws {AuthError} `no_refresh_token`, `refresh_rejected`. */
  refresh(): Promise<{
    /** Seconds; `null` when the server does not say. */
    readonly expiresIn: number | null;
  }>;
  /** Ends the session. */
  logout(): Promise<void>;
}

/** Options of {@link HostAuthProvider}. */
export interface HostOptions {
  /** The server's address, with the path that its routes are under; without a scheme, https. */
  host: string;
  /** The provider's name. Default: made of the host. */
  name?: string;
  /**
   * What the server speaks: that of py-oidc-auth, which makes the state and the PKCE verifier itself, or RFC 6749 and RFC 8628.
   * Default `"py-oidc-auth"`.
   */
  dialect?: "py-oidc-auth" | "rfc";
  /** Required with the dialect `"rfc"`. Default with the other, which sends none: the host, in the key of what is stored. */
  clientId?: string;
  /** Default `"/auth/v2/login"`. */
  loginRoute?: string;
  /** Default `"/auth/v2/token"`. */
  tokenRoute?: string;
  /** Default `"/auth/v2/device"`. */
  deviceRoute?: string;
  /** Default `"/auth/v2/logout"`. */
  logoutRoute?: string;
  /** Default `"/auth/v2/userinfo"`. */
  userinfoRoute?: string;
  /**
   * Registered callbacks: this very page if it is one, else the first of its origin. Give every host one of its own: a server that
   * makes the state itself cannot be told from another by it (RFC 9207). Default: the page's address without query.
   */
  redirectUris?: readonly string[];
  /** Scopes, where the server takes any. Default: none. */
  scope?: string | readonly string[];
  /** OpenID Connect Core section 3.1.2.1. Default: none. */
  prompt?: "none" | "login" | "consent" | "select_account";
  /** Asks for a refresh token. Default `true`. */
  offlineAccess?: boolean;
  /** Credentials that the page was given, for who has none stored. Default: none. */
  bootstrapToken?: UserCredentialsLike | (() => UserCredentialsLike | Promise<UserCredentialsLike>);
}

/** Options of {@link HostAuthProvider.for} besides the host. */
export interface SharedHostOptions extends Omit<HostOptions, "host"> {
  /** Where credentials are kept. Default `"session"`. */
  store?: StoreOption;
}

/** What to do next to have credentials. */
export type AuthStrategy = "use_token" | "refresh_token" | "interactive_auth" | "fail";

/** How {@link AuthStrategy} is chosen. */
export interface StrategyOptions {
  /** Sign in anew, whatever is stored. Default `false`. */
  force?: boolean;
  /** Whether a person may be asked: always, never, or only inside a click. Default `"allow"`. */
  interactive?: "allow" | "never" | "require-user-activation";
}

/** An app server that mediates logins, such as one with py-oidc-auth. Everybody who signs in here is the subject `"default"`. */
export declare class HostAuthProvider extends OAuth2AuthProvider {
  /** Sends nothing. @throws {ConfigError} naming the first wrong option; `no_matching_redirect_uri`. */
  constructor(options: HostOptions | AppCredentials);
  /**
   * The one shared provider of a host, registered with a manager of its own.
   * @throws {ConfigError} `instance_conflict` when it exists with other options; functions and stores are not compared.
   */
  static for(host: string, options?: SharedHostOptions): HostAuthProvider;
  /** Forgets all of them, and ends what they have under way. Stored credentials stay. */
  static resetInstances(): void;
  /** What `authenticate` would do. */
  getStrategy(options?: StrategyOptions): Promise<AuthStrategy>;
  /** Forgets the credentials and leaves the page for the server's logout, which comes back to a path of this origin. */
  logout(options?: {
    /** Same-origin path. Default `"/"`. */
    returnTo?: string;
  }): Promise<void>;
}

/** Options of {@link authenticate}. */
export interface HostSignInOptions
  extends SharedHostOptions,
    StrategyOptions,
    Pick<SignInOptions, "timeout" | "signal" | "onPrompt" | "onTick" | "window"> {
  /**
   * `"code"`: popup or redirect. `"device"`: with a code, and as `"code"` where the server has no device flow. `"auto"`: as
   * `"code"`; where the popup is blocked and there is an `onPrompt`, with a device code. Default `"auto"`.
   */
  flow?: "auto" | "code" | "device";
}

/**
 * Credentials for an app server, in one line: stored ones, renewed ones, or those of a sign-in.
 * @throws {ConfigError} for wrong options.
 * @throws {AuthError} `interaction_required` when a person would have to be asked and may not; what went wrong with the sign-in.
 */
export declare function authenticate(
  host: string,
  options?: HostSignInOptions,
): Promise<OAuth2UserCredentials>;
