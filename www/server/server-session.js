// `ServerSession`: for an app whose own server signs people in and keeps the tokens. The page has a cookie that it cannot read,
// and asks the server who it is. Must not: hold a token.

import { knownOptions, misuse, toError } from "../errors.js";
import { request } from "../http.js";
import { address, leaveFor } from "../page.js";

const LIMIT_MS = 30_000;
const routes = {
  login: "/auth/login",
  status: "/auth/status",
  userInfo: "/auth/userinfo",
  refresh: "/auth/refresh",
  logout: "/auth/logout",
};
/** What the server says, in our words. */
const codes = {
  __proto__: null,
  not_authenticated: "not_signed_in",
  csrf_failed: "csrf_failed",
  no_refresh_token: "no_refresh_token",
  refresh_failed: "refresh_rejected",
  401: "not_signed_in",
  429: "rate_limited",
};

export class ServerSession {
  #base;
  #paths;
  #headers;

  constructor(options) {
    const given = knownOptions("ServerSession", options, ["baseUrl", "paths", "headers"]);
    this.#paths = { ...routes, ...knownOptions("paths", given.paths, Object.keys(routes)) };
    this.#headers = given.headers;
    try {
      this.#base = new URL(given.baseUrl || "/", address());
    } catch {}
    if (!/^https?:$/.test(this.#base?.protocol))
      throw misuse("invalid_option", "baseUrl", "must be a URL of your server.");
    const { protocol, origin, hostname } = this.#base;
    if (
      protocol === "http:" &&
      origin !== new URL(address()).origin &&
      !/^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
    )
      throw misuse("insecure_url", "baseUrl", "must use https.");
  }

  /** Leaves for the server, which comes back with a session. */
  login() {
    leaveFor(this.#url("login"));
  }

  async status() {
    const {
      authenticated,
      user_id: userId = null,
      roles,
      expires_at: expiresAt = null,
    } = await this.#ask("status");
    return {
      authenticated: authenticated === true,
      userId,
      roles: Array.isArray(roles) ? roles : [],
      expiresAt,
    };
  }

  userInfo() {
    return this.#ask("userInfo");
  }

  async refresh() {
    const { expires_in: expiresIn = null } = await this.#ask("refresh", "POST");
    return { expiresIn };
  }

  async logout() {
    await this.#ask("logout", "POST");
  }

  #url(route) {
    return this.#base.origin + this.#base.pathname.replace(/\/+$/, "") + this.#paths[route];
  }

  async #ask(route, method = "GET") {
    // The cookie goes along; everything else as in any request of ours.
    const given = { method, credentials: "include", headers: this.#headers };
    const { status, body } = await request(this.#url(route), given, LIMIT_MS);
    if (status === 200 && Object(body) === body && !body.error) return body;
    const error = typeof body?.error === "string" ? body.error : undefined;
    const other = status > 499 ? "server_error" : error ? "oauth_error" : "invalid_response";
    const code = codes[error] ?? codes[status] ?? other;
    const retryable = /^(rate_limited|server_error)$/.test(code);
    const errorDescription = typeof body?.error_description === "string" ? body.error_description : undefined;
    const message = `The server refused ${this.#paths[route]}: ${error ?? status}.`;
    throw toError({ code, message, status, error, errorDescription, retryable });
  }
}
