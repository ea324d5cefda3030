// `AuthManager`: the providers of one page, who is signed in, and their sessions. The one object that apps hold.

import { AppCredentials, engineOf, warningOf } from "./app-credentials.js";
import { recordOf } from "./credentials.js";
import { optionsFromEnv } from "./env.js";
import { knownOptions, misuse } from "./errors.js";
import { Hub } from "./hub.js";
import { normalizeName } from "./names.js";
import { openSession } from "./open-session.js";
import { address, showAddress } from "./page.js";
import { AuthProvider, OAuth2AuthProvider, presets } from "./provider.js";
import { complete, receive } from "./sign-in.js";
import { createStore } from "./stores/index.js";

export class AuthManager extends EventTarget {
  #hub;
  #page;
  #handled = {};

  constructor(options) {
    super();
    const names = Object.keys(presets);
    const given = knownOptions("", options, [...names, "providers", "env", "store", "allowInsecureOrigin"]);
    const { allowInsecureOrigin = false, providers, env } = given;
    if (typeof allowInsecureOrigin !== "boolean") {
      throw misuse("invalid_option", "allowInsecureOrigin", "must be true or false.");
    }
    this.#page = { allowInsecureOrigin };
    this.#hub = new Hub(this, createStore(given.store));
    for (const name of names) {
      const found = env ? optionsFromEnv(env, name) : {};
      const isConfigured = given[name] !== undefined || found.clientId || found.token;
      if (isConfigured)
        this.register(name, isOptions(given[name] ?? {}) ? { ...found, ...given[name] } : given[name]);
    }
    for (const [name, provider] of Object.entries(providers ?? {})) this.register(name, provider);
    if (!providers && !env && !this.names().length)
      throw misuse("missing_option", "github", "is required: your GitHub app.");
    this.#hub.refresh();
  }

  get github() {
    return this.provider("github");
  }

  provider(name) {
    const found = this.#hub.providers.get(normalizeName(name));
    if (found) return found;
    throw misuse("unknown_provider", String(name), "is not registered. Give its options to createAuth().");
  }

  has(name) {
    return this.#hub.providers.has(normalizeName(name));
  }

  names() {
    return [...this.#hub.providers.keys()];
  }

  [Symbol.iterator]() {
    return this.#hub.providers.values();
  }

  /** Adds a provider, or replaces one: a provider object, its app credentials, or options for them. */
  register(given, provider) {
    const name = normalizeName(given);
    const Provider = presets[name] ?? OAuth2AuthProvider;
    const options = isOptions(provider) ? { ...provider, name } : provider;
    const made = provider instanceof AuthProvider ? provider : new Provider(options, this.#page);
    if (made.name !== name)
      throw misuse("invalid_option", `${name}.name`, `is ${made.name}: register it as that.`);
    const place = placeOf(made);
    for (const other of this) {
      // Else a malicious provider could answer in the place of an honest one (RFC 9207 section 1).
      if (other.name !== name && place && placeOf(other) === place) {
        throw misuse("invalid_option", `${name}.redirectUri`, `must not be that of ${other.name}.`);
      }
    }
    if ((made.manager ?? this) !== this)
      throw misuse("invalid_option", name, "is another manager's provider.");
    made.manager = this;
    this.#hub.providers.set(name, made);
    if (!(name in this)) Object.defineProperty(this, name, { get: () => this.provider(name) });
    this.#hub.warn(warningOf(made.appCredentials));
    this.#hub.refresh();
    return made;
  }

  signIn(options) {
    const { provider = this.names()[0], ...given } = Object(options);
    return this.provider(provider).signIn(given);
  }

  /** The same URL is handled once; whoever asks while it is under way gets the same promise (effects that run twice). */
  handleRedirect(url) {
    const handled = this.#handled;
    if (url === undefined && handled.isRunning) return handled.promise;
    const callback = absolute(url ?? address());
    if (!callback) return Promise.resolve(null);
    if (callback === handled.url) return handled.promise;
    const received = receive(this, callback);
    if (!received) return Promise.resolve(null);
    // First of all: the token request may lead back here, by a wrapper around `fetch`.
    let settle;
    const promise = new Promise((resolve) => {
      settle = resolve;
    });
    this.#handled = { url: callback, promise, isRunning: true };
    settle(this.#finish(callback, received));
    promise.then(() => {
      if (this.#handled.promise === promise) this.#handled.isRunning = false;
    });
    return promise;
  }

  #finish(callback, received) {
    const { provider, grant, error } = received;
    // Before anything is awaited: what the address bar shows, scripts and the Referer header can read.
    if (callback === address())
      showAddress(engineOf(provider.appCredentials).step("clean", { url: callback }));
    if (error) return Promise.resolve({ success: false, error });
    const { state, code, flow, ...context } = grant;
    return complete(this.#hub, provider, flow, { url: callback, code, state }, context);
  }

  session(options) {
    return openSession(this, this.#hub, options);
  }

  /** Without a subject: everybody who is signed in, so that nobody's older session takes the place. */
  async signOut(options) {
    const { provider, subject, revoke } = knownOptions("signOut", options, ["provider", "subject", "revoke"]);
    const hub = this.#hub;
    const providers = provider == null ? [...this] : [this.provider(provider)];
    for (const one of providers) {
      hub.signOuts.set(one, {});
      engineOf(one.appCredentials).step("forget", {});
    }
    const all =
      subject == null ? await hub.accounts(providers) : providers.map((one) => ({ provider: one, subject }));
    const held = [];
    for (const account of all) {
      const credentials = await hub.remove(hub.keeper(account.provider, account.subject));
      if (credentials && revoke) held.push({ provider: account.provider, credentials });
    }
    return revokeAll(held);
  }

  async storeCredentials(name, subject, given) {
    const provider = this.provider(name);
    const keeper = this.#hub.keeper(provider, subject);
    const credentials = await keeper.save({ ...provider.recordFor(given), signed_in_at: Date.now() });
    await this.#hub.emit("signedin", keeper);
    return credentials;
  }

  async loadCredentials(name, subject) {
    return (await this.#hub.keeper(this.provider(name), subject).load()) ?? null;
  }

  async deleteCredentials(name, subject) {
    const keeper = this.#hub.keeper(this.provider(name), subject);
    return !!(await this.#hub.remove(keeper));
  }

  async subjects(name) {
    return (await this.#hub.accounts([this.provider(name)])).map(({ subject }) => subject);
  }

  /** Who is signed in, as plain facts; the same object while nothing changes. */
  getSnapshot = () => this.#hub.snapshot;

  subscribe = (listener) => {
    const listen = () => listener();
    this.addEventListener("change", listen);
    return () => this.removeEventListener("change", listen);
  };
}

/** Best effort, after everything is removed: what the provider does not take, ends by itself. */
async function revokeAll(held) {
  const result = { revoked: held.length > 0 };
  for (const { provider, credentials } of held) {
    try {
      const flow = provider.flow(recordOf(credentials).flow);
      result.revoked = (await flow.revoke?.({ credentials })) === true && result.revoked;
    } catch (error) {
      Object.assign(result, { revoked: false, error });
    }
  }
  return result;
}

/** Where callbacks of a provider arrive: its query may differ each time. */
const placeOf = ({ appCredentials: { redirectUri } }) =>
  redirectUri && new URL(redirectUri).href.split("?")[0];

const isOptions = (given) =>
  Object(given) === given && !(given instanceof AuthProvider || given instanceof AppCredentials);

/** As the address bar would show it; `undefined` when there is no page, or it is no URL. */
function absolute(url) {
  try {
    return new URL(url, address()).href;
  } catch {
    return undefined;
  }
}
