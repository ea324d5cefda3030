// Shared by the session-app's own tests: a started server, and a visitor who keeps the cookie as a browser does.
// Owns: test fixtures only. Must not assert anything; tests do.

import { startSessionApp } from "../index.js";

export async function start(t, options) {
  const server = await startSessionApp(options);
  t.after(() => server.close());
  return server;
}

/** A visitor: `get` and `post` send the cookie they were given; `post` comes from the server's own page. */
export function visit({ url }) {
  let cookie = "";
  async function send(path, options = {}) {
    const headers = { ...(cookie && { Cookie: cookie }), ...options.headers };
    const response = await fetch(new URL(path, url), { ...options, headers, redirect: "manual" });
    const [set] = response.headers.getSetCookie();
    if (set) cookie = set.includes("Max-Age=0") ? "" : set.split(";")[0];
    return response;
  }
  return {
    get: (path) => send(path),
    post: (path, headers = { Origin: url }) => send(path, { method: "POST", headers }),
    decide: (page, form) => send(page, { method: "POST", body: new URLSearchParams(form) }),
  };
}

export const locationOf = (response) => response.headers.get("location");
export const answerOf = async (response) => [response.status, await response.json()];

/** As far as the callback's address, not followed. */
export async function reachCallback(visitor, person = "ada") {
  const page = locationOf(await visitor.get("/auth/login"));
  return locationOf(await visitor.decide(page, { decision: "authorize", person }));
}

/** The answer of the callback. */
export const signIn = async (visitor, person) => visitor.get(await reachCallback(visitor, person));
