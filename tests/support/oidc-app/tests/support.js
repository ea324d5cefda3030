// Shared by the oidc-app's own tests: a started server, and short ways through it in both dialects.
// Owns: test fixtures only. Must not assert anything; tests do.

import { startOidcApp } from "../index.js";

export const REDIRECT_URI = "https://app.example/callback?from=acme";
/** RFC 7636 appendix B. */
export const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
export const RFC_REQUEST = {
  response_type: "code",
  redirect_uri: REDIRECT_URI,
  state: "own-state",
  code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  code_challenge_method: "S256",
};
export const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

/** A started server that ends with the test; people agree at once. */
export async function start(t, options) {
  const server = await startOidcApp(options);
  server.switches.autoApprove = true;
  t.after(() => server.close());
  return server;
}

export const get = (server, path, headers = {}) =>
  fetch(new URL(path, server.url), { redirect: "manual", headers });
export const post = (server, path, form = {}) =>
  fetch(new URL(path, server.url), { method: "POST", body: new URLSearchParams(form), redirect: "manual" });
export const token = (server, form) => post(server, "/auth/v2/token", form);
export const login = (server, query) => get(server, `/auth/v2/login?${new URLSearchParams(query)}`);

export const locationOf = (response) => new URL(response.headers.get("location"));
export const parametersOf = (response) => Object.fromEntries(locationOf(response).searchParams);
export const answerOf = async (response) => [response.status, await response.json()];

/** Through the login route and the provider: what the callback is given. */
export async function reachCallback(server, query = { redirect_uri: REDIRECT_URI }) {
  return parametersOf(await get(server, locationOf(await login(server, query)).href));
}

/** The form of a code exchange, the verifier taken from the state. */
export async function codeForm(server, query) {
  const { code, state } = await reachCallback(server, query);
  const [, redirect_uri, code_verifier] = state.split("|");
  return { code, redirect_uri, code_verifier };
}

export const signIn = async (server, query) => (await token(server, await codeForm(server, query))).json();

export async function rfcSignIn(server) {
  const { code } = await reachCallback(server, RFC_REQUEST);
  const form = {
    grant_type: "authorization_code",
    redirect_uri: REDIRECT_URI,
    code,
    code_verifier: VERIFIER,
  };
  return (await token(server, form)).json();
}

export const userinfo = (server, accessToken) =>
  get(server, "/auth/v2/userinfo", accessToken ? { Authorization: `Bearer ${accessToken}` } : {});

/** What a JWT says, unverified. */
export const claimsOf = (jwt) => JSON.parse(Buffer.from(jwt.split(".")[1], "base64url"));
