// Shared by the provider's own tests: one client, a PKCE pair (RFC 7636 appendix B), short ways to the endpoints.
// Owns: test fixtures only. Must not assert anything; tests do.

import { startOAuthServer } from "../index.js";

export const CLIENT_ID = "acme-app";
export const REDIRECT_URI = "https://app.example/callback?from=acme";
export const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
export const REQUEST = {
  response_type: "code",
  client_id: CLIENT_ID,
  redirect_uri: REDIRECT_URI,
  code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  code_challenge_method: "S256",
};

/** A started provider that ends with the test. */
export async function start(t, options = {}) {
  const clients = [
    { clientId: CLIENT_ID, redirectUris: [REDIRECT_URI] },
    { clientId: "other", redirectUris: ["https://other.example/cb"] },
  ];
  const server = await startOAuthServer({ clients, ...options });
  t.after(() => server.close());
  return server;
}

export function authorize(server, changes = {}) {
  const query = new URLSearchParams({ ...REQUEST, ...changes });
  return fetch(`${server.url}/oauth/authorize?${query}`, { redirect: "manual" });
}

export const locationOf = (response) => new URL(response.headers.get("location"));

export const freshCode = async (server, changes) =>
  locationOf(await authorize(server, changes)).searchParams.get("code");

export const post = (server, path, form) =>
  fetch(server.url + path, { method: "POST", body: new URLSearchParams(form) });

export const codeForm = (code) => ({
  grant_type: "authorization_code",
  client_id: CLIENT_ID,
  redirect_uri: REDIRECT_URI,
  code,
  code_verifier: VERIFIER,
});

export const refreshForm = (refreshToken) => ({
  grant_type: "refresh_token",
  client_id: CLIENT_ID,
  refresh_token: refreshToken,
});

export async function signIn(server, changes) {
  return (await post(server, "/oauth/token", codeForm(await freshCode(server, changes)))).json();
}

export const refresh = (server, refreshToken) => post(server, "/oauth/token", refreshForm(refreshToken));

export const getUser = (server, token) =>
  fetch(`${server.url}/api/user`, { headers: token ? { Authorization: `Bearer ${token}` } : {} });
