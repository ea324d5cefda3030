// A proxy with its fake provider, reached in process or over a real socket, and the requests to send to it.
// Must not hide a header or a status from the test that uses it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTokenProxy } from "../../index.js";
import { serveTokenProxy } from "../../node.js";
import { startUpstream } from "./upstream.js";

export const ORIGIN = "https://app.example";
export const REDIRECT_URI = "https://app.example/callback";
export const SECRET = "5f8a1c0e9b7d4d6e8f3a2b1c0d9e8f7a6b5c4d3e";
export const CODE = "b4d5c6a7e8f90123b4d5";
export const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

export const CODE_FORM = Object.freeze({
  grant_type: "authorization_code",
  client_id: "Ov23liPortcullis",
  code: CODE,
  redirect_uri: REDIRECT_URI,
  code_verifier: VERIFIER,
});
export const REFRESH_FORM = Object.freeze({
  grant_type: "refresh_token",
  client_id: "Ov23liPortcullis",
  refresh_token: "ghr_0123456789abcdef0123456789abcdef",
});
export const DEVICE_FORM = Object.freeze({
  client_id: "Ov23liPortcullis",
  scope: "read:user gist",
});
export const POLL_FORM = Object.freeze({
  grant_type: "urn:ietf:params:oauth:grant-type:device_code",
  client_id: "Ov23liPortcullis",
  device_code: "3584d83530557fdd1f46af8289938c8ef79f9dc5",
});
export const REVOKE_FORM = Object.freeze({
  token: "gho_16C7e42F292c6912E7710c838347Ae178B4a",
  token_type_hint: "access_token",
  client_id: "Ov23liPortcullis",
});

/** `options` may be a function of the fake provider, for those who need its addresses. */
export async function startProxy(t, options = {}) {
  const upstream = await startUpstream(t);
  const records = [];
  const handler = createTokenProxy({
    clientId: "Ov23liPortcullis",
    clientSecret: SECRET,
    tokenUrl: upstream.url,
    apiUrl: upstream.apiUrl,
    deviceUrl: upstream.deviceUrl,
    redirectUris: [REDIRECT_URI],
    log: (record) => records.push(record),
    ...(typeof options === "function" ? options(upstream) : options),
  });
  return proxyOf(handler, upstream, records);
}

/** Several apps, as a function of the fake provider; or any other options that are not those of `startProxy`. */
export async function startApps(t, optionsOf) {
  const upstream = await startUpstream(t);
  const records = [];
  const handler = createTokenProxy({ log: (record) => records.push(record), ...optionsOf(upstream) });
  return proxyOf(handler, upstream, records);
}

function proxyOf(handler, upstream, records) {
  return {
    upstream,
    records,
    handler,
    send: (path, init) => handler(new Request(`http://proxy${path}`, init)),
  };
}

/** The same, over a real socket. */
export async function startServer(t, { requestTimeout, ...options } = {}) {
  return serve(t, await startProxy(t, options), { requestTimeout });
}

export async function serve(t, proxy, options) {
  const server = await serveTokenProxy(proxy.handler, { port: 0, ...options });
  t.after(() => server.close());
  return { ...proxy, server, send: (path, init) => fetch(server.url + path, init) };
}

/** One test in process and the same test over a socket; `start` is `startProxy` or `startApps`. */
export function testBothWays(title, run, options, start = startProxy) {
  test(`${title} (in process)`, async (t) => run(await start(t, options)));
  test(`${title} (over a socket)`, async (t) => run(await serve(t, await start(t, options))));
}

/** A POST of a form; `body` is an object of parameters or the raw body. */
export function post(body, headers = {}) {
  const raw = typeof body === "string" || body instanceof Uint8Array || body instanceof ReadableStream;
  return {
    method: "POST",
    headers: { origin: ORIGIN, "content-type": "application/x-www-form-urlencoded", ...headers },
    body: raw ? body : new URLSearchParams(body).toString(),
    duplex: "half",
  };
}

export function without(object, name) {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}

/** A refusal: fixed JSON, the fixed headers, and nothing reached the provider. */
export async function assertRefused(response, upstream, status, error) {
  const body = await response.json();
  assert.deepEqual([response.status, body.error], [status, error]);
  assert.deepEqual(Object.keys(body), ["error", "error_description"]);
  assertFixedHeaders(response);
  assert.equal(upstream.log.length, 0, "nothing reached the provider");
  return body;
}

export function assertFixedHeaders({ headers }) {
  assert.equal(headers.get("cache-control"), "no-store");
  assert.equal(headers.get("pragma"), "no-cache");
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.equal(headers.get("content-type"), "application/json");
  assert.equal(headers.get("content-security-policy"), "default-src 'none'");
  assert.equal(headers.get("vary"), "Origin");
  assert.equal(headers.get("access-control-allow-credentials"), null);
}
