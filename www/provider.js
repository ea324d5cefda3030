// `AuthProvider`: app credentials, flows and bindings under one name. Extend it to add flows, credentials of your own class,
// or another way to say who somebody is.

import {
  AppCredentials,
  DiscordAppCredentials,
  engineOf,
  GithubAppCredentials,
  GitlabAppCredentials,
  OAuth2AppCredentials,
  tokenOf,
} from "./app-credentials.js";
import {
  credentialsFrom,
  GithubUserCredentials,
  invalidCredentials,
  OAuth2UserCredentials,
  recordFrom,
  recordOf,
} from "./credentials.js";
import { DeviceFlow } from "./device-flow.js";
import { misuse, notSignedIn } from "./errors.js";
import { flow, makeFlow } from "./flow.js";
import { request } from "./http.js";
import { hubOf } from "./hub.js";
import { normalizeName } from "./names.js";
import { OAuth2Flow } from "./oauth2-flow.js";
import { AuthFlowManager } from "./sign-in/flow-manager.js";

const USER_INFO_MS = 10_000;

export class AuthProvider {
  static appCredentials = AppCredentials;
  static userCredentials = OAuth2UserCredentials;
  static flows = {};
  #factories = new Map();
  #flows = new Map();
  /** Whoever it is registered with. */
  manager;
  /** How credentials become a request, by binding key. */
  bindings = new Map();

  constructor(given, page) {
    const { appCredentials: Credentials, key: name } = this.constructor;
    this.appCredentials =
      given instanceof Credentials ? given : new Credentials(name ? { name, ...given } : given, page);
    this.name = this.appCredentials.name;
    this.registerBinding(this.name, ({ userCredentials }) => ({ headers: userCredentials.headers() }));
    const classes = [];
    for (let one = this.constructor; one; one = Object.getPrototypeOf(one)) classes.unshift(one);
    for (const { flows = {} } of classes) {
      for (const [name, { factory }] of Object.entries(flows)) this.defineFlow(name, factory);
    }
  }

  /** A flow by name, made when it is first asked for. One whose factory throws is made anew the next time. */
  flow(name = this.#factories.has("oauth2") ? "oauth2" : this.#factories.keys().next().value) {
    const factory = this.#factories.get(name);
    if (!factory) throw misuse("unknown_flow", `${this.name}.${name}`, "is not a flow of this provider.");
    if (!this.#flows.has(name)) this.#flows.set(name, makeFlow(this, name, factory));
    return this.#flows.get(name);
  }

  flows() {
    return Object.fromEntries([...this.#factories.keys()].map((name) => [name, this.flow(name)]));
  }

  defineFlow(name, factory) {
    this.#factories.set(name, flow(factory).factory);
    this.#flows.delete(name);
    if (!(name in this)) Object.defineProperty(this, name, { get: () => this.flow(name) });
  }

  /** `binding(context)` gives `{headers, baseUrl?, timeoutMs?}`; the key is any name. */
  registerBinding(key, binding) {
    if (typeof binding !== "function")
      throw misuse("invalid_option", `${this.name}.${key}`, "must be a function.");
    this.bindings.set(normalizeName(key), binding);
  }

  /** Credentials from a credentials object, a token endpoint's answer, or the same in camelCase. */
  parseUserCredentials(given) {
    if (given == null) return null;
    if (recordOf(given)) return given;
    const credentials = this.credentialsFrom(recordFrom(given));
    if (!recordOf(credentials)) throw invalidCredentials();
    return credentials;
  }

  /** What there is to store of credentials that must be there. */
  recordFor(given) {
    const record = recordOf(this.parseUserCredentials(given));
    if (!record) throw invalidCredentials();
    return record;
  }

  /** Credentials from a stored record; `undefined` when it is none. */
  credentialsFrom(record) {
    // The same client id at another host of the provider is another app.
    if ((record?.issuer ?? this.appCredentials.issuer) !== this.appCredentials.issuer) return undefined;
    let made;
    try {
      made = this.flow(record?.flow);
    } catch {} // an older version of the app had that flow
    const { tokenClass = this.constructor.userCredentials } = made ?? {};
    return credentialsFrom(engineOf(this.appCredentials), record, tokenClass);
  }

  /** Those of the app itself: its personal access token. */
  get appToken() {
    const token = tokenOf(this.appCredentials);
    return token ? this.parseUserCredentials({ accessToken: token }) : null;
  }

  /** What the provider says about the person; `null` when there is no such endpoint. */
  async getUserInfo(credentials, { signal } = {}) {
    const { userInfoUrl } = this.appCredentials;
    if (!userInfoUrl) return null;
    const given = { headers: credentials.headers() };
    const { status, body } = await request(userInfoUrl, given, USER_INFO_MS, { signal });
    return status === 200 ? body : null;
  }

  /** Not `async`: a popup opens inside the click. With a redirect the promise stays open: the page is left. */
  signIn(options) {
    return this.flowManager().authenticate(options);
  }

  /** For who wants to see a sign-in's states or end it. */
  flowManager(defaults) {
    return new AuthFlowManager(this, defaults);
  }

  /** Who signed in last, or that subject, renewed if need be; `null` when somebody has to sign in. */
  async currentCredentials(subject) {
    const keeper = await this.#keeper(subject);
    try {
      return (await keeper?.fresh()) ?? null;
    } catch (error) {
      if (error.retryable) throw error;
      return null;
    }
  }

  /** New credentials for a subject, by default for who signed in last. */
  async refresh(subject) {
    const keeper = await this.#keeper(subject);
    if (!keeper) throw notSignedIn();
    return keeper.renew();
  }

  async #keeper(subject) {
    const hub = hubOf(this.manager);
    const [latest] = subject == null ? ((await hub?.accounts([this])) ?? []) : [{ subject }];
    return hub && latest && hub.keeper(this, latest.subject);
  }

  /** Gives up requests that are under way. */
  close() {
    for (const made of this.#flows.values()) made.close?.();
  }
}

export class OAuth2AuthProvider extends AuthProvider {
  static appCredentials = OAuth2AppCredentials;
  static flows = {
    oauth2: flow((provider) => new OAuth2Flow(provider.appCredentials)),
    device: flow((provider) => new DeviceFlow(provider.appCredentials)),
  };
}

export class GithubAuthProvider extends OAuth2AuthProvider {
  static appCredentials = GithubAppCredentials;
  static userCredentials = GithubUserCredentials;
}

export class GitlabAuthProvider extends OAuth2AuthProvider {
  static appCredentials = GitlabAppCredentials;
}

export class DiscordAuthProvider extends OAuth2AuthProvider {
  static appCredentials = DiscordAppCredentials;
}

/** The built-in ones, by name. */
export const presets = {
  __proto__: null,
  github: GithubAuthProvider,
  gitlab: GitlabAuthProvider,
  discord: DiscordAuthProvider,
};
