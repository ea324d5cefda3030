// What GithubClient and Octokit need of a session: `fetch`, which adds the token and refuses other origins, and the token.
// Owns: that stand-in. Must not: renew, or know a route. The real one is tested with the engine.

import { AuthError } from "../../../www/errors.js";

export class StubSession {
  // As the real one: methods that are called without their object fail, and Octokit meets members of the instance.
  #origin;
  #send;
  subject = "1";

  constructor(origin, send) {
    this.#origin = origin;
    this.#send = send;
  }

  async accessToken() {
    return this.#origin && "ghu_token";
  }

  async fetch(input, init) {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== this.#origin) {
      throw new AuthError({ code: "origin_not_allowed", message: `Not to ${request.url}` });
    }
    if (request.headers.has("authorization")) {
      throw new AuthError({ code: "authorization_header_set", message: "Leave that to the session." });
    }
    request.headers.set("authorization", "Bearer ghu_token");
    return this.#send(request);
  }
}
