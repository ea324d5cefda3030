// `OAuth2Flow`: the authorization code flow with PKCE, step by step. The engine (Rust) makes and checks what is sent.

import { engineOf } from "./app-credentials.js";
import {
  credentialsFrom,
  invalidCredentials,
  OAuth2UserCredentials,
  recordFrom,
  recordOf,
} from "./credentials.js";
import { failure, isObject, knownOptions, misuse } from "./errors.js";
import { BaseAuthFlow, ownerOf } from "./flow.js";
import { request } from "./http.js";
import { subjectKey } from "./names.js";
import { OAuth2Client } from "./oauth2-client.js";
import { isFramed } from "./page.js";
import { plain } from "./plain.js";

const TOKEN_MS = 30_000;

/** For flows of ours that extend this one: its request, and credentials of its class. */
export let send;
export let made;

export class OAuth2Flow extends BaseAuthFlow {
  static {
    send = (flow, ...given) => flow.#send(...given);
    made = (flow, record) => flow.#made(record);
  }

  kind = "oauth2";
  #engine;
  #options;
  #closing = new AbortController();

  constructor(appCredentials, options) {
    super();
    this.appCredentials = appCredentials;
    this.#engine = engineOf(appCredentials);
    if (!this.#engine) throw misuse("invalid_option", "appCredentials", "must be an OAuth2AppCredentials.");
    const { parseToken } = options ?? {};
    if (parseToken) this.parseToken = parseToken;
    this.#options = knownOptions("OAuth2Flow", options, [
      "defaultScope",
      "tokenClass",
      "parseToken",
      "fetch",
    ]);
  }

  get tokenClass() {
    const { provider } = ownerOf(this) ?? {};
    return this.#options.tokenClass ?? provider?.constructor.userCredentials ?? OAuth2UserCredentials;
  }

  authorize(options, called = "authorize") {
    const given = plain(options);
    if (given?.subject != null) subjectKey(given.subject);
    const { defaultScope } = this.#options;
    const own = { ...(defaultScope && { scope: defaultScope }), flow: ownerOf(this)?.name };
    const whole = given === undefined || isObject(given) ? { ...own, ...given } : given;
    return this.#engine.step("authorize", { called, options: whole, isFramed: isFramed() });
  }

  async exchange(callback) {
    const { signal, ...options } = Object(callback);
    const given = isObject(callback) ? options : callback;
    return this.#made(await this.#send("exchange", { options: plain(given), signal }));
  }

  async refresh(options) {
    const given = knownOptions("refresh", options, ["refreshToken", "credentials", "subject", "tokenParams"]);
    const { refreshToken, credentials, subject, tokenParams } = given;
    if (!("refreshToken" in given) && !credentials) {
      const { provider } = ownerOf(this) ?? {};
      if (!provider) throw misuse("missing_option", "refresh.credentials", "or refreshToken is required.");
      return provider.refresh(subject);
    }
    if (refreshToken != null && (typeof refreshToken !== "string" || !refreshToken)) {
      throw misuse("invalid_option", "refresh.refreshToken", "must be a non-empty string.");
    }
    const old = recordOf(this.#held(credentials));
    const token = refreshToken ?? old?.answer.refresh_token;
    if (!token)
      throw failure("no_refresh_token", "The sign-in has ended and cannot be renewed. Please sign in again.");
    return this.#made(
      await this.#send("refresh", { token, options: { tokenParams: plain(tokenParams) }, record: old }),
    );
  }

  /** Tells the provider that the tokens are over (RFC 7009), the refresh token first. Whether it took the last of them. */
  async revoke({ credentials, token, hint = "access_token" }) {
    if (!this.appCredentials.revocationUrl) return false;
    if (credentials?.refreshToken) {
      await this.#send("revoke", { token: credentials.refreshToken, hint: "refresh_token" }).catch(
        (error) => {
          if (error.error !== "unsupported_token_type") throw error;
        },
      );
    }
    await this.#send("revoke", { token: token ?? credentials.accessToken, hint });
    return true;
  }

  client(options) {
    return new OAuth2Client(this, this.#engine, {
      ...knownOptions("client", options, ["token", "scope", "redirectUri"]),
      token: this.#held(options?.token),
    });
  }

  createClient(options) {
    return this.client(options);
  }

  /** Gives up every request that is under way. */
  close() {
    this.#closing.abort();
    this.#closing = new AbortController();
  }

  /** Credentials that the app holds, as an object of ours. */
  #held(given) {
    return given == null || recordOf(given) ? given : this.#made(recordFrom(given));
  }

  #made(record) {
    const credentials = credentialsFrom(this.#engine, record, this.tokenClass);
    if (!credentials) throw invalidCredentials();
    return credentials;
  }

  /** One request: the engine says what is sent and what the answer is worth. */
  async #send(step, { signal, ...given }) {
    const { url, form, scope = given.scope } = this.#engine.step(step, given);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const own = { sender: this.#options.fetch, closing: this.#closing.signal, signal };
    let { status, body } = await request(url, { method: "POST", headers, body: form }, TOKEN_MS, own);
    const isToken =
      step !== "revoke" && step !== "device" && status < 300 && Object(body) === body && !body.error;
    if (this.parseToken && isToken) {
      try {
        body = plain(this.parseToken(body));
      } catch (cause) {
        throw failure("invalid_response", "parseToken() failed.", { cause });
      }
    }
    return this.#engine.step("answer", { ...given, to: step, status, body, scope });
  }
}
