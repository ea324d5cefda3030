// The token endpoint's code grant: formats, exact error texts, single use, PKCE, secret, scopes.
// Must not test refreshing (refresh.test.js) or faults (faults.test.js).

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import {
  app,
  CLIENT_ID,
  client,
  corsHeaders,
  exchange,
  freshCode,
  PKCE,
  postToken,
  signIn,
  start,
  VERIFIER,
} from "./support.js";

const BAD_CODE = {
  error: "bad_verification_code",
  error_description: "The code passed is incorrect or expired.",
  error_uri:
    "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#bad-verification-code",
};

test("token: form-encoded by default, JSON and XML by Accept", async (t) => {
  const github = await start(t, { apps: [app({ expiringTokens: false })] });
  const answer = async (headers) => {
    const code = await freshCode(github, { scope: "repo gist" });
    const response = await postToken(github, { ...client, code, code_verifier: VERIFIER }, headers);
    return [response.headers.get("content-type"), await response.text()];
  };
  for (const headers of [{}, { Accept: "*/*" }]) {
    const [type, body] = await answer(headers);
    assert.equal(type, "application/x-www-form-urlencoded; charset=utf-8");
    assert.match(body, /^access_token=gho_\w{36}&scope=repo%2Cgist&token_type=bearer$/);
  }
  const [jsonType, json] = await answer({ Accept: "application/json" });
  assert.equal(jsonType, "application/json; charset=utf-8");
  assert.match(json, /^\{"access_token":"gho_\w{36}","scope":"repo,gist","token_type":"bearer"\}$/);
  const [xmlType, xml] = await answer({ Accept: "application/xml" });
  assert.equal(xmlType, "application/xml; charset=utf-8");
  assert.match(xml, /<scope>repo,gist<\/scope><token_type>bearer<\/token_type>/);
});

test("token: parameters by form, JSON or query", async (t) => {
  const github = await start(t);
  const url = `${github.webUrl}/login/oauth/access_token`;
  const parameters = async () => ({ ...client, code: await freshCode(github), code_verifier: VERIFIER });
  const headers = { Accept: "application/json" };
  const requests = [
    fetch(url, { method: "POST", headers, body: new URLSearchParams(await parameters()) }),
    fetch(url, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify(await parameters()),
    }),
    fetch(`${url}?${new URLSearchParams(await parameters())}`, { method: "POST", headers }),
  ];
  for (const response of await Promise.all(requests)) {
    assert.match((await response.json()).access_token, /^gho_/);
  }
});

test("token: errors come with HTTP 200, GitHub's exact texts, also form-encoded", async (t) => {
  const github = await start(t);
  const response = await postToken(github, { ...client, code: "0000" });
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), BAD_CODE);
  const form = await postToken(github, { ...client, code: "0000" }, {});
  assert.equal(form.status, 200);
  assert.equal(await form.text(), new URLSearchParams(BAD_CODE).toString());
  assert.deepEqual(
    await exchange(github, await freshCode(github), { redirect_uri: "https://app.example/other" }),
    {
      error: "redirect_uri_mismatch",
      error_description: "The redirect_uri MUST match the registered callback URL for this application.",
      error_uri:
        "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors/#redirect-uri-mismatch2",
    },
  );
  assert.deepEqual(await exchange(github, "0000", { grant_type: "password" }), {
    error: "unsupported_grant_type",
  });
});

test('token: an unknown client is 404 {"error":"Not Found"}', async (t) => {
  const github = await start(t);
  for (const parameters of [{ client_id: "nobody", client_secret: "x" }, {}]) {
    const response = await postToken(github, parameters, {});
    assert.equal(response.status, 404);
    assert.deepEqual(await response.json(), { error: "Not Found" });
  }
});

test("token: the secret is required, and a refusal does not use the code up", async (t) => {
  const github = await start(t);
  const code = await freshCode(github);
  for (const parameters of [{ client_id: CLIENT_ID }, { client_id: CLIENT_ID, client_secret: "wrong" }]) {
    const response = await postToken(github, { ...parameters, code, code_verifier: VERIFIER });
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), {
      error: "incorrect_client_credentials",
      error_description: "The client_id and/or client_secret passed are incorrect.",
      error_uri:
        "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#incorrect-client-credentials",
    });
  }
  assert.match((await exchange(github, code)).access_token, /^gho_/);
});

test("token: a code works once, for 600 seconds, and only for its own app", async (t) => {
  mock.timers.enable({ apis: ["Date"], now: Date.now() });
  t.after(() => mock.timers.reset());
  const other = app({ clientId: "other", clientSecret: "other-secret" });
  const github = await start(t, { apps: [app(), other] });
  const used = await freshCode(github);
  const stolen = await exchange(github, used, { client_id: "other", client_secret: "other-secret" });
  assert.deepEqual(stolen, BAD_CODE);
  assert.match((await exchange(github, used)).access_token, /^gho_/);
  assert.deepEqual(await exchange(github, used), BAD_CODE);
  const [inTime, late] = [await freshCode(github), await freshCode(github)];
  mock.timers.tick(599_999);
  assert.match((await exchange(github, inTime)).access_token, /^gho_/);
  mock.timers.tick(1);
  assert.deepEqual(await exchange(github, late), BAD_CODE);
});

test("token: expireCodes ends every code that was issued", async (t) => {
  const github = await start(t);
  const code = await freshCode(github);
  github.expireCodes();
  assert.deepEqual(await exchange(github, code), BAD_CODE);
});

test("token: PKCE is checked when a challenge was sent; missing and wrong verifiers are refused", async (t) => {
  const github = await start(t);
  for (const changes of [{ code_verifier: "a".repeat(43) }, { code_verifier: "" }]) {
    const code = await freshCode(github);
    assert.deepEqual(await exchange(github, code, changes), BAD_CODE);
    assert.deepEqual(await exchange(github, code), BAD_CODE, "the failed attempt used the code up");
  }
  const missing = await postToken(github, { ...client, code: await freshCode(github) });
  assert.deepEqual(await missing.json(), BAD_CODE);
  github.switches.pkceError = "invalid_grant";
  const renamed = await postToken(github, { ...client, code: await freshCode(github) });
  assert.deepEqual(await renamed.json(), { error: "invalid_grant" });
});

test("token: GHES ignores PKCE", async (t) => {
  const github = await start(t);
  github.switches.mode = "ghes";
  const response = await postToken(github, { ...client, code: await freshCode(github) });
  assert.match((await response.json()).access_token, /^gho_/);
});

test("token: a redirect_uri may be repeated or left out", async (t) => {
  const github = await start(t);
  const redirect_uri = "https://app.example/callback";
  assert.ok(
    (await exchange(github, await freshCode(github, { redirect_uri }), { redirect_uri })).access_token,
  );
  assert.ok((await exchange(github, await freshCode(github, { redirect_uri }))).access_token);
});

test("token: scopes are normalised and comma-separated", async (t) => {
  const github = await start(t);
  const granted = async (scope) => (await signIn(github, { scope })).scope;
  assert.equal(await granted("user gist user:email"), "user,gist");
  assert.equal(await granted("read:org admin:org repo:status repo"), "admin:org,repo");
  assert.equal(await granted("gist gist offline_access"), "gist");
});

test("token: never a CORS header, whatever the answer", async (t) => {
  const github = await start(t);
  const headers = { Origin: "https://app.example", Accept: "application/json" };
  const good = { ...client, code: await freshCode(github, PKCE), code_verifier: VERIFIER };
  for (const parameters of [good, { ...client, code: "0000" }, { client_id: "nobody" }]) {
    assert.deepEqual(corsHeaders(await postToken(github, parameters, headers)), []);
  }
});
