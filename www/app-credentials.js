// What the owner of an app configures for a provider: checked by the engine (Rust) when it is made, immutable after.

import { optionsFromEnv } from "./env.js";
import { normalizeName } from "./names.js";
import { address } from "./page.js";
import { plain } from "./plain.js";
import { newEngine } from "./wasm.js";

const insides = new WeakMap();

export class AppCredentials {
  static preset = "";
  static isOAuth2 = false;

  constructor(given, page = {}) {
    const options = plain(given);
    if (options?.name) options.name = normalizeName(options.name);
    const { preset, isOAuth2 } = this.constructor;
    const { allowInsecureOrigin } = page;
    const engine = newEngine({ preset, isOAuth2, options, url: address(), allowInsecureOrigin });
    const { extra, extraParams, warning, ...app } = engine.step("app", {});
    insides.set(this, { engine, options, page, warning });
    Object.assign(this, app, {
      extra: Object.freeze({ ...extra }),
      extraParams: Object.freeze({ ...extraParams }),
    });
    Object.freeze(this);
  }

  /** A copy with some options changed. */
  with(changes) {
    const { options, page } = insides.get(this);
    return new this.constructor({ ...options, ...changes }, page);
  }

  /** What is given here counts more than what the environment says. */
  static fromEnv(env, given, page) {
    // biome-ignore lint/complexity/noThisInStatic: the class that it is called on may be a subclass.
    return new this({ ...optionsFromEnv(env, given?.name ?? this.preset), ...given }, page);
  }
}

export class OAuth2AppCredentials extends AppCredentials {
  static isOAuth2 = true;
}

export class GithubAppCredentials extends OAuth2AppCredentials {
  static preset = "github";
}

export class GitlabAppCredentials extends OAuth2AppCredentials {
  static preset = "gitlab";
}

export class DiscordAppCredentials extends OAuth2AppCredentials {
  static preset = "discord";
}

export const engineOf = (app) => insides.get(app)?.engine;

/** What the developer should know. */
export const warningOf = (app) => insides.get(app).warning;

/** The personal access token among the options. Not a member: it would be printed. */
export const tokenOf = (app) => insides.get(app).options.token;
