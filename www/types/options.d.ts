// What apps configure: options of `createAuth` and of app credentials. Must not: hold what a provider makes of them.

import type {
  DiscordAppCredentials,
  GithubAppCredentials,
  GitlabAppCredentials,
  OAuth2AppCredentials,
} from "./app-credentials.js";
import type {
  AuthProvider,
  DiscordAuthProvider,
  GithubAuthProvider,
  GitlabAuthProvider,
} from "./providers.js";
import type { StoreOption } from "./stores.js";
import type { JsonObject } from "./subjects.js";

/** What is true of the page, whatever the provider. */
export interface PageOptions {
  /**
   * Accept a page that is served over plain http on a host that is not loopback, such as a LAN address in development.
   * Warns in the console. Anybody on that network can read the tokens. Default `false`.
   */
  allowInsecureOrigin?: boolean;
}

/** Options of `createAuth` that are the same with and without `env`. */
export interface CommonAuthOptions extends PageOptions {
  /** Providers by name. Options make an `OAuth2AuthProvider`. Default: none. */
  providers?: Readonly<Record<string, OAuth2AppCredentials | AuthProvider | OAuth2Options>>;
  /** Where credentials are kept. Pending sign-ins are always in sessionStorage. Default `"session"`. */
  store?: StoreOption;
}

/** Options of `createAuth`, some in the environment. What is given in code counts more. */
export interface EnvAuthOptions extends CommonAuthOptions {
  /** Configures GitHub, GitLab and Discord where it has their client id or token. */
  env: Env;
  /** Default: what `env` says. */
  github?: GithubAppCredentials | GithubAuthProvider | AppOptions;
  /** Default: what `env` says. */
  gitlab?: GitlabAppCredentials | GitlabAuthProvider | AppOptions;
  /** Default: what `env` says. */
  discord?: DiscordAppCredentials | DiscordAuthProvider | AppOptions;
}

/** Options of `createAuth`, all in code. At least one provider is needed. */
export interface GivenAuthOptions extends CommonAuthOptions {
  /** With it, options are {@link EnvAuthOptions}. */
  env?: undefined;
  /** Default: not configured. */
  github?: GithubAppCredentials | GithubAuthProvider | GithubOptions;
  /** Default: not configured. */
  gitlab?: GitlabAppCredentials | GitlabAuthProvider | GitlabOptions;
  /** Default: not configured. */
  discord?: DiscordAppCredentials | DiscordAuthProvider | DiscordOptions;
}

/** Options of `createAuth`. */
export type AuthOptions = EnvAuthOptions | GivenAuthOptions;

/**
 * Environment variables, as bundlers put them into a page: `import.meta.env`, or an object of your own. Read are
 * `<PROVIDER>_CLIENT_ID`, `_REDIRECT_URI`, `_PROXY_URL`, `_AUTHORIZATION_URL` or `_AUTHORIZE_URL`, `_TOKEN_URL`, `_API_URL`,
 * `_HOST`, `_SCOPE`, and `_TOKEN` or `_API_TOKEN`; as they are, or behind `VITE_`, `NEXT_PUBLIC_`, `PUBLIC_` or `REACT_APP_`.
 * The first that is set counts. A `_CLIENT_SECRET` is refused.
 */
export type Env = Readonly<Record<string, unknown>>;

/**
 * What the owner of an app configures for a provider. URLs are https, or http on 127.0.0.1, [::1] or localhost (RFC 8252
 * section 7.3, RFC 9700 section 2.6). There is no `clientSecret`: it belongs to the token proxy.
 */
export interface AppOptions {
  /** The provider's name: in lower case, with `_` for `-`. Default: that of the class; `createAuth` gives it itself. */
  name?: string;
  /** The client id of your OAuth app or GitHub App (RFC 6749 section 2.2). */
  clientId?: string;
  /**
   * Where the provider sends people back to: absolute, without fragment, and exactly as it is registered. No two
   * providers can have the same, whatever its query (RFC 9207 section 1).
   */
  redirectUri?: string;
  /**
   * Base URL of your token proxy: `/token`, `/revoke` and `/device/code` below it take the place of `tokenUrl`,
   * `revocationUrl` and `deviceUrl`.
   * Relative URLs are resolved against the page's origin. Default: none.
   */
  proxyUrl?: string;
  /**
   * The token proxy keeps refresh tokens in sealed cookies (`refreshToken: "sealed-cookie"` there; RFC 10017, token-mediating
   * backend): requests to it carry cookies and the header `X-Requested-With`. It must be of the page's own site, and
   * needs `proxyUrl`. `refreshToken` is then only the name of a cookie. Default `false`.
   */
  sealedCookie?: boolean;
  /** RFC 6749 section 3.1. Default: the built-in provider's. */
  authorizationUrl?: string;
  /** RFC 6749 section 3.2. Default: the built-in provider's. */
  tokenUrl?: string;
  /** RFC 7009 section 2. Default: the built-in provider's, but none for GitHub, where it takes `proxyUrl`. */
  revocationUrl?: string;
  /** Device authorization endpoint, RFC 8628 section 3.1. Default: the built-in provider's; with `proxyUrl`, the proxy's. */
  deviceUrl?: string;
  /** Base of the API. The access token is sent to this origin only. Default: the built-in provider's. */
  apiUrl?: string;
  /** Who a token belongs to, as JSON. Default: below `apiUrl`, where the built-in provider has it. */
  userInfoUrl?: string;
  /** What `iss` in a callback must be (RFC 9207). Default: from `authorizationUrl`. */
  issuer?: string;
  /** Host of a GitHub Enterprise or GitLab of your own, for the default of every URL. Default: `github.com` and the like. */
  host?: string;
  /** Scopes for every sign-in that names none: an array, or one string with spaces. Default: none. */
  scope?: string | readonly string[];
  /** What stands between two scopes in the authorization URL. Default: a space (RFC 6749 section 3.3). */
  scopeSeparator?: string;
  /** Query parameters for every authorization URL. Those that the flow sets are refused. Default: none. */
  extraParams?: Readonly<Record<string, string>>;
  /** Nothing else works in a page (RFC 7591 section 2). Default `"none"`. */
  tokenEndpointAuthMethod?: "none";
  /** A personal access token of the app's own, for whoever has not signed in. Kept in memory. Default: none. */
  token?: string;
  /** Your own data about the provider, for bindings and flows. Default `{}`. */
  extra?: JsonObject;
}

/**
 * GitHub, as an OAuth app or a GitHub App: it needs `clientId`, `redirectUri`, and `proxyUrl` or a `tokenUrl` that is not
 * GitHub's own, because that needs the client secret and has no CORS. Or only a `token`.
 */
export type GithubOptions = AppOptions &
  (
    | { token: string }
    | ({ clientId: string; redirectUri: string } & ({ tokenUrl: string } | { proxyUrl: string }))
  );

/** GitLab: it needs `clientId` and `redirectUri`, and no proxy when the app is not confidential. Or only a `token`. */
export type GitlabOptions = AppOptions & ({ token: string } | { clientId: string; redirectUri: string });

/** Discord: it needs `clientId` and `redirectUri`, and no proxy when the app is a public client. Or only a `token`. */
export type DiscordOptions = AppOptions & ({ token: string } | { clientId: string; redirectUri: string });

/** Any other provider: it needs `clientId`, `redirectUri`, `authorizationUrl`, and `tokenUrl` or `proxyUrl`. Or only a `token`. */
export type OAuth2Options = AppOptions &
  (
    | { token: string }
    | ({ clientId: string; redirectUri: string; authorizationUrl: string } & (
        | { tokenUrl: string }
        | { proxyUrl: string }
      ))
  );
