// CORS of the API origin, letter by letter: the preflight lists and what every answer exposes.
// Must not test bodies.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, corsHeaders, signIn, start } from "./support.js";

const preflight = (github, requestHeaders) =>
  fetch(`${github.apiUrl}/user`, {
    method: "OPTIONS",
    headers: {
      Origin: "https://app.example",
      "Access-Control-Request-Method": "GET",
      ...(requestHeaders ? { "Access-Control-Request-Headers": requestHeaders } : {}),
    },
  });

test("preflight: 204 with GitHub's lists", async (t) => {
  const github = await start(t);
  for (const asked of ["authorization,x-github-api-version", "Authorization, If-None-Match", undefined]) {
    const response = await preflight(github, asked);
    assert.equal(response.status, 204);
    const header = (name) => response.headers.get(`access-control-${name}`);
    assert.equal(header("allow-origin"), "*");
    assert.equal(header("allow-methods"), "GET, POST, PATCH, PUT, DELETE");
    assert.equal(header("max-age"), "86400");
    assert.equal(
      header("allow-headers"),
      "Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since, Accept-Encoding, X-GitHub-OTP, X-Requested-With, User-Agent, GraphQL-Features, X-Github-Next-Global-ID, X-GitHub-Api-Version, X-Fetch-Nonce, Copilot-Integration-Id, DD-CLIENT-TOKEN, X-Client-Application",
    );
  }
});

test("preflight: one header outside the list and nothing is allowed", async (t) => {
  const github = await start(t);
  for (const asked of ["cache-control", "authorization,traceparent", "x-portcullis-version"]) {
    const response = await preflight(github, asked);
    assert.equal(response.status, 204);
    assert.deepEqual(corsHeaders(response), []);
  }
});

test("answers: any origin and GitHub's expose list, on success and on errors", async (t) => {
  const github = await start(t);
  const { access_token } = await signIn(github);
  for (const [path, token, status] of [
    ["/user", access_token, 200],
    ["/user", "gho_unknown", 401],
    ["/nothing", access_token, 404],
  ]) {
    const response = await api(github, path, token, { Origin: "https://app.example" });
    assert.equal(response.status, status);
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
    assert.equal(
      response.headers.get("access-control-expose-headers"),
      "ETag, Link, Location, Retry-After, X-GitHub-OTP, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Used, X-RateLimit-Resource, X-RateLimit-Reset, X-OAuth-Scopes, X-Accepted-OAuth-Scopes, X-Poll-Interval, X-GitHub-Media-Type, X-GitHub-SSO, X-GitHub-Request-Id, Deprecation, Sunset",
    );
    assert.equal(response.headers.get("access-control-allow-credentials"), null);
  }
});
