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

/** Of each flow its engine, its options and what ends its requests. Not private members: `DeviceFlow` has the same. */
const insides = new WeakMap();

export class OAuth2Flow extends BaseAuthFlow {
  kind = "oauth2";

  constructor(appCredentials, options) {
    super();
    this.appCredentials = appCredentials;
    const engine = engineOf(appCredentials);
    if (!engine) throw misuse("invalid_option", "appCredentials", "must be an OAuth2AppCredentials.");
    const { parseToken } = options ?? {};
    if (parseToken) this.parseToken = parseToken;
    const own = knownOptions("OAuth2Flow", options, ["defaultScope", "tokenClass", "parseToken", "fetch"]);
    insides.set(this, { engine, options: own, closing: new AbortController() });
  }

  get tokenClass() {
    const { provider } = ownerOf(this) ?? {};
    return (
      insides.get(this).options.tokenClass ?? provider?.constructor.userCredentials ?? OAuth2UserCredentials
    );
  }

  authorize(options, called = "authorize") {
    const given = plain(options);
    if (given?.subject != null) subjectKey(given.subject);
    const { engine, options: flowOptions } = insides.get(this);
    const { defaultScope } = flowOptions;
    const own = { ...(defaultScope && { scope: defaultScope }), flow: ownerOf(this)?.name };
    const whole = given === undefined || isObject(given) ? { ...own, ...given } : given;
    return engine.step("authorize", { called, options: whole, isFramed: isFramed() });
  }

  async exchange(callback) {
    const { signal, ...options } = Object(callback);
    const given = isObject(callback) ? options : callback;
    return made(this, await send(this, "exchange", { options: plain(given), signal }));
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
    if (!token) throw failure("no_refresh_token", "The sign-in has ended. Please sign in again.");
    return made(
      this,
      await send(this, "refresh", { token, options: { tokenParams: plain(tokenParams) }, record: old }),
    );
  }

  /** Tells the provider that the tokens are over (RFC 7009), the refresh token first. Whether it took the last of them. */
  async revoke({ credentials, token, hint = "access_token", isGrant }) {
    if (!this.appCredentials.revocationUrl) return false;
    if (credentials?.refreshToken) {
      await send(this, "revoke", { token: credentials.refreshToken, hint: "refresh_token" }).catch(
        (error) => {
          if (error.error !== "unsupported_token_type") throw error;
        },
      );
    }
    await send(this, "revoke", {
      token: token ?? credentials.accessToken,
      hint,
      path: isGrant ? "/grant" : "",
    });
    return true;
  }

  client(options) {
    return new OAuth2Client(this, insides.get(this).engine, {
      ...knownOptions("client", options, ["token", "scope", "redirectUri"]),
      token: this.#held(options?.token),
    });
  }

  createClient(options) {
    return this.client(options);
  }

  /** Gives up every request that is under way. */
  close() {
    insides.get(this).closing.abort();
    insides.get(this).closing = new AbortController();
  }

  /** Credentials that the app holds, as an object of ours. */
  #held(given) {
    return given == null || recordOf(given) ? given : made(this, recordFrom(given));
  }
}

/** Credentials of the flow's class. */
export function made(flow, record) {
  const credentials = credentialsFrom(insides.get(flow).engine, record, flow.tokenClass);
  if (!credentials) throw invalidCredentials();
  return credentials;
}

/** One request: the engine says what is sent and what the answer is worth. */
export async function send(flow, step, { signal, path = "", ...given }) {
  const { engine, options, closing } = insides.get(flow);
  const { url, form, scope = given.scope } = engine.step(step, given);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const init = { method: "POST", headers, body: form };
  // The refresh token is in a cookie, and the header shows that no other site sends it (RFC 10017).
  const { sealedCookie } = flow.appCredentials;
  if (sealedCookie) {
    init.credentials = "include";
    // A page that is left keeps the cookie all the same.
    init.keepalive = true;
    headers["x-requested-with"] = "portcullis";
  }
  const own = { sender: options.fetch, closing: closing.signal, signal };
  let { status, body } = await request(url + path, init, TOKEN_MS, own);
  const isToken =
    step !== "revoke" && step !== "device" && status < 300 && Object(body) === body && !body.error;
  if (flow.parseToken && isToken) {
    try {
      body = plain(flow.parseToken(body));
    } catch (cause) {
      throw failure("invalid_response", "parseToken() failed.", { cause });
    }
  }
  // What the page must never have is not kept, either.
  if (sealedCookie && body?.refresh_token && !/^cookie\./.test(body.refresh_token))
    throw misuse("invalid_option", "sealedCookie", "needs a proxy that seals.");
  return engine.step("answer", { ...given, to: step, status, body, scope });
}
