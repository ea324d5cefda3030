// GithubClient: which of GitHub's refusals is which error, and what it tells the app.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { AuthError } from "../../www/errors.js";
import { clientWith, json, rejected } from "./support/github.js";

const SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
const LIMITED = { "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "0", "x-ratelimit-used": "5000" };

function failWith(status, headers = {}, message = "no") {
  return rejected(clientWith(json({ message }, { status, headers })).client.request("/x"));
}

const facts = ({ name, code, status, retryable }) => ({ name, code, status, retryable });

test("any other error status is api_error with GitHub's words; only a 5xx may pass by itself", async () => {
  for (const [status, retryable] of [
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [422, false],
    [500, true],
    [503, true],
  ]) {
    const error = await failWith(status, { "x-ratelimit-remaining": "17" }, "Not Found");
    assert.ok(error instanceof AuthError);
    assert.deepEqual(facts(error), { name: "AuthError", code: "api_error", status, retryable });
    assert.match(error.message, new RegExp(`${status}.*Not Found`));
  }
});

test("GitHub's words are cut at 500 characters, without control characters (C-06)", async () => {
  const { message } = await failWith(422, {}, `a\u0000\u001b[31m\r\n\u0085b${"x".repeat(600)}`);
  assert.match(message, /a\[31mbx{494}\.$/);
});

test("an error without words of GitHub's is an error all the same", async () => {
  const odd = [
    { message: 5 },
    { message: { toString: 1, valueOf: 1 } },
    { message: null },
    {},
    [],
    null,
    "text",
    0,
  ];
  const bodies = [...odd.map((body) => JSON.stringify(body)), "", "{", "<html>Unicorn!</html>"];
  for (const body of bodies) {
    const answer = new Response(body, { status: 502, headers: { "content-type": "application/json" } });
    const error = await rejected(clientWith(answer).client.request("/x"));
    assert.deepEqual(
      facts(error),
      { name: "AuthError", code: "api_error", status: 502, retryable: true },
      body,
    );
    assert.match(error.message, /status 502\.$/);
  }
});

const limits = {
  "429 alone": [429, {}, "no"],
  "403 with no call remaining": [403, LIMITED, "API rate limit exceeded for user ID 1."],
  "403 with Retry-After": [403, { "retry-after": "60" }, "no"],
  "403 with Retry-After: 0": [403, { "retry-after": "0" }, "no"],
  "403 whose message is about a secondary limit": [403, { "x-ratelimit-remaining": "4000" }, SECONDARY],
};
for (const [title, [status, headers, message]] of Object.entries(limits)) {
  test(`${title} is rate_limited, and may be tried again`, async () => {
    const error = await failWith(status, headers, message);
    assert.deepEqual(facts(error), { name: "AuthError", code: "rate_limited", status, retryable: true });
  });
}

test("the wait is what Retry-After says, also when a reset is stated", async () => {
  const error = await failWith(403, { ...LIMITED, "retry-after": "60", "x-ratelimit-reset": "9999999999" });
  assert.equal(error.retryAfter, 60);
});

test("without Retry-After the wait is until the reset, rounded up, and never negative", async (t) => {
  t.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ["Date"], now: 1_700_000_000_400 });
  const until = async (reset) => (await failWith(403, { ...LIMITED, "x-ratelimit-reset": reset })).retryAfter;
  assert.equal(await until("1700000090"), 90);
  assert.equal(await until("1699999999"), 0);
});

test("an unknown wait is null: no reset, another limit's reset, or a Retry-After that is no number", async () => {
  const others = { "x-ratelimit-remaining": "4000", "x-ratelimit-reset": "9999999999" };
  assert.equal((await failWith(403, LIMITED)).retryAfter, null);
  assert.equal((await failWith(403, others, SECONDARY)).retryAfter, null);
  assert.equal((await failWith(429, { "retry-after": "soon" })).retryAfter, null);
});

test("the error says which limit it was", async () => {
  const { rateLimit } = await failWith(429, { ...LIMITED, "x-ratelimit-resource": "search" });
  assert.deepEqual(rateLimit, { limit: 5000, remaining: 0, used: 5000, reset: null, resource: "search" });
});

test("a 403 that wants single sign-on says where, and waiting does not help", async () => {
  const ssoUrl = "https://github.com/orgs/o/sso?authorization_request=AB12";
  const error = await failWith(403, { ...LIMITED, "x-github-sso": `required; url=${ssoUrl}` });
  assert.deepEqual(facts(error), { name: "AuthError", code: "sso_required", status: 403, retryable: false });
  assert.equal(error.ssoUrl, ssoUrl);
});

test("a sign-on address that is not https is left out", async () => {
  for (const url of ["http://github.com/x", "javascript:alert(1)", "data:text/html,x", ""]) {
    const error = await failWith(403, { "x-github-sso": `required; url=${url}` });
    assert.deepEqual([error.code, error.ssoUrl], ["sso_required", undefined]);
  }
});

test("partial results of organizations with single sign-on are no error, and the header can be read", async () => {
  const value = "partial-results; organizations=21955855,20582480";
  const { client } = clientWith(json([], { headers: { "x-github-sso": value } }));
  const { data, headers } = await client.request("/user/orgs");
  assert.deepEqual([data, headers.get("x-github-sso")], [[], value]);
  assert.equal((await failWith(403, { "x-github-sso": value })).code, "api_error");
});

test("what the session throws comes through as it is", async () => {
  const error = new AuthError({ code: "refresh_rejected", message: "Sign in again." });
  const { client } = clientWith(Promise.reject(error));
  assert.equal(await rejected(client.request("/x")), error);
});
