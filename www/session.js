// `Session`: a subject's live credentials at one provider or several, and requests made with them.

import { engineOf } from "./app-credentials.js";
import { authorizedFetch } from "./authorized-fetch.js";
import { stayFresh } from "./awake.js";
import { isStale } from "./credentials.js";
import { failure, misuse, notSignedIn } from "./errors.js";
import { GithubClient } from "./github-client.js";
import { normalizeName } from "./names.js";
import { GithubAuthProvider } from "./provider.js";

export class Session {
  #sources;
  #stops;
  #github;

  constructor(subject, sources, skipped, autoRefresh) {
    this.subject = subject;
    this.skipped = skipped;
    this.#sources = sources;
    this.#stops = autoRefresh ? [...new Set(sources.map(({ keeper }) => keeper))].map(stayFresh) : [];
  }

  /** GitHub's API. */
  get github() {
    const isGithub = ({ keeper }) => keeper.provider instanceof GithubAuthProvider;
    this.#github ??= new GithubClient(this, (this.#sources.find(isGithub) ?? this.#source("github")).baseUrl);
    return this.#github;
  }

  credentials(name) {
    const { current } = this.#source(name).keeper;
    if (!current) throw notSignedIn();
    return current;
  }

  /** The headers that a request of that binding gets. */
  async headers(name) {
    const source = this.#source(name);
    return source.headers(await source.credentials());
  }

  async accessToken({ minValidity, provider } = {}) {
    return (await this.#source(provider).credentials(undefined, minValidity)).accessToken;
  }

  async fetch(input, init) {
    return authorizedFetch(input, init, this.#sources);
  }

  /** New credentials now, for every provider of the session or one. */
  async refresh(name) {
    const sources = name === undefined ? this.#sources : [this.#source(name)];
    await Promise.all(sources.map(({ keeper }) => keeper.renew()));
  }

  /** Ends the renewal ahead of time; the credentials stay. */
  close() {
    for (const stop of this.#stops) stop();
  }

  async [Symbol.asyncDispose ?? "dispose"]() {
    this.close();
  }

  #source(given) {
    const name = given === undefined ? this.#sources[0]?.key : normalizeName(given);
    const found = this.#sources.find(({ key, keeper }) => key === name || keeper.provider.name === name);
    if (found) return found;
    const reason = this.skipped.find((one) => one.name === name)?.reason;
    throw reason ?? misuse("unknown_provider", String(given), "is not part of this session.");
  }
}

/** One binding of a session: where its requests may go, and with which headers. */
export async function makeSource(manager, keeper, key, binding, given, autoRefresh) {
  const { provider, subject } = keeper;
  const { appCredentials } = provider;
  const evaluate = async (userCredentials) => {
    if (!userCredentials) throw notSignedIn(provider.name); // signed out meanwhile
    const bound = await binding({ manager, provider, subject, appCredentials, userCredentials });
    const headers = { ...Object.fromEntries(new Headers(bound?.headers)), ...given?.headers };
    return { ...bound, ...given, headers };
  };
  const { baseUrl = appCredentials.apiUrl, timeoutMs } = await evaluate(keeper.current);
  return {
    key,
    keeper,
    baseUrl: `${baseUrl}`,
    origin:
      baseUrl && engineOf(appCredentials).step("origin", { field: `${key}.baseUrl`, url: `${baseUrl}` }),
    timeoutMs,
    headers: async (credentials) => (await evaluate(credentials)).headers,
    async credentials(spent, minValidity) {
      if (autoRefresh) {
        return keeper.fresh(spent, minValidity).catch((error) => {
          // Ahead of its end a token is still good, whatever the token endpoint's state.
          const { current } = keeper;
          if (!error?.retryable || spent || !current || current.isExpired(minValidity ?? 0)) throw error;
          return current;
        });
      }
      const credentials = await keeper.load();
      if (!credentials) throw notSignedIn();
      if (spent || isStale(credentials)) {
        throw failure("token_expired", "The access token has expired. Call session.refresh().");
      }
      return credentials;
    },
  };
}
