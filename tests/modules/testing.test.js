// www/testing.js: the stand-in with a token proxy, as an app's own test gets it.
// Owns: starting both, and leaving nothing behind. What the stand-in does is proved in tests/support/github/tests.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { test } from "node:test";
import { people, startGithub, startGithubWithProxy } from "../../www/testing.js";

const redirectUri = "http://127.0.0.1:5173/callback";
const { origin } = new URL(redirectUri);

/** A free port, kept until the test ends when it `isTaken`. */
async function port(t, isTaken = false) {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  if (isTaken) t.after(() => server.close());
  else await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Nobody listens there. A connection of its own: `fetch` may have kept one. */
async function isDown(address) {
  const socket = connect(Number(new URL(address).port), "127.0.0.1");
  socket.on("connect", () => socket.destroy(new Error(`${address} still listens`)));
  const { code, message } = await new Promise((resolve) => socket.on("error", resolve));
  assert.equal(code, "ECONNREFUSED", message);
}

test("what it says to configure is enough for a sign-in, through the proxy", async (t) => {
  const github = await startGithubWithProxy({ redirectUri });
  t.after(() => github.close());
  const { env } = github;
  github.switches.autoApprove = true;
  const ask = new URL(env.GITHUB_AUTHORIZATION_URL);
  ask.search = new URLSearchParams({
    client_id: env.GITHUB_CLIENT_ID,
    redirect_uri: env.GITHUB_REDIRECT_URI,
  });
  const { headers } = await fetch(ask, { redirect: "manual" });
  const callback = new URL(headers.get("location"));
  assert.equal(callback.origin + callback.pathname, redirectUri);

  const form = {
    grant_type: "authorization_code",
    client_id: env.GITHUB_CLIENT_ID,
    redirect_uri: redirectUri,
  };
  const code = { code: callback.searchParams.get("code"), code_verifier: "v".repeat(43) };
  const body = new URLSearchParams({ ...form, ...code });
  const answer = await fetch(`${env.GITHUB_PROXY_URL}/token`, { method: "POST", headers: { origin }, body });
  const { access_token, refresh_token, expires_in } = await answer.json();
  assert.ok(refresh_token);
  assert.equal(expires_in, 28800);
  const authorization = `Bearer ${access_token}`;
  const user = await (await fetch(`${env.GITHUB_API_URL}/user`, { headers: { authorization } })).json();
  const [{ login, id, name }] = people;
  assert.deepEqual([user.login, user.id, user.name], [login, id, name]);
  assert.deepEqual(
    github.log.map(({ path }) => path),
    ["/login/oauth/authorize", "/login/oauth/access_token", "/user"],
  );
});

test("the secret is the proxy's: nothing that a test is given has it", async (t) => {
  const github = await startGithubWithProxy({ redirectUri });
  t.after(() => github.close());
  assert.doesNotMatch(JSON.stringify(github), /secret/i);
});

test("it listens where it is told, and nowhere after it was closed", async (t) => {
  const [webPort, apiPort, proxyPort] = [await port(t), await port(t), await port(t)];
  const github = await startGithubWithProxy({ redirectUri, webPort, apiPort, proxyPort });
  const urls = [github.webUrl, github.apiUrl, github.proxyUrl];
  assert.deepEqual(
    urls,
    [webPort, apiPort, proxyPort].map((number) => `http://127.0.0.1:${number}`),
  );
  for (const url of urls) await fetch(url);
  await github.close();
  for (const url of urls) await isDown(url);
});

test("when one of them cannot start, none is left", async (t) => {
  const webPort = await port(t);
  const proxyPort = await port(t, true);
  const failing = startGithubWithProxy({ redirectUri, webPort, proxyPort });
  await assert.rejects(failing, { code: "EADDRINUSE" });
  await isDown(`http://127.0.0.1:${webPort}`);
  const wrong = startGithubWithProxy({ redirectUri: "/callback", webPort });
  await assert.rejects(wrong, { name: "ProxyConfigError" });
  await isDown(`http://127.0.0.1:${webPort}`);
});

test("a switch that does not exist throws, also when it is asked by a copy of the object", async (t) => {
  const { switches, close } = await startGithubWithProxy({ redirectUri });
  t.after(close);
  assert.throws(() => Object.assign(switches, { tokens: "slow" }), TypeError);
});

test("people are what `GET /user` tells, and nothing else; they cannot be changed", () => {
  for (const person of people) {
    assert.ok(Object.isFrozen(person));
    assert.equal(person.colors, undefined);
  }
  assert.equal(typeof startGithub, "function");
});
