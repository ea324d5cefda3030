// GithubClient: what is asked for a route and its parameters, and what an answer becomes. Errors and pages of lists
// have files of their own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { API, clientWith, json, rejected } from "./support/github.js";

/** What GitHub's preflight answer allows (observed 2026-10-03); with any other header the browser sends nothing. */
const CORS_HEADERS =
  `authorization, content-type, if-match, if-modified-since, if-none-match, if-unmodified-since,
  accept-encoding, x-github-otp, x-requested-with, user-agent, graphql-features, x-github-next-global-id,
  x-github-api-version, x-fetch-nonce, copilot-integration-id, dd-client-token, x-client-application`.split(
    /,\s+/,
  );
const SAFELISTED = ["accept"];

async function send(...args) {
  const { client, sent } = clientWith(json({}));
  await client.request(...args);
  assert.equal(sent.length, 1);
  return sent[0];
}

async function refuse(...args) {
  const { client, sent } = clientWith(json({}));
  const error = await rejected(client.request(...args));
  assert.deepEqual([error.name, error.code], ["AuthError", "invalid_request"], `${args[0]}`);
  assert.deepEqual(sent, []);
  return error;
}

test("a path alone is a GET", async () => {
  const { method, url } = await send("/user");
  assert.deepEqual([method, url], ["GET", `${API}/user`]);
});

test("placeholders are filled from the parameters, each as one segment (T-25)", async () => {
  const { url } = await send("GET /repos/{owner}/{repo}/contents/{path}", {
    owner: "a/../b",
    repo: "r?x=1#y",
    path: "ü %2e\\é",
  });
  assert.equal(url, `${API}/repos/a%2F..%2Fb/r%3Fx%3D1%23y/contents/%C3%BC%20%252e%5C%C3%A9`);
});

test("a placeholder may come twice, and may be a number", async () => {
  const { url } = await send("/repos/{owner}/r/compare/{owner}:a...{owner}:b/{page}", {
    owner: "o",
    page: 0,
  });
  assert.equal(url, `${API}/repos/o/r/compare/o:a...o:b/0`);
});

for (const method of ["GET", "HEAD", "DELETE"]) {
  test(`${method}: other parameters go to the query; those without a value stay out`, async () => {
    const parameters = { owner: "o", q: "a b&c=d", labels: ["x", "y"], page: 2, no: undefined, nor: null };
    const sent = await send(`${method} /orgs/{owner}/x?sort=created`, parameters);
    assert.equal(sent.method, method);
    assert.equal(sent.url, `${API}/orgs/o/x?sort=created&q=a+b%26c%3Dd&labels=x%2Cy&page=2`);
    assert.deepEqual([sent.body, sent.headers.get("content-type")], ["", null]);
  });
}

for (const method of ["POST", "PATCH", "PUT"]) {
  test(`${method}: other parameters go to a JSON body`, async () => {
    const parameters = { owner: "o", title: "ü", labels: ["x"], milestone: null };
    const sent = await send(`${method} /repos/{owner}/r/issues`, parameters);
    assert.deepEqual([sent.method, sent.url], [method, `${API}/repos/o/r/issues`]);
    assert.deepEqual(JSON.parse(sent.body), { title: "ü", labels: ["x"], milestone: null });
    assert.equal(sent.headers.get("content-type"), "application/json");
  });

  test(`${method}: without other parameters there is no body`, async () => {
    const sent = await send(`${method} /user/starred/{owner}/{repo}`, { owner: "o", repo: "r" });
    assert.deepEqual([sent.body, sent.headers.get("content-type")], ["", null]);
  });
}

test("GitHub's media type and API version are asked for, with no header that its CORS answer forbids", async () => {
  for (const route of ["GET /user", "POST /user/repos", "DELETE /user/x"]) {
    const { headers } = await send(route, { name: "x" });
    assert.equal(headers.get("accept"), "application/vnd.github+json");
    assert.equal(headers.get("x-github-api-version"), "2022-11-28");
    for (const name of headers.keys()) assert.ok([...CORS_HEADERS, ...SAFELISTED].includes(name), name);
  }
});

test("a placeholder without a value is refused by name, and nothing is sent", async () => {
  for (const parameters of [
    undefined,
    {},
    { owner: undefined },
    { owner: null },
    { owner: "" },
    { Owner: "o" },
  ]) {
    assert.match((await refuse("GET /users/{owner}", parameters)).message, /\{owner\}/);
  }
});

test("names of Object's own members are no values (T-18)", async () => {
  for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"])
    await refuse(`/users/{${name}}`, {});
});

test("a body's member called __proto__ is data (T-18)", async () => {
  const { body } = await send("POST /x", JSON.parse('{"__proto__":{"isAdmin":true},"a":1}'));
  assert.equal(body, '{"__proto__":{"isAdmin":true},"a":1}');
});

test("a value of dots is refused: it would lead to another path (T-25)", async () => {
  for (const repo of [".", ".."]) {
    for (const route of ["DELETE /repos/o/{repo}", "/repos/o/{repo}/x"]) await refuse(route, { repo });
  }
  await refuse("/repos/o/{a}{b}", { a: ".", b: "." });
});

test("a value that only contains dots is fine", async () => {
  for (const repo of ["...", ".github", "a..b", "v1.0"]) {
    assert.equal((await send("/repos/o/{repo}", { repo })).url, `${API}/repos/o/${repo}`);
  }
});

test("a route whose path the browser would resolve to another one is refused (T-25)", async () => {
  const paths = ["/users/../admin", "/users/..", "/./x", "/users/%2e%2E/x", "/users/.%2e?a=b", "/users/..#x"];
  for (const path of [...paths, "/users\\..\\x", "/users/.\t./x", "/users/.\n./x"])
    await refuse(`GET ${path}`);
});

test("dots in the query are no path", async () => {
  assert.equal((await send("/search/code?q=a/../b")).url, `${API}/search/code?q=a/../b`);
});

test("what is no route is refused, and nothing is sent", async () => {
  const foreign = [
    "https://evil.example/user",
    "GET https://evil.example/user",
    "@evil.example/",
    ".evil.example/x",
  ];
  for (const route of [
    ...foreign,
    "",
    "GET",
    "user",
    "GET user",
    "get /user",
    "GET  /user",
    null,
    undefined,
    7,
    {},
  ]) {
    await refuse(route);
  }
});

test("a route never leaves the API's origin", async () => {
  assert.equal((await send("//evil.example/user")).url, `${API}//evil.example/user`);
});

test("an answer comes with its status, headers and parsed data", async () => {
  const { client } = clientWith(json({ id: 7 }, { status: 201, headers: { etag: '"x"' } }));
  const { status, headers, data } = await client.request("POST /x");
  assert.deepEqual([status, headers.get("etag"), data], [201, '"x"', { id: 7 }]);
});

test("an empty answer is null, whatever it says it is", async () => {
  const empty = { headers: { "content-type": "application/json" } };
  for (const answer of [
    new Response(null, { status: 204 }),
    new Response(null, { status: 304 }),
    new Response("", empty),
  ]) {
    const { client } = clientWith(answer);
    assert.equal((await client.request("/x")).data, null);
  }
});

test("an answer that is not JSON is text, also one that only claims to be", async () => {
  const plain = new Response("5", { headers: { "content-type": "text/plain" } });
  const broken = new Response("<html>", { headers: { "content-type": "application/json" } });
  const { client } = clientWith(plain, broken);
  assert.equal((await client.request("/zen")).data, "5");
  assert.equal((await client.request("/x")).data, "<html>");
});

test("the rate limit is in numbers", async () => {
  const headers = {
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-used": "5000",
    "x-ratelimit-reset": "1372700873",
    "x-ratelimit-resource": "core",
  };
  const { client } = clientWith(json({}, { headers }));
  const { rateLimit } = await client.request("/x");
  assert.deepEqual(rateLimit, { limit: 5000, remaining: 0, used: 5000, reset: 1372700873, resource: "core" });
});

test("a rate limit that the answer does not state is null", async () => {
  const { client } = clientWith(json({}, { headers: { "x-ratelimit-limit": "many" } }));
  const { rateLimit } = await client.request("/x");
  assert.deepEqual(rateLimit, { limit: null, remaining: null, used: null, reset: null, resource: null });
});

test("getAuthenticatedUser is the body of GET /user", async () => {
  const { client, sent } = clientWith(json({ login: "ada", id: 1 }));
  assert.deepEqual(await client.getAuthenticatedUser(), { login: "ada", id: 1 });
  assert.deepEqual([sent[0].method, sent[0].url], ["GET", `${API}/user`]);
});
