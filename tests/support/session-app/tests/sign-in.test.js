// Login, the provider's page and the callback: what goes where, and every way it can fail.
// Must not test what a session answers afterwards.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { answerOf, locationOf, reachCallback, signIn, start, visit } from "./support.js";

const errorOf = async (response) => {
  const [status, { error }] = await answerOf(response);
  return [status, error];
};

test("login: to the provider with state, nonce and PKCE, and back to this server's own callback", async (t) => {
  const server = await start(t);
  const response = await visit(server).get("/auth/login?return_to=/elsewhere");
  assert.equal(response.status, 302);
  const { origin, pathname, searchParams } = new URL(locationOf(response));
  assert.deepEqual([origin, pathname], [server.url, "/idp/authorize"]);
  const { state, nonce, code_challenge, ...rest } = Object.fromEntries(searchParams);
  for (const value of [state, nonce, code_challenge]) assert.match(value, /^[\w-]{43}$/);
  assert.deepEqual(rest, {
    response_type: "code",
    client_id: "session-app",
    redirect_uri: `${server.url}/auth/callback`,
    scope: "openid email profile",
    code_challenge_method: "S256",
  });
});

test("provider: a page with Authorize and Cancel; no page when the person agreed before", async (t) => {
  const server = await start(t);
  const visitor = visit(server);
  const page = await visitor.get(locationOf(await visitor.get("/auth/login")));
  const html = await page.text();
  assert.equal(page.status, 200);
  assert.match(html, /value="authorize">Authorize<[\s\S]*value="cancel">Cancel</);
  server.switches.autoApprove = true;
  const back = await visitor.get(locationOf(await visitor.get("/auth/login")));
  assert.ok(locationOf(back).startsWith(`${server.url}/auth/callback?code=`));
});

test("callback: an HttpOnly cookie for a day, and always to /", async (t) => {
  const response = await signIn(visit(await start(t)));
  assert.deepEqual([response.status, locationOf(response)], [302, "/"]);
  const [cookie, ...attributes] = response.headers.getSetCookie()[0].split("; ");
  assert.match(cookie, /^pywry_session=u-1041:\d+:\d+:[0-9a-f]{64}$/);
  assert.deepEqual(attributes, ["HttpOnly", "Max-Age=86400", "Path=/", "SameSite=lax"]);
});

test("callback: a person who says no ends on JSON, with no way back to the page", async (t) => {
  const server = await start(t);
  const visitor = visit(server);
  const page = locationOf(await visitor.get("/auth/login"));
  const cancelled = await visitor.decide(page, { decision: "cancel", person: "ada" });
  assert.deepEqual(await errorOf(await visitor.get(locationOf(cancelled))), [400, "access_denied"]);
  server.switches.deny = true;
  const denied = await visitor.get(locationOf(await visitor.get("/auth/login")));
  const [status, body] = await answerOf(await visitor.get(locationOf(denied)));
  assert.deepEqual([status, Object.keys(body)], [400, ["error", "error_description"]]);
});

test("callback: a state is good once, for ten minutes, and not used up when the code is missing", async (t) => {
  mock.timers.enable({ apis: ["Date"], now: Date.now() });
  t.after(() => mock.timers.reset());
  const visitor = visit(await start(t));
  assert.deepEqual(await errorOf(await visitor.get("/auth/callback?code=c")), [400, "invalid_state"]);
  assert.deepEqual(await errorOf(await visitor.get("/auth/callback?code=c&state=s")), [400, "invalid_state"]);
  const address = await reachCallback(visitor);
  const codeless = address.replace(/code=[^&]*&/, "");
  assert.deepEqual(await errorOf(await visitor.get(codeless)), [400, "missing_code"]);
  assert.equal((await visitor.get(address)).status, 302);
  assert.deepEqual(await errorOf(await visitor.get(address)), [400, "invalid_state"]);
  const late = await reachCallback(visitor);
  mock.timers.tick(600_000);
  assert.deepEqual(await errorOf(await visitor.get(late)), [400, "invalid_state"]);
});

test("callback: a code of another sign-in fails the exchange", async (t) => {
  const visitor = visit(await start(t));
  const [one, other] = [await reachCallback(visitor), await reachCallback(visitor)];
  const mixed = new URL(one);
  mixed.searchParams.set("code", new URL(other).searchParams.get("code"));
  const response = await visitor.get(mixed);
  assert.deepEqual(response.headers.getSetCookie(), []);
  assert.deepEqual(await errorOf(response), [500, "token_exchange_failed"]);
});

test("switch error: login and callback answer their refusals, with description and without a cookie", async (t) => {
  const server = await start(t);
  const visitor = visit(server);
  for (const [error, path, status] of [
    ["rate_limited", "/auth/login", 429],
    ["invalid_state", "/auth/callback", 400],
    ["missing_code", "/auth/callback", 400],
    ["token_exchange_failed", "/auth/callback", 500],
  ]) {
    server.switches.error = null;
    const address = path === "/auth/login" ? path : await reachCallback(visitor);
    server.switches.error = error;
    const response = await visitor.get(address);
    assert.deepEqual(response.headers.getSetCookie(), []);
    const [seen, body] = await answerOf(response);
    assert.deepEqual([seen, Object.keys(body), body.error], [status, ["error", "error_description"], error]);
  }
});
