// The login route in the dialect of py-oidc-auth, the provider's page, and logout.
// Must not test what a code is worth.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import {
  answerOf,
  get,
  locationOf,
  login,
  parametersOf,
  post,
  REDIRECT_URI,
  reachCallback,
  start,
} from "./support.js";

const ASK = { redirect_uri: REDIRECT_URI };

test("login: 307 to the provider, the verifier in a state that the server made", async (t) => {
  const server = await start(t);
  const response = await login(server, { ...ASK, offline_access: "true", prompt: "consent" });
  assert.equal(response.status, 307);
  const { origin, pathname } = locationOf(response);
  assert.deepEqual([origin, pathname], [server.url, "/idp/authorize"]);
  const { state, nonce, code_challenge, ...rest } = parametersOf(response);
  assert.deepEqual(rest, {
    response_type: "code",
    client_id: "oidc-app",
    redirect_uri: REDIRECT_URI,
    scope: "profile email offline_access openid",
    prompt: "consent",
    code_challenge_method: "S256",
  });
  const [random, redirectUri, verifier] = state.split("|");
  assert.match(random, /^[\w-]{22}$/);
  assert.match(nonce, /^[\w-]{22}$/);
  assert.equal(redirectUri, REDIRECT_URI);
  assert.match(verifier, /^[\w-]{43}$/);
  assert.equal(code_challenge, createHash("sha256").update(verifier).digest("base64url"));
});

test("login: scopes as asked for; prompt=none is no prompt at all, and the person sees the page", async (t) => {
  const server = await start(t);
  const asked = await login(server, {
    ...ASK,
    scope: "reports:read",
    prompt: "none",
    offline_access: "false",
  });
  const { scope, prompt } = parametersOf(asked);
  assert.deepEqual([scope, prompt], ["reports:read openid", undefined]);
  server.switches.autoApprove = false;
  assert.equal((await get(server, locationOf(asked))).status, 200);
});

test("login: 400 without a redirect URI; 422 with a list in detail for what FastAPI refuses", async (t) => {
  const server = await start(t);
  assert.deepEqual(await answerOf(await login(server, {})), [400, { detail: "Missing redirect_uri" }]);
  for (const [name, type] of [
    ["prompt", "enum"],
    ["offline_access", "bool_parsing"],
  ]) {
    const [status, { detail }] = await answerOf(await login(server, { ...ASK, [name]: "never" }));
    assert.deepEqual([status, detail[0].type, detail[0].loc], [422, type, ["query", name]]);
  }
});

test("provider: back at once with code and state, the redirect URI's own query kept", async (t) => {
  const server = await start(t);
  const sent = await login(server, ASK);
  const { code, ...rest } = parametersOf(await get(server, locationOf(sent)));
  assert.match(code, /^[0-9a-f]{40}$/);
  assert.deepEqual(rest, { from: "acme", state: parametersOf(sent).state });
});

test("provider: a page asks whom, and Authorize and Cancel decide; a prompt asks again", async (t) => {
  const server = await start(t);
  const page = locationOf(await login(server, { ...ASK, prompt: "login" }));
  const html = await (await get(server, page)).text();
  assert.match(html, /value="authorize">Authorize<[\s\S]*value="cancel">Cancel</);
  assert.equal((await post(server, page, { decision: "authorize", person: "nobody" })).status, 400);
  const yes = await post(server, page, { decision: "authorize", person: "jun.okafor" });
  assert.equal(parametersOf(yes).error, undefined);
  assert.match(parametersOf(yes).code, /./);
  const { state } = parametersOf({ headers: new Headers({ location: page.href }) });
  const no = parametersOf(await post(server, page, { decision: "cancel", person: "ada.brook" }));
  assert.deepEqual(no, { from: "acme", error: "access_denied", state });
});

test("provider: an address that is not registered gets no redirect; without a list any is good", async (t) => {
  const redirectUris = [REDIRECT_URI];
  const server = await start(t, { redirectUris });
  const other = { redirect_uri: "https://other.example/cb" };
  const page = locationOf(await login(server, other));
  assert.equal((await get(server, page)).status, 400);
  redirectUris.push(other.redirect_uri);
  assert.equal((await get(server, page)).status, 302);
  assert.equal((await get(await start(t), locationOf(await login(await start(t), other)))).status, 302);
});

test("provider: deny and iss by switch", async (t) => {
  const server = await start(t);
  server.switches.issuer = "https://id.example";
  assert.equal((await reachCallback(server)).iss, "https://id.example");
  server.switches.deny = true;
  const { error, code, iss } = await reachCallback(server);
  assert.deepEqual([error, code, iss], ["access_denied", undefined, "https://id.example"]);
});

test("logout: 307 to the provider, which goes back to registered origins only", async (t) => {
  const server = await start(t, { redirectUris: [REDIRECT_URI] });
  const target = "https://app.example/bye";
  const response = await get(server, `/auth/v2/logout?post_logout_redirect_uri=${target}`);
  assert.deepEqual([response.status, locationOf(response).pathname], [307, "/idp/logout"]);
  assert.deepEqual(parametersOf(response), { client_id: "oidc-app", post_logout_redirect_uri: target });
  assert.equal(locationOf(await get(server, locationOf(response))).href, target);
  assert.equal((await get(server, "/idp/logout?post_logout_redirect_uri=https://evil.example")).status, 400);
  assert.equal((await get(server, locationOf(await get(server, "/auth/v2/logout")))).status, 200);
});

test("logout: without an end_session_endpoint it goes anywhere, or to /", async (t) => {
  const server = await start(t, { redirectUris: [REDIRECT_URI] });
  server.switches.endSession = false;
  const to = async (query) => (await get(server, `/auth/v2/logout${query}`)).headers.get("location");
  assert.equal(await to("?post_logout_redirect_uri=https://evil.example/"), "https://evil.example/");
  assert.equal(await to(""), "/");
});
