// Status, userinfo, refresh and logout, and the stand-in as a test uses it: files, log, switches, reset and close.
// Must not test how somebody signed in.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { startSessionApp } from "../index.js";
import { DEFAULT_SWITCHES } from "../switches.js";
import { answerOf, signIn, start, visit } from "./support.js";

const NOT_AUTHENTICATED = [401, { error: "not_authenticated" }];
const SIGNED_OUT = [200, { authenticated: false }];

test("status and userinfo: who is signed in, with roles and the provider's own words", async (t) => {
  mock.timers.enable({ apis: ["Date"], now: 1_700_000_000_250 });
  t.after(() => mock.timers.reset());
  const visitor = visit(await start(t));
  await signIn(visitor, "rosa");
  assert.deepEqual(await answerOf(await visitor.get("/auth/status")), [
    200,
    { authenticated: true, user_id: "u-2207", roles: ["viewer", "admin"], expires_at: 1_700_086_400.25 },
  ]);
  assert.deepEqual(await answerOf(await visitor.get("/auth/userinfo")), [
    200,
    {
      user_id: "u-2207",
      roles: ["viewer", "admin"],
      user_info: { sub: "u-2207", name: "Rosa Lindqvist", email: "rosa@example.com" },
    },
  ]);
});

test("nobody is signed in without the cookie, with a changed one, or when the session has ended", async (t) => {
  const server = await start(t);
  const visitor = visit(server);
  const [cookie] = (await signIn(visitor)).headers.getSetCookie();
  const forged = cookie.split(";")[0].replace("u-1041", "u-2207");
  const byForged = await fetch(`${server.url}/auth/userinfo`, { headers: { Cookie: forged } });
  assert.deepEqual(await answerOf(byForged), NOT_AUTHENTICATED);
  assert.deepEqual(await answerOf(await visit(server).get("/auth/status")), SIGNED_OUT);
  assert.equal((await answerOf(await visitor.get("/auth/status")))[1].user_id, "u-1041");
  server.expireSessions();
  assert.deepEqual(await answerOf(await visitor.get("/auth/status")), SIGNED_OUT);
  assert.deepEqual(await answerOf(await visitor.get("/auth/userinfo")), NOT_AUTHENTICATED);
  assert.deepEqual(await answerOf(await visitor.post("/auth/refresh")), NOT_AUTHENTICATED);
});

test("refresh: success without any token in it", async (t) => {
  const visitor = visit(await start(t));
  await signIn(visitor);
  const expected = { success: true, expires_in: 3600, token_type: "Bearer" };
  assert.deepEqual(await answerOf(await visitor.post("/auth/refresh")), [200, expected]);
});

test("logout: the session and the cookie end; nobody's logout is a success, too", async (t) => {
  const server = await start(t);
  const visitor = visit(server);
  const [cookie] = (await signIn(visitor)).headers.getSetCookie();
  const response = await visitor.post("/auth/logout");
  assert.match(response.headers.getSetCookie()[0], /^pywry_session="";.*Max-Age=0/);
  assert.deepEqual(await answerOf(response), [200, { success: true, message: "Logged out" }]);
  const old = await fetch(`${server.url}/auth/status`, { headers: { Cookie: cookie.split(";")[0] } });
  assert.deepEqual(await answerOf(old), SIGNED_OUT);
  assert.equal((await visitor.post("/auth/logout")).status, 200);
});

test("refresh and logout want the server's own Origin, else Referer", async (t) => {
  const server = await start(t);
  const visitor = visit(server);
  await signIn(visitor);
  for (const headers of [
    {},
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { Origin: "https://evil.example", Referer: `${server.url}/` },
    { Referer: "https://evil.example/page" },
    { Referer: "nonsense" },
  ]) {
    for (const path of ["/auth/refresh", "/auth/logout"]) {
      const [status, { error }] = await answerOf(await visitor.post(path, headers));
      assert.deepEqual([status, error], [403, "csrf_failed"], JSON.stringify(headers));
    }
  }
  for (const headers of [{ Referer: `${server.url}/page` }, { Origin: "null", Referer: server.url }]) {
    assert.equal((await visitor.post("/auth/refresh", headers)).status, 200);
  }
});

test("switch error: each route answers only the refusals that it knows", async (t) => {
  const server = await start(t);
  const visitor = visit(server);
  await signIn(visitor);
  const statuses = async () => [
    (await visitor.get("/auth/status")).status,
    (await visitor.get("/auth/userinfo")).status,
    (await visitor.post("/auth/refresh")).status,
  ];
  for (const [error, expected] of [
    ["csrf_failed", [200, 200, 403]],
    ["not_authenticated", [200, 401, 401]],
    ["no_refresh_token", [200, 200, 400]],
    ["refresh_failed", [200, 200, 500]],
    ["rate_limited", [200, 200, 200]],
  ]) {
    server.switches.error = error;
    assert.deepEqual(await statuses(), expected, error);
  }
  server.switches.error = "refresh_failed";
  assert.equal((await (await visitor.post("/auth/refresh")).json()).error, "refresh_failed");
  server.switches.error = "csrf_failed";
  assert.equal((await visitor.post("/auth/logout")).status, 403);
});

test("switch brokenSession: signed in, and nobody sees it; a logout that says success ends nothing", async (t) => {
  const server = await start(t);
  const visitor = visit(server);
  const [cookie] = (await signIn(visitor)).headers.getSetCookie();
  server.switches.brokenSession = true;
  assert.deepEqual(await answerOf(await visitor.get("/auth/status")), SIGNED_OUT);
  assert.deepEqual(await answerOf(await visitor.get("/auth/userinfo")), NOT_AUTHENTICATED);
  assert.equal((await visitor.post("/auth/logout")).status, 200);
  server.switches.brokenSession = false;
  const old = await fetch(`${server.url}/auth/status`, { headers: { Cookie: cookie.split(";")[0] } });
  assert.equal((await old.json()).authenticated, true);
});

test("files: pages of the same origin, for GET; unknown paths and methods are 404 and 405", async (t) => {
  const files = async (path) => (path === "/" ? { type: "text/html", body: "<p>home" } : null);
  const server = await start(t, { files });
  const home = await fetch(server.url);
  assert.deepEqual([home.headers.get("content-type"), await home.text()], ["text/html", "<p>home"]);
  assert.equal((await fetch(`${server.url}/nothing`)).status, 404);
  assert.equal((await fetch(server.url, { method: "POST" })).status, 404);
  const wrong = await fetch(`${server.url}/auth/logout`);
  assert.deepEqual([wrong.status, wrong.headers.get("allow")], [405, "POST"]);
});

test("log, switches, reset and close", async (t) => {
  const server = await start(t);
  const visitor = visit(server);
  await signIn(visitor);
  assert.deepEqual(
    server.log.map(({ method, path }) => `${method} ${path}`),
    ["GET /auth/login", "POST /idp/authorize", "GET /auth/callback"],
  );
  for (const [name, value] of [
    ["errors", null],
    ["error", "access_denied"],
    ["deny", 1],
  ]) {
    assert.throws(() => {
      server.switches[name] = value;
    }, TypeError);
  }
  server.switches.deny = true;
  server.reset();
  assert.deepEqual([server.log.length, { ...server.switches }], [0, { ...DEFAULT_SWITCHES }]);
  assert.deepEqual(await answerOf(await visitor.get("/auth/status")), SIGNED_OUT);
  await server.close();
  const next = await startSessionApp({ port: Number(new URL(server.url).port) });
  assert.equal(next.url, server.url);
  await next.close();
});
