// `session.github`: a small client of GitHub's REST API. Knows routes, headers and errors of that API; the session adds
// the token and says where it may go.

import { failure } from "./errors.js";

// Media type and version as docs.github.com/rest/about-the-rest-api/api-versions asks. A header outside GitHub's CORS
// list would make the whole call fail.
const headers = { accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28" };

const invalid = (message) => failure("invalid_request", message);
const number = (text) => (/^\d+$/.test(text) ? Number(text) : null);

export class GithubClient {
  #session;
  #apiUrl;

  constructor(session, apiUrl) {
    this.#session = session;
    this.#apiUrl = apiUrl;
  }

  /** `route`: "PATCH /repos/{owner}/{repo}", or a path alone. Other parameters go to the query or the body. */
  async request(route, parameters = {}) {
    const [, method = "GET", template] = /^(?:([A-Z]+) )?(\/[^\s\\]*)$/.exec(route) ?? [];
    const given = new Map(Object.entries(parameters));
    const rest = new Map(given);
    const path = template?.replace(/{(\w+)}/g, (placeholder, name) => {
      const value = `${given.get(name) ?? ""}`;
      if (!value) throw invalid(`${placeholder} is missing.`);
      rest.delete(name);
      return encodeURIComponent(value);
    });
    // A segment of one or two dots: browsers turn that into another path than the one written.
    if (!path || /^[^?#]*\/(\.|%2e){1,2}(?![^/?#])/i.test(path)) throw invalid(`No route: ${path ?? route}`);

    const url = new URL(this.#apiUrl + path);
    const init = { method, headers };
    if (/GET|HEAD|DELETE/.test(method)) {
      for (const [name, value] of rest) if (value != null) url.searchParams.append(name, value);
    } else if (rest.size) {
      init.headers = { ...headers, "content-type": "application/json" };
      init.body = JSON.stringify(Object.fromEntries(rest));
    }
    return this.#send(url.href, init);
  }

  /** The items of all pages: of an array, or of the array in an object such as a search's answer. */
  async *paginate(route, parameters) {
    let answer = await this.request(route, parameters);
    for (;;) {
      const data = answer.data ?? [];
      const items = [data, ...Object.values(data)].find(Array.isArray);
      if (!items) throw invalid("The answer holds no list.");
      yield* items;
      const next = /<([^>]+)>[^<]*rel="next"/.exec(answer.headers.get("link"));
      if (!next) return;
      answer = await this.#send(next[1], { headers });
    }
  }

  async getAuthenticatedUser() {
    return (await this.request("/user")).data;
  }

  async #send(url, init) {
    const response = await this.#session.fetch(url, init);
    const { status, headers } = response;
    const limit = (name) => headers.get(`x-ratelimit-${name}`);
    const numbers = ["limit", "remaining", "used", "reset"].map((name) => [name, number(limit(name))]);
    const rateLimit = { ...Object.fromEntries(numbers), resource: limit("resource") };
    const answer = { status, headers, data: await read(response), rateLimit };
    if (status < 400) return answer;
    throw toError(answer);
  }
}

async function read(response) {
  const text = await response.text();
  try {
    if (/json/.test(response.headers.get("content-type"))) return JSON.parse(text);
  } catch {
    // Then it is text, whatever it says it is.
  }
  return text || null;
}

/** docs.github.com/rest/using-the-rest-api: rate limits, and single sign-on of an organization. */
function toError({ status, headers, data, rateLimit }) {
  const said =
    typeof data?.message === "string" ? data.message.replace(/[^ -~\xa0-\uffff]/g, "").slice(0, 500) : "";
  const { remaining, reset } = rateLimit;
  const wait = headers.get("retry-after");
  const sso = /^required(?:; *url=(https:\/\/\S+))?/.exec(headers.get("x-github-sso"));
  const isLimited =
    !sso &&
    (status === 429 ||
      (status === 403 && (remaining === 0 || wait !== null || /secondary rate/i.test(said))));
  // With calls remaining, the reset is that of another limit than the one that was hit.
  const untilReset = remaining || !reset ? null : Math.max(0, Math.ceil(reset - Date.now() / 1000));
  return failure(
    sso ? "sso_required" : isLimited ? "rate_limited" : "api_error",
    `GitHub's API answered with status ${status}${said && `: ${said}`}.`,
    {
      status,
      retryable: isLimited || status >= 500,
      ...(sso && { ssoUrl: sso[1] }),
      ...(isLimited && { rateLimit, retryAfter: number(wait) ?? untilReset }),
    },
  );
}
