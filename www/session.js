// `Session`: a subject's credentials, and requests made with them. The engine says whether and with which token; this
// file moves requests and answers.

import { GithubUserCredentials } from "./credentials.js";
import { GithubClient } from "./github-client.js";
import { renew } from "./renewals.js";

export class Session {
  #engine;

  constructor(engine, subject) {
    this.#engine = engine;
    this.subject = subject;
    this.github = new GithubClient(this, engine.apiUrl);
  }

  credentials() {
    return new GithubUserCredentials(this.#engine.credentials(this.subject));
  }

  async fetch(input, init) {
    const engine = this.#engine;
    // Read now, so that the caller may change its arguments afterwards.
    const request = new Request(input, init);
    const isReplayable = !(init?.body instanceof ReadableStream);

    const fresh = engine.tokenFor(this.subject, request.url, request.headers.has("authorization"));
    const token = fresh ?? (await renew(engine, this.subject));
    const response = await send(isReplayable ? request.clone() : request, token);
    if (response.status !== 401 || !isReplayable) return response;
    if (!(await isTokenRejected(response.clone()))) return response;
    try {
      return await send(request, await renew(engine, this.subject, token));
    } catch (error) {
      // The API's own answer says more than "cannot renew".
      if (error?.code === "no_refresh_token") return response;
      throw error;
    }
  }
}

/** Whether a 401 is about the token itself: RFC 6750 section 3.1 says so in a header, GitHub in the body. */
async function isTokenRejected(response) {
  if (response.headers.get("www-authenticate")?.includes("invalid_token")) return true;
  const body = await response.json().catch(() => null);
  return body?.error === "invalid_token" || body?.message === "Bad credentials";
}

function send(request, token) {
  // Browsers before 2022 sent the token along to wherever a redirect pointed.
  const { referrer, referrerPolicy } = request; // which a copy with any change would lose
  const guarded =
    request.redirect === "manual"
      ? request
      : new Request(request, { redirect: "error", referrer, referrerPolicy });
  guarded.headers.set("authorization", `Bearer ${token}`);
  return fetch(guarded);
}
