// The API origin: identity, tokens, versions, paging, conditional requests and rate limits.
// Must not test CORS (cors.test.js).

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, app, CLIENT_ID, signIn, start } from "./support.js";

test("GET /user: octokit-like body with a numeric id, avatar served by the stand-in, email maybe null", async (t) => {
  const github = await start(t);
  const { access_token } = await signIn(github);
  const ada = await (await api(github, "/user", access_token)).json();
  assert.deepEqual([ada.login, ada.id, ada.name, ada.type], ["ada-brook", 7310452, "Ada Brook", "User"]);
  assert.equal(ada.email, "ada@example.com");
  const avatar = await fetch(ada.avatar_url);
  assert.equal(new URL(ada.avatar_url).origin, github.webUrl);
  assert.match(avatar.headers.get("content-type"), /^image\/svg\+xml/);
  assert.match(await avatar.text(), /^<svg /);
  const jun = await signIn(github, {}, "jun-okafor");
  assert.equal((await (await api(github, "/user", jun.access_token)).json()).email, null);
});

test("GET /user: X-OAuth-Scopes with comma and space, empty without scopes", async (t) => {
  const github = await start(t);
  const scopes = async (scope, login) => {
    const { access_token } = await signIn(github, scope ? { scope } : {}, login);
    return (await api(github, "/user", access_token)).headers;
  };
  assert.equal((await scopes("repo gist")).get("x-oauth-scopes"), "repo, gist");
  assert.equal((await scopes("", "jun-okafor")).get("x-oauth-scopes"), "");
  assert.equal((await scopes("repo")).get("x-oauth-client-id"), CLIENT_ID);
});

test("401: exact body for unknown and expired tokens; both Authorization schemes; never from the query", async (t) => {
  const github = await start(t);
  const { access_token } = await signIn(github);
  const bad = {
    message: "Bad credentials",
    documentation_url: "https://docs.github.com/rest",
    status: "401",
  };
  for (const authorization of [
    "Bearer gho_unknown",
    "token x",
    "Basic YTpi",
    "nonsense",
    `Bearer${access_token}`,
  ]) {
    const response = await api(github, "/user", null, { Authorization: authorization });
    assert.equal(response.status, 401);
    assert.deepEqual(await response.json(), bad);
  }
  for (const scheme of ["Bearer", "bearer", "token"]) {
    const response = await api(github, "/user", null, { Authorization: `${scheme} ${access_token}` });
    assert.equal(response.status, 200);
  }
  assert.equal((await api(github, `/user?access_token=${access_token}`)).status, 401);
  assert.equal((await api(github, "/user")).status, 401);
  github.expireAccessTokens();
  assert.deepEqual(await (await api(github, "/user", access_token)).json(), bad);
});

test("unknown paths and methods are 404 JSON", async (t) => {
  const github = await start(t);
  for (const [path, method] of [
    ["/nothing", "GET"],
    ["/user", "DELETE"],
    ["/constructor", "GET"],
  ]) {
    const response = await fetch(`${github.apiUrl}${path}`, { method });
    assert.equal(response.status, 404);
    assert.equal((await response.json()).message, "Not Found");
  }
});

test("ETag: a known one gives 304 without a body and costs no rate limit", async (t) => {
  const github = await start(t);
  const { access_token } = await signIn(github);
  const first = await api(github, "/user", access_token);
  const etag = first.headers.get("etag");
  assert.match(etag, /^W\/"[0-9a-f]{64}"$/);
  const again = await api(github, "/user", access_token, { "If-None-Match": etag });
  assert.equal(again.status, 304);
  assert.equal(await again.text(), "");
  assert.equal(again.headers.get("x-ratelimit-used"), first.headers.get("x-ratelimit-used"));
  const other = await signIn(github, {}, "jun-okafor");
  assert.equal((await api(github, "/user", other.access_token, { "If-None-Match": etag })).status, 200);
});

test("X-GitHub-Api-Version: two versions, 400 for others", async (t) => {
  const github = await start(t);
  const ask = (version) =>
    api(github, "/rate_limit", null, version ? { "X-GitHub-Api-Version": version } : {});
  assert.equal((await ask()).headers.get("x-github-api-version-selected"), "2022-11-28");
  assert.ok("rate" in (await (await ask("2022-11-28")).json()));
  assert.equal("rate" in (await (await ask("2026-03-10")).json()), false);
  const refused = await ask("v3");
  assert.equal(refused.status, 400);
  assert.match((await refused.json()).message, /"v3", is not a supported version/);
});

test("GET /user/emails: for user:email and user only; the public address is the profile's", async (t) => {
  const github = await start(t);
  const emails = async (scope, login) => {
    const { access_token } = await signIn(github, { scope }, login);
    return api(github, "/user/emails", access_token);
  };
  for (const scope of ["user:email", "user"]) {
    const [first, second] = await (await emails(scope)).json();
    assert.deepEqual(first, {
      email: "ada@example.com",
      primary: true,
      verified: true,
      visibility: "public",
    });
    assert.equal(second.primary, false);
  }
  const [hidden] = await (await emails("user:email", "jun-okafor")).json();
  assert.deepEqual([hidden.primary, hidden.visibility], [true, "private"]);
  const refused = await emails("read:user", "rosa-lindqvist");
  assert.deepEqual([refused.status, (await refused.json()).message], [404, "Not Found"]);
  assert.equal(refused.headers.get("x-accepted-oauth-scopes"), "user, user:email");
  assert.equal((await api(github, "/user/emails")).status, 401);
});

test("single sign-on by switch: 403 with X-GitHub-SSO for a person, and nothing else changes", async (t) => {
  const github = await start(t);
  const { access_token } = await signIn(github);
  github.switches.sso = true;
  for (const path of ["/user", "/user/repos"]) {
    const response = await api(github, path, access_token);
    assert.equal(response.status, 403);
    const [required, address] = response.headers.get("x-github-sso").split("; url=");
    assert.deepEqual([required, new URL(address).origin], ["required", github.webUrl]);
    assert.match((await response.json()).message, /^Resource protected by organization SAML enforcement\./);
  }
  assert.equal((await api(github, "/rate_limit", access_token)).status, 200);
  assert.equal((await api(github, "/user", "gho_unknown")).status, 401);
  github.switches.sso = false;
  assert.equal((await api(github, "/user", access_token)).headers.get("x-github-sso"), null);
});

test("GET /user/repos: pages with Link, private ones only for the scope repo", async (t) => {
  const github = await start(t);
  const { access_token } = await signIn(github, { scope: "repo" });
  const whole = await api(github, "/user/repos", access_token);
  const names = (await whole.json()).map(({ full_name }) => full_name);
  assert.equal(names.length, 5);
  assert.equal(whole.headers.get("link"), null);
  const url = `${github.apiUrl}/user/repos?per_page=2&page=`;
  const link = async (page) =>
    (await api(github, `/user/repos?per_page=2&page=${page}`, access_token)).headers.get("link");
  assert.equal(await link(1), `<${url}2>; rel="next", <${url}3>; rel="last"`);
  assert.equal(
    await link(2),
    `<${url}1>; rel="prev", <${url}3>; rel="next", <${url}3>; rel="last", <${url}1>; rel="first"`,
  );
  assert.equal(await link(3), `<${url}2>; rel="prev", <${url}1>; rel="first"`);
  const narrow = await signIn(github, { scope: "gist" });
  const visible = await (await api(github, "/user/repos", narrow.access_token)).json();
  assert.deepEqual(
    visible.map(({ full_name }) => full_name),
    names.slice(0, 4),
  );
});

test("rate limits: 5000 per person, 60 per address, headers on every answer, asking is free", async (t) => {
  const github = await start(t, { apps: [app()] });
  const { access_token } = await signIn(github);
  const header = (response, name) => response.headers.get(`x-ratelimit-${name}`);
  const response = await api(github, "/user", access_token);
  assert.deepEqual(
    ["limit", "remaining", "used", "resource"].map((name) => header(response, name)),
    ["5000", "4999", "1", "core"],
  );
  assert.ok(Number(header(response, "reset")) * 1000 > Date.now());
  const asked = await api(github, "/rate_limit", access_token);
  assert.equal((await asked.json()).resources.core.used, 1);
  const anonymous = [];
  for (let count = 0; count < 61; count += 1) anonymous.push(await api(github, "/nothing"));
  assert.deepEqual([anonymous[59].status, header(anonymous[59], "remaining")], [404, "0"]);
  assert.deepEqual([anonymous[60].status, header(anonymous[60], "remaining")], [403, "0"]);
});

test("rate limits by switch: primary, secondary without and with retry-after", async (t) => {
  const github = await start(t);
  const { access_token } = await signIn(github);
  const ask = async (value) => {
    github.switches.rateLimit = value;
    const response = await api(github, "/user", access_token);
    const { message } = await response.json();
    return [
      response.status,
      response.headers.get("x-ratelimit-remaining"),
      response.headers.get("retry-after"),
      message,
    ];
  };
  const text = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  assert.deepEqual(await ask("secondary"), [403, "4999", null, text]);
  assert.deepEqual(await ask("secondaryRetryAfter"), [429, "4998", "60", text]);
  assert.deepEqual(await ask("primary"), [403, "0", null, "API rate limit exceeded for ada-brook."]);
});
