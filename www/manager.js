// `AuthManager`: providers, sign-in results and sessions of one page. What a callback is worth, the engine (Rust) says.

import { GithubUserCredentials } from "./credentials.js";
import { AuthError } from "./errors.js";
import { address, showAddress } from "./page.js";
import { plain } from "./plain.js";
import { GithubAuthProvider } from "./provider.js";
import { Session } from "./session.js";

export class AuthManager {
  #engine;
  #handled = {};
  #signOuts = 0;

  constructor(engine) {
    this.#engine = engine;
    this.github = new GithubAuthProvider(engine);
  }

  /** The same URL is handled once; whoever asks while it is under way gets the same promise (effects that run twice). */
  handleRedirect(url) {
    const handled = this.#handled;
    if (url === undefined && handled.isRunning) return handled.promise;
    const callback = absolute(url ?? address());
    if (!callback) return Promise.resolve(null);
    if (callback === handled.url) return handled.promise;
    const promise = this.#finish(callback);
    if (!promise) return Promise.resolve(null);
    this.#handled = { url: callback, promise, isRunning: true };
    promise.then(() => {
      if (this.#handled.promise === promise) this.#handled.isRunning = false;
    });
    return promise;
  }

  async session(options) {
    const subject = this.#engine.subject("session", plain(options));
    this.#engine.credentials(subject); // throws when nobody is signed in
    return new Session(this.#engine, subject);
  }

  /** Without a subject: everybody who is signed in, so that nobody's older session takes the place. */
  async signOut(options) {
    const given = plain(options);
    this.#signOuts += 1;
    let subject;
    do {
      subject = this.#engine.subject("signOut", given);
      this.#engine.signOut(subject);
    } while (subject && given?.subject == null);
  }

  /** Resolves for every outcome: what a URL, a person or a server did is a result, not an exception. */
  #finish(callback) {
    const signOuts = this.#signOuts;
    const failed = (error) => ({ success: false, error });
    const succeeded = (result) => {
      if (signOuts !== this.#signOuts) return this.#undo(result);
      return { ...result, credentials: new GithubUserCredentials(result.credentials) };
    };
    let promise;
    try {
      promise = this.#engine.receive(callback)?.then(succeeded, failed);
    } catch (error) {
      promise = Promise.resolve(failed(error));
    }
    // Before anything is awaited: what the address bar shows, scripts and the Referer header can read.
    if (promise && callback === address()) showAddress(this.#engine.withoutResponse(callback));
    return promise;
  }

  /** A sign-out during the exchange wins: nobody asked to be signed in any more. */
  #undo({ subject }) {
    this.#engine.signOut(subject);
    const message = "The page signed out meanwhile.";
    return { success: false, error: new AuthError({ code: "not_signed_in", message }) };
  }
}

/** As the address bar would show it; `undefined` when there is no page, or it is no URL. */
function absolute(url) {
  try {
    return new URL(url, address()).href;
  } catch {
    return undefined;
  }
}
