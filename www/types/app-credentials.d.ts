// App credentials: what an app configured for a provider, checked and complete. Must not: hold anybody's tokens.

import type {
  AppOptions,
  DiscordOptions,
  Env,
  GithubOptions,
  GitlabOptions,
  OAuth2Options,
  PageOptions,
} from "./options.js";
import type { JsonObject } from "./subjects.js";

/** A class of app credentials, with options of its own. */
export type AppCredentialsClass<App extends AppCredentials = AppCredentials> = new (
  given: never,
  page?: PageOptions,
) => App;

/**
 * What the owner of an app configured for a provider, complete with defaults; frozen. A text that was not configured is
 * empty. Extend it to compute options or to read `extra`.
 */
export declare class AppCredentials {
  /**
   * Sends nothing.
   * @param page Default `{}`. Providers that `createAuth` makes get its own.
   * @throws {ConfigError} naming the first wrong field.
   * @throws {AuthError} `not_initialized` (slim entry), `wasm_blocked`.
   */
  constructor(given: AppOptions & { name: string }, page?: PageOptions);
  /** In lower case, with `_` for `-`. */
  readonly name: string;
  /** RFC 6749 section 2.2. */
  readonly clientId: string;
  /** RFC 6749 section 3.1.2. */
  readonly redirectUri: string;
  /** RFC 6749 section 3.1. */
  readonly authorizationUrl: string;
  /** RFC 6749 section 3.2; below the token proxy, if there is one. */
  readonly tokenUrl: string;
  /** RFC 7009 section 2; below the token proxy, if there is one. */
  readonly revocationUrl: string;
  /** RFC 8628 section 3.1; below the token proxy, if there is one. Empty when there is none. */
  readonly deviceUrl: string;
  /** Without a slash at the end. */
  readonly apiUrl: string;
  /** Who a token belongs to. */
  readonly userInfoUrl: string;
  /** What `iss` in a callback must be (RFC 9207). */
  readonly issuer: string;
  /** With spaces between. */
  readonly scope: string;
  /** What stands between two scopes in the authorization URL. */
  readonly scopeSeparator: string;
  /** Query parameters for every authorization URL. */
  readonly extraParams: Readonly<Record<string, string>>;
  /** Your own data about the provider. */
  readonly extra: JsonObject;
  /**
   * A copy with some options changed.
   * @throws {ConfigError} naming the first wrong field.
   */
  with(changes: AppOptions): this;
  /**
   * App credentials from environment variables.
   * @param given Counts more than what the environment says. Default `{}`.
   * @throws {ConfigError} naming the first wrong field; `client_secret_in_browser` for a variable with the secret.
   */
  static fromEnv<App extends AppCredentials>(
    this: AppCredentialsClass<App>,
    env: Env,
    given?: AppOptions,
    page?: PageOptions,
  ): App;
}

/** For any OAuth 2 provider. Everything that the code flow needs must be there, or a personal access token. */
export declare class OAuth2AppCredentials extends AppCredentials {
  /** Throws as {@link AppCredentials}. */
  constructor(given: OAuth2Options & { name: string }, page?: PageOptions);
}

/** For GitHub. Source: docs.github.com/apps/oauth-apps/building-oauth-apps */
export declare class GithubAppCredentials extends OAuth2AppCredentials {
  /** Throws as {@link AppCredentials}. */
  constructor(given: GithubOptions, page?: PageOptions);
}

/** For GitLab. Source: docs.gitlab.com/api/oauth2 */
export declare class GitlabAppCredentials extends OAuth2AppCredentials {
  /** Throws as {@link AppCredentials}. */
  constructor(given: GitlabOptions, page?: PageOptions);
}

/** For Discord. Source: docs.discord.com/developers/topics/oauth2 */
export declare class DiscordAppCredentials extends OAuth2AppCredentials {
  /** Throws as {@link AppCredentials}. */
  constructor(given: DiscordOptions, page?: PageOptions);
}
