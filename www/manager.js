// `AuthManager`: the providers of one page, who is signed in, and their sessions. The one object that apps hold.

import { AppCredentials, engineOf, warningOf } from "./app-credentials.js";
import { recordOf } from "./credentials.js";
import { optionsFromEnv } from "./env.js";
import { failure, isObject, knownOptions, misuse } from "./errors.js";
import { Hub } from "./hub.js";
import { normalizeName } from "./names.js";
import { openSession } from "./open-session.js";
import { address, showAddress } from "./page.js";
import { AuthProvider, OAuth2AuthProvider, presets } from "./provider.js";
import { handOver, resume, SERVER, stashed } from "./sign-in/come-back.js";
import { complete, receive } from "./sign-in/complete.js";
import { keyOf, stateOf } from "./sign-in/relay.js";
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
      throw misuse("missing_option", "github", "is required, or another provider.");
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
    return this.provider(provider).signIn(isObject(options) ? given : options);
  }

  /** The same URL is handled once; whoever asks while it is under way gets the same promise (effects that run twice). */
  handleRedirect(url) {
    const handled = this.#handled;
    if (url === undefined && handled.isRunning) return handled.promise;
    for (const callback of (url === undefined ? [address(), stashed()] : [url]).map(absolute)) {
      if (!callback) continue;
      if (callback === handled.url) return handled.promise;
      const { run } = this.#hub;
      // Brought by the app itself, from a window that `showWindow` opened.
      if (url !== undefined && run?.deliver?.(callback)) return run.result;
      const action = this.#received(callback);
      if (action) return this.#handle(callback, action);
    }
    const pending = url === undefined && this.#server();
    return pending ? this.#handle(undefined, () => resume(pending)) : Promise.resolve(null);
  }

  #handle(url, action) {
    // First of all: the token request may lead back here, by a wrapper around `fetch`.
    let settle;
    const promise = new Promise((resolve) => {
      settle = resolve;
    });
    this.#handled = { url, promise, isRunning: true };
    settle(action());
    promise.then(() => {
      if (this.#handled.promise === promise) this.#handled.isRunning = false;
    });
    return promise;
  }

  /** What is to be done about a callback URL. */
  #received(callback) {
    const state = stateOf(callback);
    const { mode, provider: name } = this.#pending(keyOf(state)) ?? {};
    const isOwn = callback === address();
    // Before anything is awaited: what the address bar shows, scripts and the Referer header can read.
    const clean = ({ appCredentials }) =>
      isOwn && showAddress(engineOf(appCredentials).step("clean", { url: callback }));
    const inPopup = (provider) => {
      clean(provider);
      // The page that waits for a popup is none.
      if (!this.#hub.run?.deliver) return handOver(state, callback);
      return { success: false, error: failure("state_mismatch", "This is the callback of another sign-in.") };
    };
    // Here it is not looked at: that would end it in the storage that this window has a copy of.
    if (isOwn && mode === "popup" && this.has(name)) return () => inPopup(this.provider(name));
    const received = receive(this, callback);
    if (!received) return undefined;
    const { provider, grant, error } = received;
    return () => {
      stashed(true);
      // Without storage of ours (the window was cut off from its opener) the mark of the state tells.
      if (isOwn && !mode && state.endsWith("p")) return inPopup(provider);
      clean(provider);
      if (error) return { success: false, error };
      const { state: key, code, flow, ...context } = grant;
      return complete(this.#hub, provider, flow, { url: callback, code, state: key }, context);
    };
  }

  /** Of the app's own server, once; unless it is another manager's. */
  #server() {
    const pending = this.#pending(SERVER);
    if (pending && !this.has(pending.provider)) return undefined;
    this.#pending(SERVER, "forget");
    return pending;
  }

  /** The pending sign-in of that state, whichever provider's. */
  #pending(state, step = "pending") {
    const [provider] = this;
    try {
      return engineOf(provider.appCredentials).step(step, { state });
    } catch {
      return undefined; // no provider, or storage is blocked
    }
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
    return revokeAll(held, revoke === "grant");
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
async function revokeAll(held, isGrant) {
  const result = { revoked: held.length > 0 };
  for (const { provider, credentials } of held) {
    try {
      const flow = provider.flow(recordOf(credentials).flow);
      result.revoked = (await flow.revoke?.({ credentials, isGrant })) === true && result.revoked;
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
    return url == null ? undefined : new URL(url, address()).href;
  } catch {
    return undefined;
  }
}
