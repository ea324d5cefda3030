// `session.github`: a small client of GitHub's REST API. Knows paths and headers of that API; the session adds the token.

import { AuthError } from "./errors.js";

// Media type and version as docs.github.com/rest/about-the-rest-api/api-versions asks. A header outside GitHub's CORS
// list would make the whole call fail.
const headers = { accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28" };

export class GithubClient {
  #session;
  #apiUrl;

  constructor(session, apiUrl) {
    this.#session = session;
    this.#apiUrl = apiUrl;
  }

  async getAuthenticatedUser() {
    const response = await this.#session.fetch(`${this.#apiUrl}/user`, { headers });
    if (response.ok) return response.json();
    const { status } = response;
    const message = `GitHub's API answered with status ${status}.`;
    throw new AuthError({ code: "api_error", message, status, retryable: status >= 500 || status === 429 });
  }
}
