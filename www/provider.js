// `GithubAuthProvider`: GitHub's sign-in and its flow.

import { OAuth2Flow } from "./flow.js";
import { isFramed, leaveFor } from "./page.js";
import { plain } from "./plain.js";

export class GithubAuthProvider {
  #engine;
  name = "github";

  constructor(engine) {
    this.#engine = engine;
    this.oauth2 = new OAuth2Flow(engine);
  }

  /** Not `async`: it acts inside the click. The promise stays open, because the page is left. */
  signIn(options) {
    return new Promise((_, reject) => {
      try {
        leaveFor(this.#engine.authorize("signIn", plain(options), isFramed()).authorizationUrl);
      } catch (error) {
        reject(error);
      }
    });
  }
}
