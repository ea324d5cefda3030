// The types of the token proxy's handler. Written by hand; must say exactly what index.js does.
// "RFC 6749" and the like name the section a rule comes from.

/** One client at one provider, and the pages that may use it. Checked once, at construction. */
export interface TokenProxyApp {
  /**
   * How the provider speaks: `"github"` (github.com, GitHub Enterprise), or `"oauth2"` for every other one that follows
   * RFC 6749, 7009 and 8628.
   * @default "github"
   */
  provider?: "github" | "oauth2";
  /**
   * The host of a GitHub Enterprise: "octocorp.ghe.com", or that of a GitHub Enterprise Server. The other addresses follow
   * from it. Not for `"oauth2"`.
   * @default "github.com"
   */
  host?: string;
  /** The OAuth app's client ID (RFC 6749 section 2.2). Printable ASCII. Placeholders are refused. */
  clientId: string;
  /**
   * The OAuth app's client secret (RFC 6749 section 2.3.1), at least 8 printable ASCII characters. Placeholders are
   * refused. It is sent to the configured addresses, to nobody else, and never stands in an answer, a log or an error.
   * Required unless `tokenEndpointAuthMethod` is `"none"`.
   */
  clientSecret?: string;
  /**
   * How the client authenticates (OpenID Connect Core 1.0 section 9). `"none"` is for a public client whose provider
   * sends no CORS headers. GitHub knows `"client_secret_post"` only.
   * @default "client_secret_post"
   */
  tokenEndpointAuthMethod?: "client_secret_post" | "client_secret_basic" | "none";
  /**
   * The provider's token endpoint (RFC 6749 section 3.2): https, or http on localhost, 127.0.0.1 or [::1].
   * @default "https://{host}/login/oauth/access_token"; none for "oauth2", where it is required
   */
  tokenUrl?: string;
  /**
   * GitHub's REST API, such as "https://ghe.example/api/v3": https, or http on localhost, 127.0.0.1 or [::1].
   * `/revoke` and `/revoke/grant` work there; without an API they do not exist (but `/revoke`, which also
   * ends sealed cookies). Not for `"oauth2"`.
   * @default that of `host`, when `tokenUrl` is that of `host`, else none
   */
  apiUrl?: string;
  /**
   * The revocation endpoint (RFC 7009) of an `"oauth2"` provider; without it there is no `/revoke`, but to
   * end sealed cookies. https, or http on
   * localhost, 127.0.0.1 or [::1].
   */
  revocationUrl?: string;
  /**
   * Whether there are `/device/code` and, at `/token`, the device grant (RFC 8628). It is for signing in on another
   * device: somebody can be talked into entering a code that is not theirs (RFC 8628 section 5.4).
   * @default false
   */
  deviceFlow?: boolean;
  /**
   * The provider's device authorization endpoint (RFC 8628 section 3.1): https, or http on localhost, 127.0.0.1 or
   * [::1]. Needed for `deviceFlow` when `tokenUrl` is not that of `host`.
   * @default "https://{host}/login/device/code" when `tokenUrl` is that of `host`, else none
   */
  deviceUrl?: string;
  /**
   * Every redirect URI a page may redeem a code for, compared character by character (RFC 9700 section 2.1).
   * At least one. A page can only use those of its own origin. https, unless `allowInsecureOrigins`.
   */
  redirectUris: readonly string[];
  /**
   * The origins whose pages may call the proxy, serialised as a browser does: "https://app.example".
   * Must hold the origin of every redirect URI. https, unless `allowInsecureOrigins`.
   * @default the origins of `redirectUris`
   */
  allowedOrigins?: readonly string[];
  /**
   * Whether redirect URIs and origins may be plain http, such as "http://localhost:5173". For development only; the
   * proxy prints a warning.
   * @default false
   */
  allowInsecureOrigins?: boolean;
  /**
   * Where refresh tokens go. `"pass"`: to the page. `"drop"`: nowhere; a sign-in ends with its access token.
   * `"sealed-cookie"`: into sealed `__Host-` cookies (RFC 10017, token-mediating backend); the page gets a handle in the
   * place of the refresh token. Proxy and page must then be of one site, and the page must set `sealedCookie: true`.
   * @default "pass"
   */
  refreshToken?: "pass" | "drop" | "sealed-cookie";
  /**
   * Keys that seal the cookies, for `"sealed-cookie"`: each an identifier of up to 16 letters and digits, a colon, and 32
   * random bytes in Base64. The first one seals, every one opens: to rotate, put a new one in front, and take the old
   * one away when its cookies have run out.
   */
  cookieKeys?: readonly string[];
}

/** What all apps of a proxy share. */
export interface TokenProxySettings {
  /**
   * The path in front of the routes, such as "/auth"; no slash at the end.
   * @default ""
   */
  basePath?: string;
  /**
   * Who may ask how often: by the client's address (IPv6 by its network of 64 bits; only where the platform tells the
   * handler the address), and by the page's origin. `null`: no limit. Every POST counts, refused ones too.
   * @default 60 requests a minute for an address and 1200 for an origin, counted in memory
   */
  limits?: { address?: RateLimiter | null; origin?: RateLimiter | null };
  /**
   * Called once for each answer. What it throws or rejects with is ignored.
   * @default one line of JSON on `console.log`
   */
  log?: (record: TokenProxyLogRecord) => unknown;
}

/** One app, whose routes are at `basePath`; or several, each with its routes below `{basePath}/{name}`. */
export type TokenProxyOptions = TokenProxySettings &
  (TokenProxyApp | { apps: { readonly [name: string]: TokenProxyApp } });

/**
 * Counts requests by a key. A rate limiting binding of Cloudflare Workers is one. What it throws or rejects with counts as
 * success: a limiter that is down must not keep everybody out.
 */
export interface RateLimiter {
  /** `retryAfter`: seconds; 60 when it is missing. */
  limit(options: { key: string }): Promise<{ success: boolean; retryAfter?: number }>;
}

/**
 * Counts in this process, at most 10 000 keys: `limit` requests in each `period` of seconds.
 *
 * @throws {RangeError} when `limit` is no whole number from 1, or `period` is not above 0.
 */
export function memoryRateLimiter(options: { limit: number; period: number }): RateLimiter;

/**
 * The options that environment variables say, by the names that README.md lists. Empty ones count as absent.
 *
 * @throws {ProxyConfigError} when a `PORTCULLIS_` variable is unknown or a limit is no number.
 */
export function optionsFromEnv(environment: Readonly<Record<string, unknown>>): TokenProxyOptions;

/** One answered request. Holds no query, body, code, verifier, device code, user code or token. */
export interface TokenProxyLogRecord {
  /** When the request arrived, ISO 8601 in UTC. */
  time: string;
  /** The HTTP method. */
  method: string;
  /** The app whose route it was; `null` for `/healthz` and when there is no such route. */
  app: string | null;
  /** The route without the path of the app; `null` when there is none. */
  route: "/token" | "/device/code" | "/revoke" | "/revoke/grant" | "/healthz" | null;
  /** The HTTP status of the answer. */
  status: number;
  /** Milliseconds from request to answer. */
  duration: number;
  /** The request's `Origin`, serialised; "invalid" when it is none, `null` when it is missing. */
  origin: string | null;
  /** The `error` code of the answer; `null` when it is no error. */
  error: string | null;
}

/**
 * The body of an answer that is not a success (RFC 6749 section 5.2).
 *
 * The provider's own errors come with status 400 and the provider's `error`. The proxy's own are:
 * `invalid_request` (400; 403 for a missing `X-Requested-With` where refresh tokens are in cookies),
 * `unsupported_grant_type`, `unsupported_token_type`, `redirect_uri_mismatch` (400), `origin_not_allowed` (403), `not_found` (404), `method_not_allowed` (405), `request_timeout` (408),
 * `request_too_large` (413, 431), `unsupported_media_type` (415), `rate_limited` (429, with `Retry-After` in seconds: of the
 * proxy, or of the provider where it says so), `invalid_grant` (400, for a handle without its cookie),
 * `internal_error` (500), `proxy_misconfigured` (500 when it is found at the start), `upstream_error`, `upstream_invalid_answer`,
 * `upstream_unreachable` (502), `upstream_timeout` (504).
 */
export interface TokenProxyErrorBody {
  error: string;
  error_description?: string;
  /** An http(s) page about the error. */
  error_uri?: string;
  /** Seconds to wait between two polls (RFC 8628 section 3.5). */
  interval?: number;
}

/** The body of a successful answer of `POST {basePath}/token` (RFC 6749 section 5.1). */
export interface TokenProxyTokenBody {
  access_token: string;
  token_type?: string;
  /** As the provider wrote it; GitHub separates with commas. */
  scope?: string;
  /** Seconds. */
  expires_in?: number;
  refresh_token?: string;
  /** Seconds. */
  refresh_token_expires_in?: number;
  id_token?: string;
}

/** The body of a successful answer of `POST {basePath}/device/code` (RFC 8628 section 3.2). */
export interface TokenProxyDeviceBody {
  device_code: string;
  user_code: string;
  /** Where the person enters `user_code`: https, or http on localhost, 127.0.0.1 or [::1]. */
  verification_uri: string;
  /** The same with the code in it; GitHub has none. */
  verification_uri_complete?: string;
  /** Seconds. */
  expires_in: number;
  /** Seconds to wait between two polls; 5 when it is missing. */
  interval?: number;
}

/**
 * A WinterTC fetch handler. Never rejects: every failure is a JSON answer. `client.address`, where the platform knows it,
 * is whom the limits count.
 */
export type TokenProxyHandler = (
  request: TokenProxyRequest,
  client?: { address?: string },
) => Promise<Response>;

/** What the handler reads of a Fetch `Request`, which is one. On node:http it gets no more than this, for speed. */
export interface TokenProxyRequest extends Pick<Request, "method" | "url"> {
  readonly headers: Pick<Headers, "get" | "has" | "keys">;
  readonly body: Pick<ReadableStream<Uint8Array>, "getReader"> | null;
}

/**
 * Makes the token proxy: `POST /token` for the grant types `authorization_code` (RFC 6749 section 4.1.3, always with PKCE,
 * RFC 7636 section 4.5) and, unless it is dropped, `refresh_token` (RFC 6749 section 6), `POST /revoke` (RFC 7009
 * section 2.1), for GitHub `POST /revoke/grant`, which ends every token that the person ever gave the app, their CORS preflights, and `GET /healthz`.
 * With `deviceFlow` also `POST /device/code` (RFC 8628 section 3.1), and
 * `urn:ietf:params:oauth:grant-type:device_code` at `/token` (section 3.4), which goes to GitHub without the secret.
 * A token that is revoked, or that the provider does not know, is answered 200 `{}`.
 * Bounds: 8 KiB and 10 seconds for a request's body, 64 KiB and 10 seconds for the provider's answer.
 *
 * @throws {ProxyConfigError} when an option is missing, wrong or unknown.
 */
export function createTokenProxy(options: TokenProxyOptions): TokenProxyHandler;

/** A configuration that cannot work. Holds no credential. */
export class ProxyConfigError extends Error {
  constructor(field: string, problem: string, fix: string);
  readonly name: "ProxyConfigError";
  /** The option, such as "clientSecret", or "apps.gitlab.clientSecret". */
  readonly field: string;
  /** What is wrong with it, such as "is missing". */
  readonly problem: string;
  /** What to do about it: a sentence. */
  readonly fix: string;
}
