// The public types of `portcullis/testing`. For Node; nothing of it belongs into a page.

/** An OAuth app that is registered at the stand-in. */
export interface GithubStandInApp {
  /** Its client id: any text. */
  clientId: string;
  /** Its client secret: any text. Only the token proxy has it. */
  clientSecret: string;
  /** What the authorize page calls it. */
  name: string;
  /** Its callback URLs, at least one. As at GitHub, the port of one on 127.0.0.1 or [::1] does not count. */
  callbackUrls: readonly {
    /** Absolute. */
    url: string;
    /** GitHub's wildcard matching: also sub-domains, and paths below. */
    wildcard: boolean;
  }[];
  /** Whether access tokens end, and come with a refresh token. Default `false`. */
  expiringTokens?: boolean;
  /** Whether the device flow is enabled. Default `true`. */
  deviceFlow?: boolean;
}

/** Somebody with an account at the stand-in. As in an answer of `GET /user`. */
export interface GithubStandInPerson {
  /** The name of the account. */
  readonly login: string;
  /** The subject of a session, as a number. */
  readonly id: number;
  /** The name that pages show. */
  readonly name: string;
  /** The public address; `null` without one. */
  readonly email: string | null;
  /** `null` where the profile says none, as the next two. */
  readonly company: string | null;
  /** A place, in words. */
  readonly location: string | null;
  /** A few words about the person. */
  readonly bio: string | null;
  /** How many follow the person. */
  readonly followers: number;
  /** How many the person follows. */
  readonly following: number;
  /** ISO 8601, in UTC. */
  readonly createdAt: string;
}

/** The three accounts: `ada-brook`, `jun-okafor` and `rosa-lindqvist`. */
export declare const people: readonly GithubStandInPerson[];

/**
 * Which of GitHub's behaviours, and which faults, are on. Assign to turn one; it holds from the next request on, until
 * `reset()`. Another name or value throws a `TypeError`.
 */
export interface GithubStandInSwitches {
  /** `iss` in the callback (RFC 9207): left out, GitHub's, or somebody else's. Default `"none"`. */
  iss: "none" | "right" | "wrong";
  /** `Cross-Origin-Opener-Policy: same-origin` on the pages of a sign-in: they cut a popup off from its opener. Default `false`. */
  coop: boolean;
  /** The authorize page is an error page, which sends nobody back. Default `false`. */
  authorizeError: boolean;
  /** What happens to a redirect URI that is not registered: back with an error, or an error page. Default `"redirect"`. */
  redirectMismatch: "redirect" | "page";
  /** The person has agreed before: no page is shown, unless `prompt=select_account` asks for it. Default `false`. */
  autoApprove: boolean;
  /** The `error` of a PKCE check that failed. Default `"bad_verification_code"`. */
  pkceError: string;
  /**
   * A fault of the token endpoint: a 502 page, half an answer, a connection that breaks before or after the work is done.
   * `"slow"` holds the answer back until this switch is set again. Default `null`.
   */
  token: null | "html502" | "slow" | "truncated" | "resetBefore" | "resetAfter";
  /** Seconds between the polls of a device; `null` tells none, and 5 hold (RFC 8628 section 3.2). Default `5`. */
  deviceInterval: number | null;
  /**
   * The next answers to polls of a device, first one first: any `error` of RFC 8628 section 3.5, `"server_error"` (a 502
   * page), or `"connection_reset"`. Default `[]`.
   */
  devicePolls: readonly string[];
  /** Seconds that access tokens of expiring apps live; `null`: what `startGithub` was given. Default `null`. */
  tokenLifetime: number | null;
  /** The API's rate limits: 403 with none remaining, 403 without `Retry-After`, or 429 with it. Default `null`. */
  rateLimit: null | "primary" | "secondary" | "secondaryRetryAfter";
  /** An organization demands single sign-on: the API refuses whatever needs a person. Default `false`. */
  sso: boolean;
  /** GitHub Enterprise Server ignores PKCE; ghe.com differs by its addresses only. Default `"dotcom"`. */
  mode: "dotcom" | "ghes" | "ghe.com";
  /** The login of who is signed in there; `null`: the person that `login=` in the request names, else the first. Default `null`. */
  user: string | null;
}

/** What a test does in the place of a person with another device, or of time. Each throws when there is no such code. */
export interface GithubStandInDevice {
  /** Approves a waiting code, as it is shown. @param login Who does. Default: who is signed in there. */
  approve(userCode: string, login?: string): void;
  /** Refuses it. */
  deny(userCode: string): void;
  /** Ends it. */
  expire(userCode: string): void;
  /** Puts the clock of all device codes forward by seconds, so that the next poll is not too early. */
  advance(seconds: number): void;
}

/** A request as it arrived. */
export interface GithubStandInRequest {
  /** `"web"` stands for github.com, `"api"` for api.github.com. */
  readonly server: "web" | "api";
  /** The HTTP method. */
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Without the `?`. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body as text. Empty until it has arrived. */
  readonly body: string;
  /** The body of a form, by field; of anything else `{}`. */
  readonly form: Readonly<Record<string, string>>;
  /** When it arrived, in epoch milliseconds. */
  readonly at: number;
}

/** The running stand-in: two servers on 127.0.0.1. */
export interface GithubStandIn {
  /** In the place of `https://github.com`: `/login/oauth/authorize`, `/login/oauth/access_token`, `/login/device`. */
  readonly webUrl: string;
  /** In the place of `https://api.github.com`: `/user`, `/user/emails`, `/user/repos`, `/rate_limit`, `/applications/…`. */
  readonly apiUrl: string;
  /** Every request since the start or the last `reset()`, first one first. */
  readonly log: readonly GithubStandInRequest[];
  /** Turned by assignment. */
  readonly switches: GithubStandInSwitches;
  /** For the device flow. */
  readonly device: GithubStandInDevice;
  /** Ends every access token that ends at all; refresh tokens stay good. */
  expireAccessTokens(): void;
  /** Ends every authorization code that has not been redeemed. */
  expireCodes(): void;
  /** As it was at the start: switches, tokens, grants, rate limits, and an empty log. */
  reset(): void;
  /** Stops both servers, open connections too. */
  close(): Promise<void>;
}

/** Where the stand-in listens, and how long its tokens live. */
export interface GithubStandInOptions {
  /** The port for github.com. Default: a free one. */
  webPort?: number;
  /** The port for api.github.com. Default: a free one. */
  apiPort?: number;
  /** Seconds that an access token lives, where it ends. Default `28800`, as at GitHub. */
  tokenLifetime?: number;
}

/** Options of {@link startGithub}. */
export interface StartGithubOptions extends GithubStandInOptions {
  /** The apps that it knows. An app that is pushed to the array later is known at once. */
  apps: readonly GithubStandInApp[];
}

/** Options of {@link startGithubWithProxy}. */
export interface StartGithubWithProxyOptions extends GithubStandInOptions {
  /** Where the app under test is called back: with its port. */
  redirectUri: string;
  /** The port for the token proxy. Default: a free one. */
  proxyPort?: number;
}

/** The stand-in with one app, and that app's token proxy. */
export interface GithubStandInWithProxy extends GithubStandIn {
  /** Where the token proxy listens. */
  readonly proxyUrl: string;
  /** What the app under test has to be configured with; `createAuth({ env })` takes it, with and without a bundler's prefix. */
  readonly env: {
    /** Of the app that the stand-in knows. */
    readonly GITHUB_CLIENT_ID: string;
    /** What was given. */
    readonly GITHUB_REDIRECT_URI: string;
    /** As `proxyUrl`. */
    readonly GITHUB_PROXY_URL: string;
    /** Below `webUrl`. */
    readonly GITHUB_AUTHORIZATION_URL: string;
    /** As `apiUrl`. */
    readonly GITHUB_API_URL: string;
  };
}

/**
 * Starts the stand-in. It keeps to what GitHub documents: PKCE, single use of codes, rotation, its error answers with status
 * 200, and no CORS at its token endpoint. Source: docs.github.com/apps/oauth-apps
 * @throws when a port is taken; the error's `code` is Node's, such as `EADDRINUSE`.
 */
export declare function startGithub(options: StartGithubOptions): Promise<GithubStandIn>;

/**
 * Starts the stand-in with one app (expiring tokens, device flow), and a token proxy that has its secret. The proxy has no
 * rate limits and no log; that plain http is for development only, it says once.
 * @throws when a port is taken; the error's `code` is Node's, such as `EADDRINUSE`.
 * @throws {ProxyConfigError} when the proxy cannot take the `redirectUri`.
 */
export declare function startGithubWithProxy(
  options: StartGithubWithProxyOptions,
): Promise<GithubStandInWithProxy>;
