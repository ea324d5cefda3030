// The types of the token proxy's handler. Written by hand; must say exactly what index.js does.
// "RFC 6749" and the like name the section a rule comes from.

/** What the proxy is for: one OAuth app, its pages, its provider. Checked once, at construction. */
export interface TokenProxyOptions {
  /** The OAuth app's client ID (RFC 6749 section 2.2). Printable ASCII. Placeholders are refused. */
  clientId: string;
  /**
   * The OAuth app's client secret (RFC 6749 section 2.3.1), at least 8 printable ASCII characters.
   * Placeholders are refused. It is sent to `tokenUrl` and, for revoking, to `apiUrl`, to nobody else, and never
   * stands in an answer, a log or an error.
   */
  clientSecret: string;
  /**
   * The provider's token endpoint (RFC 6749 section 3.2): https, or http on localhost, 127.0.0.1 or [::1].
   * @default "https://github.com/login/oauth/access_token"
   */
  tokenUrl?: string;
  /**
   * GitHub's REST API, such as "https://ghe.example/api/v3": https, or http on localhost, 127.0.0.1 or [::1].
   * `/revoke` ends access tokens there; without an API there is no `/revoke`.
   * @default "https://api.github.com" when `tokenUrl` is github.com's, else none
   */
  apiUrl?: string;
  /**
   * Whether there are `/device/code` and, at `/token`, the device grant (RFC 8628). It is for signing in on another
   * device: somebody can be talked into entering a code that is not theirs (RFC 8628 section 5.4).
   * @default false
   */
  deviceFlow?: boolean;
  /**
   * The provider's device authorization endpoint (RFC 8628 section 3.1): https, or http on localhost, 127.0.0.1 or
   * [::1]. Needed for `deviceFlow` when `tokenUrl` is not github.com's.
   * @default "https://github.com/login/device/code" when `tokenUrl` is github.com's, else none
   */
  deviceUrl?: string;
  /**
   * Every redirect URI a page may redeem a code for, compared character by character (RFC 9700 section 2.1).
   * At least one. A page can only use those of its own origin.
   */
  redirectUris: readonly string[];
  /**
   * The origins whose pages may call the proxy, serialised as a browser does: "https://app.example".
   * Must hold the origin of every redirect URI.
   * @default the origins of `redirectUris`
   */
  allowedOrigins?: readonly string[];
  /**
   * The path in front of the routes `/token`, `/device/code`, `/revoke` and `/healthz`, such as "/auth/github"; no slash at the end.
   * @default ""
   */
  basePath?: string;
  /**
   * Called once for each answer. What it throws or rejects with is ignored.
   * @default one line of JSON on `console.log`
   */
  log?: (record: TokenProxyLogRecord) => unknown;
}

/** One answered request. Holds no query, body, code, verifier, device code, user code or token. */
export interface TokenProxyLogRecord {
  /** When the request arrived, ISO 8601 in UTC. */
  time: string;
  /** The HTTP method. */
  method: string;
  /** The route without `basePath`; `null` when there is none. */
  route: "/token" | "/device/code" | "/revoke" | "/healthz" | null;
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
 * `invalid_request`, `unsupported_grant_type`, `unsupported_token_type`, `redirect_uri_mismatch` (400),
 * `origin_not_allowed` (403), `not_found` (404), `method_not_allowed` (405), `request_timeout` (408),
 * `request_too_large` (413, 431), `unsupported_media_type` (415), `rate_limited` (429, with the provider's `Retry-After` in seconds),
 * `internal_error` (500), `proxy_misconfigured`, `upstream_error`, `upstream_invalid_answer`,
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

/** A WinterTC fetch handler. Never rejects: every failure is a JSON answer. */
export type TokenProxyHandler = (request: Request) => Promise<Response>;

/**
 * Makes the token proxy: `POST {basePath}/token` for the grant types `authorization_code` (RFC 6749 section
 * 4.1.3, always with PKCE, RFC 7636 section 4.5) and `refresh_token` (RFC 6749 section 6),
 * `POST {basePath}/revoke` for access tokens (RFC 7009 section 2.1), their CORS preflights, and
 * `GET {basePath}/healthz`. With `deviceFlow` also `POST {basePath}/device/code` (RFC 8628 section 3.1), and
 * `urn:ietf:params:oauth:grant-type:device_code` at `/token` (section 3.4), which goes upstream without the secret. A token that is revoked, or that the provider does not know, is answered 200 `{}`.
 * Bounds: 8 KiB and 10 seconds for a request's body, 64 KiB and 10 seconds for the provider's answer.
 *
 * @throws {ProxyConfigError} when an option is missing, wrong or unknown.
 */
export function createTokenProxy(options: TokenProxyOptions): TokenProxyHandler;

/** A configuration that cannot work. Holds no credential. */
export class ProxyConfigError extends Error {
  constructor(field: string, problem: string, fix: string);
  readonly name: "ProxyConfigError";
  /** The option, such as "clientSecret". */
  readonly field: string;
  /** What is wrong with it, such as "is missing". */
  readonly problem: string;
  /** What to do about it: a sentence. */
  readonly fix: string;
}
