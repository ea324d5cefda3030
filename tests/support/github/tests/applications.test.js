// What an app does with tokens it was given: look, end one, end the whole grant; with its own credentials only.
// Must not test how tokens are issued.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, app, CLIENT_ID, CLIENT_SECRET, refresh, signIn, start } from "./support.js";

const basic = (id, secret) => `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
const OWN = basic(CLIENT_ID, CLIENT_SECRET);
const other = app({ clientId: "other", clientSecret: "other-secret" });

function call(github, method, what, body, { id = CLIENT_ID, authorization = OWN } = {}) {
  return fetch(`${github.apiUrl}/applications/${id}/${what}`, {
    method,
    headers: authorization === null ? {} : { Authorization: authorization },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const CALLS = [
  ["POST", "token"],
  ["DELETE", "token"],
  ["DELETE", "grant"],
];
const lives = async (github, { access_token }) => (await api(github, "/user", access_token)).status === 200;

test("POST token: who gave it, for what, until when", async (t) => {
  const github = await start(t, { tokenLifetime: 3600 });
  const before = Date.now();
  const { access_token } = await signIn(github, { scope: "repo gist" });
  const response = await call(github, "POST", "token", { access_token });
  assert.equal(response.status, 200);
  const body = await response.json();
  assert.deepEqual([body.scopes, body.token], [["repo", "gist"], access_token]);
  assert.deepEqual(
    [body.app.client_id, body.app.name, body.user.login],
    [CLIENT_ID, "Test app", "ada-brook"],
  );
  assert.ok(Date.parse(body.expires_at) >= before + 3_600_000);
  assert.ok(await lives(github, { access_token }));
});

test("DELETE token: 204, and neither the access nor the refresh token works; others do", async (t) => {
  const github = await start(t);
  const [ended, kept] = [await signIn(github), await signIn(github)];
  const response = await call(github, "DELETE", "token", { access_token: ended.access_token });
  assert.deepEqual([response.status, await response.text()], [204, ""]);
  const refused = await api(github, "/user", ended.access_token);
  assert.deepEqual([refused.status, (await refused.json()).message], [401, "Bad credentials"]);
  assert.equal((await refresh(github, ended.refresh_token)).error, "bad_refresh_token");
  assert.ok(await lives(github, kept));
});

test("DELETE grant: all tokens of this person for this app, and the scopes remembered for them", async (t) => {
  const github = await start(t);
  const [first, second] = [await signIn(github, { scope: "repo" }), await signIn(github, { scope: "gist" })];
  const jun = await signIn(github, { scope: "repo" }, "jun-okafor");
  const response = await call(github, "DELETE", "grant", { access_token: first.access_token });
  assert.equal(response.status, 204);
  assert.deepEqual(await Promise.all([first, second, jun].map((token) => lives(github, token))), [
    false,
    false,
    true,
  ]);
  assert.equal((await refresh(github, second.refresh_token)).error, "bad_refresh_token");
  assert.equal((await signIn(github)).scope, "");
  assert.equal((await signIn(github, {}, "jun-okafor")).scope, "repo");
});

test("a token that is unknown, expired, ended or another app's is 404", async (t) => {
  const github = await start(t, { apps: [app(), other] });
  const { access_token } = await signIn(github);
  for (const [method, what] of CALLS) {
    assert.equal((await call(github, method, what, { access_token: "gho_unknown" })).status, 404);
    const foreign = { id: "other", authorization: basic("other", "other-secret") };
    assert.equal((await call(github, method, what, { access_token }, foreign)).status, 404);
    assert.equal((await call(github, method, what, { access_token }, { id: "other" })).status, 404);
  }
  assert.ok(await lives(github, { access_token }));
  await call(github, "DELETE", "token", { access_token });
  assert.equal((await call(github, "DELETE", "token", { access_token })).status, 404);
  const late = await signIn(github);
  github.expireAccessTokens();
  assert.equal((await call(github, "DELETE", "token", { access_token: late.access_token })).status, 404);
});

test("a body without an access token is 422", async (t) => {
  const github = await start(t);
  for (const [method, what] of CALLS) {
    for (const body of [
      "",
      "{}",
      "null",
      '{"access_token":7}',
      '{"access_token":""}',
      "access_token=gho_a",
    ]) {
      const response = await call(github, method, what, body);
      assert.equal(response.status, 422, body);
      assert.equal((await response.json()).message, "Validation Failed");
    }
  }
});

test("401 without the app's credentials: none, wrong ones, or a person's token", async (t) => {
  const github = await start(t);
  const { access_token } = await signIn(github);
  const wrong = [
    null,
    basic(CLIENT_ID, "wrong"),
    basic("", ""),
    `Bearer ${access_token}`,
    "Basic",
    "Basic %%",
  ];
  for (const [method, what] of CALLS) {
    for (const authorization of wrong) {
      const response = await call(github, method, what, { access_token }, { authorization });
      assert.equal(response.status, 401, `${authorization}`);
    }
  }
  assert.ok(await lives(github, { access_token }));
});

test("an app's credentials count for its own routes only, and have a limit of their own", async (t) => {
  const github = await start(t);
  assert.equal((await api(github, "/user", null, { Authorization: OWN })).status, 401);
  const response = await call(github, "DELETE", "token", { access_token: "gho_unknown" });
  assert.equal(response.headers.get("x-ratelimit-limit"), "5000");
  github.switches.rateLimit = "secondaryRetryAfter";
  const limited = await call(github, "DELETE", "token", { access_token: "gho_unknown" });
  assert.deepEqual([limited.status, limited.headers.get("retry-after")], [429, "60"]);
});
