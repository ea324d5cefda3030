// The API that tokens are for, and CORS on every route that a page calls.
// Must not test how tokens are issued.

import assert from "node:assert/strict";
import { test } from "node:test";
import { getUser, post, signIn, start } from "./support.js";

const UNAUTHORIZED = [401, 'Bearer error="invalid_token"'];
const refusal = ({ status, headers }) => [status, headers.get("www-authenticate")];
const echo = (server, headers, init = {}) => fetch(`${server.url}/api/echo`, { headers, ...init });

test("GET /api/user: the person, for a live access token in the header only", async (t) => {
  const server = await start(t);
  const { access_token } = await signIn(server);
  assert.deepEqual(await (await getUser(server, access_token)).json(), { sub: "u-7", name: "Ada" });
  assert.deepEqual(refusal(await getUser(server)), UNAUTHORIZED);
  assert.deepEqual(refusal(await getUser(server, "access-unknown")), UNAUTHORIZED);
  assert.deepEqual(refusal(await fetch(`${server.url}/api/user?access_token=${access_token}`)), UNAUTHORIZED);
  const byKey = await fetch(`${server.url}/api/user`, { headers: { "X-Api-Key": access_token } });
  assert.deepEqual(refusal(byKey), UNAUTHORIZED);
  server.expireAccessTokens();
  assert.deepEqual(refusal(await getUser(server, access_token)), UNAUTHORIZED);
});

test("/api/echo: method and headers as they arrived, the token in either of two headers", async (t) => {
  const server = await start(t);
  const { access_token } = await signIn(server);
  const byKey = await echo(server, { "X-Api-Key": access_token, "X-Acme-Tenant": "blue" }, { method: "PUT" });
  const { method, headers } = await byKey.json();
  assert.equal(method, "PUT");
  assert.deepEqual([headers["x-api-key"], headers["x-acme-tenant"]], [access_token, "blue"]);
  assert.equal(headers.authorization, undefined);
  const byBearer = await (await echo(server, { Authorization: `Bearer ${access_token}` })).json();
  assert.equal(byBearer.method, "GET");
  assert.equal(byBearer.headers.authorization, `Bearer ${access_token}`);
});

test("/api/echo: 401 without a live token", async (t) => {
  const server = await start(t);
  const { access_token } = await signIn(server);
  server.expireAccessTokens();
  for (const headers of [
    {},
    { "X-Api-Key": "" },
    { "X-Api-Key": access_token },
    { Authorization: access_token },
  ]) {
    assert.deepEqual(refusal(await echo(server, headers)), UNAUTHORIZED);
  }
});

test("CORS: any origin reads the answers of these routes, refusals too, without credentials", async (t) => {
  const server = await start(t);
  const responses = [
    await post(server, "/oauth/token", {}),
    await post(server, "/oauth/revoke", {}),
    await getUser(server),
    await echo(server, {}),
    await fetch(`${server.url}/oauth/token`),
  ];
  for (const { headers } of responses) {
    assert.equal(headers.get("access-control-allow-origin"), "*");
    assert.equal(headers.get("access-control-expose-headers"), "WWW-Authenticate");
    assert.equal(headers.get("access-control-allow-credentials"), null);
  }
});

test("CORS: the preflights", async (t) => {
  const server = await start(t);
  const expected = {
    "/oauth/token": ["POST", "Content-Type"],
    "/oauth/revoke": ["POST", "Content-Type"],
    "/api/user": ["GET", "Authorization"],
    "/api/echo": [
      "GET, HEAD, POST, PUT, PATCH, DELETE",
      "Authorization, X-Api-Key, X-Acme-Tenant, Content-Type",
    ],
  };
  for (const [path, lists] of Object.entries(expected)) {
    const { status, headers } = await fetch(server.url + path, { method: "OPTIONS" });
    const header = (name) => headers.get(`access-control-allow-${name}`);
    assert.deepEqual([status, header("origin"), header("methods"), header("headers")], [204, "*", ...lists]);
  }
});
