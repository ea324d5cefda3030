// What a person granted. Must not: know how it is obtained, stored or renewed.

/** What credentials are made of. A constructor of your own hands it to `super` as it is. */
export interface UserCredentialsFields {
  /** The access token. */
  readonly accessToken: string;
  /** The token endpoint's answer, secrets included. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/**
 * What a person granted. Made by a sign-in; extend it to read more out of `raw`, and name your class in
 * `AuthProvider.userCredentials` or `OAuth2FlowOptions.tokenClass`. `JSON.stringify`, `String` and the console show no secret.
 */
export declare class OAuth2UserCredentials {
  /** For classes that extend it. */
  protected constructor(fields: UserCredentialsFields);
  /** RFC 6749 section 1.4. */
  readonly accessToken: string;
  /** RFC 6750: the one type that is accepted. */
  readonly tokenType: "Bearer";
  /** RFC 6749 section 1.5; `null` when there is none. */
  readonly refreshToken: string | null;
  /** OpenID Connect Core section 2, not validated; `null` when there is none. */
  readonly idToken: string | null;
  /** Granted scopes; `[]` for GitHub Apps, `null` when unknown. */
  readonly scope: string[] | null;
  /** Lifetime in seconds at issue; `null` when the provider named none. */
  readonly expiresIn: number | null;
  /** Epoch seconds; `null` when unknown. */
  readonly expiresAt: number | null;
  /** The token endpoint's answer, secrets included. */
  readonly raw: Record<string, unknown>;
  /**
   * Whether the access token is over or nearly so. Never, when its end is unknown.
   * @param leeway Seconds before the end that count as over. Default 60.
   */
  isExpired(leeway?: number): boolean;
  /** The headers of a request with the access token: `authorization` (RFC 6750 section 2.1). */
  headers(): Record<string, string>;
  /** The same facts with every secret redacted, and without `raw`. */
  toJSON(): Record<string, unknown>;
  /** A text without any secret. */
  toString(): string;
}

/** What a person granted at GitHub. It has no ID token. */
export declare class GithubUserCredentials extends OAuth2UserCredentials {}

/** Credentials that an app holds, in this package's spelling. */
export interface PlainCredentials {
  /** Required. */
  accessToken: string;
  /** `"Bearer"`, which is the default, in any case of letters. */
  tokenType?: string | null;
  /** Default: none. */
  refreshToken?: string | null;
  /** Default: none. */
  idToken?: string | null;
  /** An array, or one string with spaces or commas. Default: unknown. */
  scope?: string | readonly string[] | null;
  /** Seconds from now, unless `expiresAt` is given too. Default: unknown. */
  expiresIn?: number | string | null;
  /** Epoch seconds. Default: from `expiresIn`. */
  expiresAt?: number | null;
  /** More, for `raw`: plain JSON. */
  [member: string]: unknown;
}

/** A token endpoint's answer (RFC 6749 section 5.1). */
export interface TokenAnswer {
  /** Required. */
  access_token: string;
  /** `"Bearer"`, which is the default, in any case of letters. */
  token_type?: string | null;
  /** Default: none. */
  refresh_token?: string | null;
  /** Default: none. */
  id_token?: string | null;
  /** An array, or one string with spaces or commas. Default: unknown. */
  scope?: string | readonly string[] | null;
  /** Seconds from now, unless `expires_at` is given too. Default: unknown. */
  expires_in?: number | string | null;
  /** Epoch seconds. Default: from `expires_in`. */
  expires_at?: number | null;
  /** More, for `raw`: plain JSON. */
  [member: string]: unknown;
}

/** Everything that is taken as credentials. */
export type UserCredentialsLike = OAuth2UserCredentials | PlainCredentials | TokenAnswer;
