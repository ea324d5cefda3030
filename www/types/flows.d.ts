// Flows: authorize, exchange, refresh. Must not: know who is signed in; a flow stores no credentials.

import type { OAuth2UserCredentials, UserCredentialsLike } from "./credentials.js";
import type { AuthProvider } from "./providers.js";
import type { SignInOptions } from "./sign-in.js";
import type { Subject } from "./subjects.js";

/** A page to send the person to. */
export interface AuthorizationRequest {
  /** https, or http on loopback. */
  authorizationUrl: string;
  /** What the provider hands back in the callback: 22 to 512 base64url characters that nobody can guess. */
  state: string;
}

/** What `authorize` of a flow gives that needs no other page: its `exchange` gets it at once, with the sign-in's options. */
export interface FlowInput {
  /** None. */
  authorizationUrl?: undefined;
  /** The flow's own. */
  [member: string]: unknown;
}

/** What a flow begins with. */
export type FlowStart = AuthorizationRequest | FlowInput | undefined;

/**
 * What a flow's `exchange` is given: of a callback this; of a flow that needs no other page its own {@link FlowInput} and
 * the options of the sign-in. Say in your method which members it expects.
 */
export type FlowCallback = object & {
  /** The callback's URL, whole. */
  readonly url?: string;
  /** Its `code`. */
  readonly code?: string;
  /** Its `state`, already checked. */
  readonly state?: string;
};

/** What to renew. */
export interface RefreshOptions {
  /** Used in place of the credentials' own. Default: that of `credentials`. */
  refreshToken?: string | null;
  /** What the answer leaves out is taken from these (RFC 6749 section 6). Default: none. */
  credentials?: UserCredentialsLike;
  /** Whose they are. Without credentials and refresh token: whose to renew and to store. Default: who signed in last. */
  subject?: Subject | null;
  /** More parameters for the token request. Those that the flow sets are refused. Default: none. */
  tokenParams?: Readonly<Record<string, string>>;
}

/** Any object with these three methods is a flow. Errors other than `AuthError` become `flow_failed`. */
export interface AuthFlow {
  /** What sort of flow it is. */
  readonly kind?: string;
  /** The class of the credentials that it makes. Default: `AuthProvider.userCredentials` of the provider. */
  readonly tokenClass?: typeof OAuth2UserCredentials;
  /** Begins a sign-in, with its options and those of its own. A flow that must act inside a click gives no promise. */
  authorize(options?: SignInOptions & object): FlowStart | Promise<FlowStart>;
  /** Finishes it. Called once for each callback. */
  exchange(callback: FlowCallback): UserCredentialsLike | Promise<UserCredentialsLike>;
  /** New credentials for old ones; within a minute. The error `refresh_rejected` signs the person out. */
  refresh(from: RefreshOptions): UserCredentialsLike | Promise<UserCredentialsLike>;
  /** Ends credentials at the provider; whether it did. Default: it cannot. */
  revoke?(what: { credentials: OAuth2UserCredentials; isGrant?: boolean }): boolean | Promise<boolean>;
  /** Gives up what is under way. */
  close?(): void;
}

/** The flow to extend: every method throws until you write it. */
export declare class BaseAuthFlow implements AuthFlow {
  /** Takes nothing and does nothing. */
  constructor();
  /** What sort of flow it is. Default `"generic"`. */
  readonly kind: string;
  /** Begins a sign-in. @throws {AuthError} `invalid_flow`. */
  authorize(options?: SignInOptions & object): FlowStart | Promise<FlowStart>;
  /** Finishes it. @throws {AuthError} `invalid_flow`. */
  exchange(callback: FlowCallback): UserCredentialsLike | Promise<UserCredentialsLike>;
  /** New credentials for old ones. @throws {AuthError} `refresh_not_supported`. */
  refresh(from?: RefreshOptions): UserCredentialsLike | Promise<UserCredentialsLike>;
}

/** How a provider makes a flow. */
export interface FlowDeclaration {
  /** Makes it. */
  factory(provider: AuthProvider): AuthFlow;
}

/**
 * Declares a flow of a provider class: `static flows = { card: flow((provider) => new CardFlow(provider.appCredentials)) }`.
 * Made at its first use, once for each provider.
 * @throws {ConfigError} `invalid_flow` when the factory is no function.
 */
export declare function flow<Provider extends AuthProvider = AuthProvider>(
  factory: (provider: Provider) => AuthFlow,
): FlowDeclaration;
