// `AuthManager`: providers, sign-in results and sessions of one page. Decides nothing: the engine (Rust) does.

import { GithubUserCredentials } from "./credentials.js";
import { address, showAddress } from "./page.js";
import { GithubAuthProvider } from "./provider.js";
import { Session } from "./session.js";

export class AuthManager {
  #engine;
  #handled = {};

  constructor(engine) {
    this.#engine = engine;
    this.github = new GithubAuthProvider(engine);
  }

  /** The same URL is handled once; whoever asks while it is under way gets the same promise (effects that run twice). */
  handleRedirect(url) {
    const handled = this.#handled;
    const callback = url ?? address();
    if (!callback) return Promise.resolve(null);
    if (callback === handled.url || (url === undefined && handled.isRunning)) return handled.promise;
    const promise = this.#finish(callback);
    if (!promise) return Promise.resolve(null);
    this.#handled = { url: callback, promise, isRunning: true };
    promise.then(() => {
      if (this.#handled.promise === promise) this.#handled.isRunning = false;
    });
    return promise;
  }

  async session(options) {
    const subject = this.#engine.subject("session", options);
    this.#engine.credentials(subject); // throws when nobody is signed in
    return new Session(this.#engine, subject);
  }

  async signOut(options) {
    this.#engine.signOut(this.#engine.subject("signOut", options));
  }

  /** Resolves for every outcome: what a URL, a person or a server did is a result, not an exception. */
  #finish(callback) {
    const failed = (error) => ({ success: false, error });
    const succeeded = (result) => ({
      ...result,
      credentials: new GithubUserCredentials(result.credentials),
    });
    try {
      const received = this.#engine.receive(callback);
      // Before anything is awaited: what the address bar shows, scripts and the Referer header can read.
      if (received && callback === address()) showAddress(this.#engine.withoutResponse(callback));
      return received?.then(succeeded, failed);
    } catch (error) {
      return Promise.resolve(failed(error));
    }
  }
}
