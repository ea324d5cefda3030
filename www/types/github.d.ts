// GitHub's REST API with a session's token. Must not: know where the token comes from.

/** The members of `GET /user` that apps use most; there are more. Source: docs.github.com/rest/users/users */
export interface GithubUser {
  /** Never changes. */
  id: number;
  /** Can change hands; do not key by it. */
  login: string;
  /** The display name, if there is one. */
  name: string | null;
  /** The public address, if there is one. */
  email: string | null;
  /** A picture; every account has one. */
  avatar_url: string;
  /** The profile page. */
  html_url: string;
  /** More. */
  [member: string]: unknown;
}

/**
 * How much of a rate limit is used, from an answer's headers; `null` for what the answer does not say. Source:
 * docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export interface RateLimit {
  /** Requests in a period. */
  readonly limit: number | null;
  /** Requests that are left in this one. */
  readonly remaining: number | null;
  /** Requests that were made in this one. */
  readonly used: number | null;
  /** When the next period begins, in epoch seconds. */
  readonly reset: number | null;
  /** Which limit it is, such as `core` or `search`. */
  readonly resource: string | null;
}

/** An answer of GitHub's API. */
export interface GithubResponse<Data = unknown> {
  /** The HTTP status, below 400. */
  status: number;
  /** As they came, as far as CORS shows them. */
  headers: Headers;
  /** The body: parsed, if it is JSON, else text; `null` when it is empty. Nothing checks its type. */
  data: Data;
  /** The rate limit after this request. */
  rateLimit: RateLimit;
}

/**
 * A small client of GitHub's REST API: `session.github`. Every method throws what `Session.fetch` throws, and
 * `rate_limited`, `sso_required` or `api_error` with the `status` of GitHub's answer.
 */
export declare class GithubClient {
  private constructor();
  /**
   * One request, for version 2022-11-28 of the API (docs.github.com/rest/about-the-rest-api/api-versions).
   * @param route A method and a path, such as `PATCH /repos/{owner}/{repo}`. A path alone is a GET.
   * @param parameters Fill the placeholders; the others go to the query of a GET, HEAD or DELETE, else to a JSON body.
   * @throws {AuthError} `invalid_request` for no route, and for a placeholder without a value.
   */
  request<Data = unknown>(
    route: string,
    parameters?: Readonly<Record<string, unknown>>,
  ): Promise<GithubResponse<Data>>;
  /**
   * The items of all pages, of an array or of the array in an object such as a search's answer. A page is requested when
   * its items are wanted. Source: docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api
   * @throws {AuthError} `invalid_request` when an answer holds no array.
   */
  paginate<Item = unknown>(
    route: string,
    parameters?: Readonly<Record<string, unknown>>,
  ): AsyncGenerator<Item, void, undefined>;
  /** `GET /user`. */
  getAuthenticatedUser(): Promise<GithubUser>;
}
