// The stand-in as a test uses it: prefix, CORS, faults of the connection, log, switches, reset and close.
// Must not test a rule of OAuth.

import assert from "node:assert/strict";
import { test } from "node:test";
import { startOidcApp } from "../index.js";
import { DEFAULT_SWITCHES } from "../switches.js";
import { answerOf, codeForm, get, post, signIn, start, token, userinfo } from "./support.js";

const ORIGIN = "https://app.example";
const ROUTES = ["login", "token", "device", "userinfo", "logout"].map((name) => `/auth/v2/${name}`);

const preflight = (server, path, { origin = ORIGIN, method = "POST", headers = "" } = {}) =>
  fetch(server.url + path, {
    method: "OPTIONS",
    headers: {
      Origin: origin,
      "Access-Control-Request-Method": method,
      "Access-Control-Request-Headers": headers,
    },
  });

test("CORS: listed origins read every answer of the application, without credentials; others none", async (t) => {
  const origins = [ORIGIN];
  const server = await start(t, { origins });
  const allowed = async (path, origin) => {
    const { headers } = await get(server, path, { Origin: origin });
    assert.equal(headers.get("access-control-allow-credentials"), null);
    return headers.get("access-control-allow-origin");
  };
  for (const path of [...ROUTES, "/auth/v2/nothing"]) {
    assert.equal(await allowed(path, ORIGIN), ORIGIN);
    assert.equal(await allowed(path, "https://other.example"), null);
  }
  origins.push("https://other.example");
  assert.equal(await allowed(ROUTES[1], "https://other.example"), "https://other.example");
  assert.equal(await allowed("/idp/authorize", ORIGIN), null);
  assert.equal(
    (await get(await start(t), ROUTES[1], { Origin: ORIGIN })).headers.get("access-control-allow-origin"),
    "*",
  );
});

test("CORS: preflights for listed origins, methods and headers", async (t) => {
  const server = await start(t, { origins: [ORIGIN] });
  const ok = await preflight(server, ROUTES[3], { method: "GET", headers: "authorization" });
  assert.deepEqual([ok.status, ok.headers.get("access-control-allow-origin")], [200, ORIGIN]);
  assert.match(ok.headers.get("access-control-allow-headers"), /Authorization/);
  assert.equal((await preflight(server, ROUTES[1], { headers: "content-type" })).status, 200);
  for (const changes of [
    { origin: "https://other.example" },
    { method: "DELETE" },
    { headers: "content-type, x-other" },
  ]) {
    assert.equal((await preflight(server, ROUTES[1], changes)).status, 400);
  }
});

test("CORS: by switch the device route alone has none", async (t) => {
  const server = await start(t);
  server.switches.deviceEndpoint = "noCors";
  const response = await fetch(server.url + ROUTES[2], { method: "POST", headers: { Origin: ORIGIN } });
  assert.deepEqual([response.status, response.headers.get("access-control-allow-origin")], [200, null]);
  assert.equal((await preflight(server, ROUTES[2])).status, 405);
  assert.equal((await preflight(server, ROUTES[1])).status, 200);
});

test("faults: the provider answers 503 or cannot be reached, and nothing was processed", async (t) => {
  const server = await start(t);
  const form = await codeForm(server);
  for (const [fault, status, detail] of [
    ["unavailable", 503, /^Upstream OIDC error: [^{]/],
    ["unreachable", 502, /^Failed to contact OIDC endpoint: /],
  ]) {
    server.switches.token = fault;
    const [seen, body] = await answerOf(await token(server, form));
    assert.equal(seen, status);
    assert.match(body.detail, detail);
  }
  server.switches.token = null;
  assert.equal((await token(server, form)).status, 200);
});

test("faults: the connection breaks before or after the request was processed", async (t) => {
  const server = await start(t);
  const form = await codeForm(server);
  server.switches.token = "resetBefore";
  await assert.rejects(token(server, form), TypeError);
  server.switches.token = null;
  assert.equal((await token(server, form)).status, 200);
  const next = await codeForm(server);
  server.switches.token = "resetAfter";
  await assert.rejects(token(server, next), TypeError);
  server.switches.token = null;
  assert.equal((await token(server, next)).status, 400, "the code is used up");
});

test("faults: a slow answer is held until the switch is set again", async (t) => {
  const server = await start(t);
  const form = await codeForm(server);
  server.switches.token = "slow";
  let answered = false;
  const pending = token(server, form).finally(() => {
    answered = true;
  });
  while (!server.log.some((entry) => entry.form.code === form.code)) await get(server, ROUTES[3]);
  for (let trips = 0; trips < 3; trips += 1) await get(server, ROUTES[3]);
  assert.equal(answered, false);
  server.switches.token = null;
  assert.equal((await pending).status, 200);
});

test("prefix: the routes move, the provider stays", async (t) => {
  const server = await start(t, { prefix: "/api/freva-nextgen" });
  assert.equal((await post(server, "/api/freva-nextgen/auth/v2/device")).status, 200);
  assert.deepEqual(await answerOf(await post(server, ROUTES[2])), [404, { detail: "Not Found" }]);
  assert.equal((await get(server, "/idp/device")).status, 200);
});

test("unknown paths and methods are 404 and 405", async (t) => {
  const server = await start(t);
  assert.equal((await get(server, "/constructor")).status, 404);
  const wrong = await get(server, ROUTES[1]);
  assert.equal(wrong.headers.get("allow"), "POST");
  assert.deepEqual(await answerOf(wrong), [405, { detail: "Method Not Allowed" }]);
});

test("log, switches, reset and close", async (t) => {
  const server = await start(t);
  const { log } = server;
  const { access_token, refresh_token } = await signIn(server);
  const exchange = log.at(-1);
  assert.deepEqual([exchange.method, exchange.path], ["POST", ROUTES[1]]);
  assert.deepEqual(Object.keys(exchange.form), ["code", "redirect_uri", "code_verifier"]);
  for (const [name, value] of [
    ["tokens", null],
    ["token", "silent"],
    ["expiresIn", 0],
    ["refreshToken", null],
    ["deviceExpiresIn", "absent"],
  ]) {
    assert.throws(() => {
      server.switches[name] = value;
    }, TypeError);
  }
  const { user_code } = await (await post(server, ROUTES[2])).json();
  server.reset();
  assert.deepEqual([log.length, { ...server.switches }], [0, { ...DEFAULT_SWITCHES }]);
  assert.equal((await userinfo(server, access_token)).status, 401);
  assert.equal((await token(server, { "refresh-token": refresh_token })).status, 400);
  assert.throws(() => server.device.deny(user_code));
  assert.equal(log.length, 2, "the same log array goes on");
  await server.close();
  await assert.rejects(startOidcApp({ dialect: "saml" }), TypeError);
  const next = await startOidcApp({ port: Number(new URL(server.url).port) });
  assert.equal(next.url, server.url);
  await next.close();
});
