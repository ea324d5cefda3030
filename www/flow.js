// `OAuth2Flow`: the authorization code flow step by step, for apps that drive their own navigation.

import { GithubUserCredentials } from "./credentials.js";
import { isFramed } from "./page.js";

export class OAuth2Flow {
  #engine;
  kind = "oauth2";

  constructor(engine) {
    this.#engine = engine;
  }

  authorize(options) {
    return this.#engine.authorize("authorize", options, isFramed());
  }

  async exchange(callback) {
    return new GithubUserCredentials(await this.#engine.exchange(callback));
  }

  async refresh(from) {
    return new GithubUserCredentials(await this.#engine.refresh(from));
  }
}
