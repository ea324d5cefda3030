// `OAuth2Flow`: the authorization code flow step by step, for apps that drive their own navigation.

import { GithubUserCredentials } from "./credentials.js";
import { AuthError } from "./errors.js";
import { isFramed } from "./page.js";
import { plain } from "./plain.js";
import { renew } from "./renewals.js";

export class OAuth2Flow {
  #engine;
  kind = "oauth2";

  constructor(engine) {
    this.#engine = engine;
  }

  authorize(options) {
    return this.#engine.authorize("authorize", plain(options), isFramed());
  }

  async exchange(callback) {
    return new GithubUserCredentials(await this.#engine.exchange(plain(callback)));
  }

  async refresh(options) {
    const engine = this.#engine;
    const from = plain(options);
    if (Object(from) === from && "refreshToken" in from && from.refreshToken == null) {
      throw new AuthError({ code: "no_refresh_token", message: "There is no refresh token." });
    }
    const held = engine.refresh(from);
    if (held) return new GithubUserCredentials(await held);
    const subject = engine.subject("refresh", from);
    await renew(engine, subject);
    return new GithubUserCredentials(engine.credentials(subject));
  }
}
