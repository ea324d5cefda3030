// `OAuth2Client`: one provider's code flow with a token of its own, for apps that keep credentials themselves.

import { authorizedFetch } from "./authorized-fetch.js";
import { isStale } from "./credentials.js";
import { notSignedIn } from "./errors.js";

export class OAuth2Client {
  #flow;
  #engine;
  #defaults;
  #renewal;

  constructor(flow, engine, { token = null, scope, redirectUri } = {}) {
    this.#flow = flow;
    this.#engine = engine;
    this.#defaults = { ...(scope && { scope }), ...(redirectUri && { redirectUri }) };
    this.token = token;
  }

  createAuthorizationUrl(options) {
    return this.#flow.authorize({ ...this.#defaults, ...options });
  }

  async fetchToken(callback) {
    this.token = await this.#flow.exchange(callback);
    return this.token;
  }

  /** One refresh at a time: refresh tokens are single use. */
  refreshToken() {
    const held = this.#held();
    this.#renewal ??= this.#flow
      .refresh({ credentials: held })
      .then((token) => {
        if (this.token === held) this.token = token;
        return token;
      })
      .finally(() => {
        this.#renewal = undefined;
      });
    return this.#renewal;
  }

  async revokeToken() {
    const isRevoked = await this.#flow.revoke({ credentials: this.#held() });
    this.token = null;
    return isRevoked;
  }

  /** `fetch` with the token, to the provider's API only. */
  async fetch(input, init) {
    const base = this.#flow.appCredentials.apiUrl;
    const credentials = async (spent) => {
      const { token } = this;
      const isUsable = spent ? this.#held().accessToken !== spent : !isStale(this.#held());
      return isUsable || (!spent && !token.refreshToken) ? token : this.refreshToken();
    };
    const origin = base && this.#engine.step("origin", { field: "apiUrl", url: base });
    return authorizedFetch(input, init, [{ origin, credentials, headers: (token) => token.headers() }]);
  }

  #held() {
    if (!this.token) throw notSignedIn();
    return this.token;
  }
}
