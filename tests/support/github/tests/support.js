// Shared by the stand-in's own tests: one app, a PKCE pair (RFC 7636 appendix B), and short ways to the endpoints.
// Owns: test fixtures only. Must not assert anything; tests do.

import { startGithub } from "../index.js";

export const CLIENT_ID = "Ov23liStandInTest";
export const CLIENT_SECRET = "a-secret-for-tests-only";
export const REDIRECT_URI = "https://app.example/callback";
export const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
export const PKCE = {
  code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  code_challenge_method: "S256",
};

export const app = (changes = {}) => ({
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  callbackUrls: [{ url: REDIRECT_URI, wildcard: false }],
  expiringTokens: true,
  name: "Test app",
  ...changes,
});

/** A started stand-in that ends with the test. */
export async function start(t, { apps = [app()], ...options } = {}) {
  const github = await startGithub({ apps, ...options });
  t.after(() => github.close());
  return github;
}

export const authorizeUrl = (github, parameters = {}) =>
  `${github.webUrl}/login/oauth/authorize?${new URLSearchParams({ client_id: CLIENT_ID, ...parameters })}`;

export const get = (url, headers = {}) => fetch(url, { headers, redirect: "manual" });

/** What a press on a button of the authorize page sends. */
export const press = (url, decision, login = "ada-brook") =>
  fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams({ login, decision }) });

export async function freshCode(github, parameters = {}, login = "ada-brook") {
  const response = await press(authorizeUrl(github, { ...PKCE, ...parameters }), "authorize", login);
  return new URL(response.headers.get("location")).searchParams.get("code");
}

export const postToken = (github, parameters, headers = { Accept: "application/json" }) =>
  fetch(`${github.webUrl}/login/oauth/access_token`, {
    method: "POST",
    headers,
    body: new URLSearchParams(parameters),
  });

export const client = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };

export async function exchange(github, code, changes = {}) {
  const response = await postToken(github, { ...client, code, code_verifier: VERIFIER, ...changes });
  return response.json();
}

export const signIn = async (github, parameters = {}, login = "ada-brook") =>
  exchange(github, await freshCode(github, parameters, login));

export async function refresh(github, refreshToken, changes = {}) {
  const grant = { grant_type: "refresh_token", refresh_token: refreshToken };
  return (await postToken(github, { ...client, ...grant, ...changes })).json();
}

export const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

export const deviceRequest = (github, parameters = {}, headers = { Accept: "application/json" }) =>
  fetch(`${github.webUrl}/login/device/code`, {
    method: "POST",
    headers,
    body: new URLSearchParams({ client_id: CLIENT_ID, ...parameters }),
  });

export const deviceCode = async (github, parameters) => (await deviceRequest(github, parameters)).json();

/** A poll as a device sends it: without a secret. */
export async function poll(github, device_code, changes = {}) {
  const grant = { grant_type: DEVICE_GRANT, client_id: CLIENT_ID, device_code, ...changes };
  return (await postToken(github, grant)).json();
}

/** What a person sends from the page on which a device's code is entered. */
export const enterCode = (github, parameters) =>
  fetch(`${github.webUrl}/login/device`, { method: "POST", body: new URLSearchParams(parameters) });

export const api = (github, path, token, headers = {}) =>
  fetch(`${github.apiUrl}${path}`, {
    headers: token ? { Authorization: `Bearer ${token}`, ...headers } : headers,
  });

export const corsHeaders = (response) =>
  [...response.headers.keys()].filter((name) => /^access-control-/.test(name));
