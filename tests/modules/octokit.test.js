// www/octokit.js under the real @octokit/core, against a local server that stands for GitHub's API.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { Octokit } from "@octokit/core";
import { ConfigError } from "../../www/errors.js";
import { authStrategy } from "../../www/octokit.js";
import { rejected } from "./support/github.js";
import { StubSession } from "./support/session.js";

const seen = [];
let server;
let baseUrl;

before(async () => {
  server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const body = await request.toArray();
    seen.push({ method, url, authorization: headers.authorization, body: Buffer.concat(body).toString() });
    response.writeHead(url === "/missing" ? 404 : 200, { "content-type": "application/json" });
    response.end(
      url === "/graphql" ? '{"data":{"viewer":{"login":"ada"}}}' : '{"login":"ada","message":"none"}',
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  baseUrl = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => seen.splice(0));

/** An Octokit and the requests that went through its session. */
function octokitWith(options) {
  const sent = [];
  const session = new StubSession(new URL(baseUrl).origin, (request) => {
    sent.push(request);
    return fetch(request);
  });
  return { octokit: new Octokit({ authStrategy, auth: session, baseUrl, ...options }), sent };
}

test("a request goes through the session, which alone adds the token", async () => {
  const { octokit, sent } = octokitWith();
  const { status, data } = await octokit.request("GET /users/{name}", { name: "ada" });
  assert.deepEqual([status, data.login], [200, "ada"]);
  assert.equal(sent.length, 1);
  assert.deepEqual(seen, [{ method: "GET", url: "/users/ada", authorization: "Bearer ghu_token", body: "" }]);
});

test("a body arrives", async () => {
  const { octokit } = octokitWith();
  await octokit.request("POST /repos/{owner}/r/issues", { owner: "o", title: "ü" });
  const [{ method, url, body }] = seen;
  assert.deepEqual([method, url, JSON.parse(body)], ["POST", "/repos/o/r/issues", { title: "ü" }]);
});

test("GraphQL goes through the session too", async () => {
  const { octokit, sent } = octokitWith();
  assert.deepEqual(await octokit.graphql("{ viewer { login } }"), { viewer: { login: "ada" } });
  assert.deepEqual([sent.length, seen[0].authorization], [1, "Bearer ghu_token"]);
});

test("a fetch that the app gave to Octokit does not go around the session; its other request options stay", async () => {
  const controller = new AbortController();
  controller.abort();
  const around = () => assert.fail("around the session");
  const { octokit, sent } = octokitWith({ request: { fetch: around } });
  await octokit.request("/user", { request: { fetch: around } });
  assert.equal(sent.length, 1);
  const error = await rejected(octokit.request("/user", { request: { signal: controller.signal } }));
  assert.equal(error.name, "AbortError");
});

test("what the session refuses is not sent: another origin, and a token of the app's own", async () => {
  const { octokit, sent } = octokitWith();
  const foreign = await rejected(octokit.request("GET https://evil.example/user"));
  const own = await rejected(octokit.request("/user", { headers: { authorization: "token x" } }));
  assert.deepEqual([foreign.cause.code, own.cause.code], ["origin_not_allowed", "authorization_header_set"]);
  assert.deepEqual([sent, seen], [[], []]);
});

test("Octokit's own errors stay as its users know them", async () => {
  const { octokit } = octokitWith();
  const error = await rejected(octokit.request("/missing"));
  assert.deepEqual([error.name, error.status, error.response.data.message], ["HttpError", 404, "none"]);
});

test("octokit.auth() gives the session's token", async () => {
  const { octokit } = octokitWith();
  assert.deepEqual(await octokit.auth(), { type: "token", tokenType: "oauth", token: "ghu_token" });
});

test("Octokit.defaults takes the session as well", async () => {
  const { octokit } = octokitWith();
  const session = new StubSession(new URL(baseUrl).origin, fetch);
  const Configured = octokit.constructor.defaults({ authStrategy, auth: session, baseUrl });
  assert.equal((await new Configured().request("/user")).data.login, "ada");
});

test("anything but a session is a ConfigError when Octokit is made", () => {
  const half = [{ fetch() {} }, { accessToken() {} }, { fetch: "x", accessToken() {} }];
  for (const auth of [undefined, null, "ghu_token", 7, {}, fetch, ...half]) {
    assert.throws(
      () => new Octokit({ authStrategy, auth }),
      (error) => {
        assert.ok(error instanceof ConfigError);
        assert.deepEqual([error.code, error.field], ["invalid_option", "auth"]);
        return true;
      },
    );
  }
});
