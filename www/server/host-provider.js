// `HostAuthProvider`: an app server that mediates the login of its people and hands out tokens for its own API. Owns where its
// routes are, and the one shared provider of each host. What its dialect is, another file knows.

import { engineOf } from "../app-credentials.js";
import { isStale, recordFrom } from "../credentials.js";
import { DeviceFlow } from "../device-flow.js";
import { isObject, knownOptions, misuse, oneOf } from "../errors.js";
import { flow } from "../flow.js";
import { hubOf } from "../hub.js";
import { AuthManager } from "../manager.js";
import { OAuth2Flow } from "../oauth2-flow.js";
import { address, leaveFor } from "../page.js";
import { OAuth2AuthProvider } from "../provider.js";
import { detectEnvironment } from "../sign-in/environment.js";
import { speakPyOidcAuth } from "./py-oidc-auth.js";

const PY = "py-oidc-auth";
const LEEWAY = 30;
const instances = new Map();
const options = ({ appCredentials: { dialect } }) => (dialect === PY ? { fetch: speakPyOidcAuth } : {});

export class HostAuthProvider extends OAuth2AuthProvider {
  static flows = {
    oauth2: flow((provider) => new OAuth2Flow(provider.appCredentials, options(provider))),
    device: flow((provider) => new DeviceFlow(provider.appCredentials, options(provider))),
  };
  #bootstrap;

  constructor(given, page) {
    super(isObject(given) && "host" in given ? appOptions(given) : given, page);
    this.#bootstrap = given?.bootstrapToken;
  }

  static for(host, { store, ...given } = {}) {
    const key = baseOf(host);
    const found = instances.get(key);
    const all = { store, ...given };
    if (found) {
      const other = Object.keys(all).find(
        (name) => all[name] !== undefined && !isSame(all[name], found.all[name]),
      );
      if (!other) return found.provider;
      throw misuse("instance_conflict", `HostAuthProvider.${other}`, "differs from that of the first call.");
    }
    const provider = new HostAuthProvider({ ...given, host });
    new AuthManager({ providers: { [provider.name]: provider }, ...(store && { store }) });
    instances.set(key, { provider, all });
    return provider;
  }

  static resetInstances() {
    for (const { provider } of instances.values()) {
      hubOf(provider.manager).run?.abort("The instances were reset.");
      provider.close();
    }
    instances.clear();
  }

  /** One person for each host. */
  flowManager(defaults) {
    return super.flowManager({ subject: "default", ...defaults });
  }

  /** Those that are over, with everything that could renew them, are none. */
  credentialsFrom(record) {
    const found = super.credentialsFrom(record);
    if (!found?.isExpired(LEEWAY)) return found;
    const { refresh_expires: end } = found.raw;
    // Servers make one up when they do not know it: one that ends before the access token is none.
    const now = Date.now() / 1000;
    const isOver = !found.refreshToken || (end > found.expiresAt && now + LEEWAY >= end);
    // New ones are some, also by a clock that is wrong.
    return isOver && record.obtained_at + LEEWAY < now ? undefined : found;
  }

  async getStrategy(given) {
    const { force = false, interactive = "allow" } = knownOptions("getStrategy", given, [
      "force",
      "interactive",
    ]);
    oneOf("getStrategy.interactive", interactive, ["allow", "never", "require-user-activation"]);
    const held = force ? null : await this.#held();
    if (held && !isStale(held)) return "use_token";
    if (held?.refreshToken) return "refresh_token";
    const isAllowed =
      interactive === "allow" ||
      (interactive === "require-user-activation" && detectEnvironment().hasActivation);
    return isAllowed ? "interactive_auth" : "fail";
  }

  async logout({ returnTo = "/" } = {}) {
    await this.#manager.signOut({ provider: this.name });
    const url = new URL(this.appCredentials.extra.logoutUrl);
    const path = engineOf(this.appCredentials).step("returnTo", { url: returnTo });
    url.searchParams.set("post_logout_redirect_uri", location.origin + path);
    leaveFor(url.href);
  }

  get #manager() {
    if (this.manager) return this.manager;
    throw misuse("unknown_provider", this.name, "must be registered with a manager first.");
  }

  async #held() {
    const manager = this.#manager;
    const held = await manager.loadCredentials(this.name, "default");
    if (held || !this.#bootstrap) return held;
    const given = typeof this.#bootstrap === "function" ? await this.#bootstrap() : this.#bootstrap;
    // Those that are over are none.
    if (super.credentialsFrom(recordFrom(given)) && !this.credentialsFrom(recordFrom(given))) return null;
    return manager.storeCredentials(this.name, "default", given);
  }
}

/** Functions and stores are made anew at every call; those of the first count. */
const isSame = (one, other) =>
  Object(one) === one ? !Array.isArray(one) || `${one}` === `${other}` : one === other;

/** Scheme, host and path prefix; without a scheme, https. */
function baseOf(host) {
  try {
    if (typeof host !== "string" || /\s/.test(host)) throw host;
    const url = new URL(/^[a-z]+:\/\//i.test(host) ? host : `https://${host}`);
    return (url.origin + url.pathname).replace(/\/+$/, "");
  } catch {
    throw misuse("invalid_option", "host", "must be the server's address, such as https://data.example.");
  }
}

/** The same in the words of `AppOptions`. */
function appOptions(given) {
  const {
    name,
    dialect = PY,
    clientId,
    loginRoute = "/auth/v2/login",
    tokenRoute = "/auth/v2/token",
    deviceRoute = "/auth/v2/device",
    logoutRoute = "/auth/v2/logout",
    userinfoRoute = "/auth/v2/userinfo",
    redirectUris,
    scope,
    prompt,
    offlineAccess = true,
    host,
    bootstrapToken,
    ...rest
  } = given;
  knownOptions("HostAuthProvider", rest, []);
  oneOf("HostAuthProvider.dialect", dialect, [PY, "rfc"]);
  const base = baseOf(host);
  return {
    name: name ?? base,
    dialect,
    // Of a server that needs none: in its place what tells apart whose credentials are stored.
    clientId: clientId ?? (dialect === PY ? base : undefined),
    redirectUri: pick(redirectUris),
    authorizationUrl: base + loginRoute,
    tokenUrl: base + tokenRoute,
    deviceUrl: base + deviceRoute,
    userInfoUrl: base + userinfoRoute,
    apiUrl: base,
    scope,
    extraParams: { ...(offlineAccess && { offline_access: "true" }), ...(prompt && { prompt }) },
    extra: { logoutUrl: base + logoutRoute },
  };
}

/** The callback for this very page, or else one of its origin. */
function pick(redirectUris) {
  const here = address()?.split(/[?#]/)[0] ?? "";
  const uris = redirectUris ?? [here];
  const origin = globalThis.location?.origin;
  const found =
    uris.find((uri) => uri.split("?")[0] === here) ?? uris.find((uri) => uri.startsWith(`${origin}/`));
  if (found) return found;
  throw misuse("no_matching_redirect_uri", "redirectUris", `has none of ${origin}: ${uris.join(", ")}`);
}
