// GithubClient.paginate: the pages of a list, by GitHub's Link header.

import assert from "node:assert/strict";
import { test } from "node:test";
import { API, clientWith, json, rejected } from "./support/github.js";

const next = (url) => ({
  headers: { link: `<${API}/first>; rel="first", <${url}>; rel="next", <${API}/last>; rel="last"` },
});
const LAST = { headers: { link: `<${API}/first>; rel="first", <${API}/before>; rel="prev"` } };

async function all(items) {
  const seen = [];
  for await (const item of items) seen.push(item);
  return seen;
}

test("the items of three pages, in order, each page asked for once", async () => {
  const pages = [
    json([1, 2], next(`${API}/x?page=2&a=,`)),
    json([3], next(`${API}/x?page=3`)),
    json([4, [5]], LAST),
  ];
  const { client, sent } = clientWith(...pages);
  assert.deepEqual(await all(client.paginate("GET /users/{name}/x", { name: "n", per_page: 2 })), [
    1,
    2,
    3,
    4,
    [5],
  ]);
  assert.deepEqual(
    sent.map(({ method, url }) => `${method} ${url}`),
    [`GET ${API}/users/n/x?per_page=2`, `GET ${API}/x?page=2&a=,`, `GET ${API}/x?page=3`],
  );
  for (const { headers } of sent) {
    assert.equal(headers.get("accept"), "application/vnd.github+json");
    assert.equal(headers.get("x-github-api-version"), "2022-11-28");
  }
});

test("a search's items, and other lists in an object", async () => {
  const found = { total_count: 3, incomplete_results: false, items: [{ id: 1 }, { id: 2 }] };
  const { client } = clientWith(
    json(found, next(`${API}/search?page=2`)),
    json({ items: [{ id: 3 }] }, LAST),
  );
  assert.deepEqual(await all(client.paginate("/search/issues", { q: "x" })), [
    { id: 1 },
    { id: 2 },
    { id: 3 },
  ]);
  const { client: app } = clientWith(json({ total_count: 1, installations: [{ id: 4 }] }));
  assert.deepEqual(await all(app.paginate("/user/installations")), [{ id: 4 }]);
});

test("an empty page does not end it, and an empty answer holds no items", async () => {
  const { client } = clientWith(
    json([], next(`${API}/x?page=2`)),
    json([1]),
    new Response(null, { status: 204 }),
  );
  assert.deepEqual(await all(client.paginate("/x")), [1]);
  assert.deepEqual(await all(client.paginate("/repos/o/empty/contributors")), []);
});

test("a page is asked for only when its first item is", async () => {
  const { client, sent } = clientWith(json([1, 2], next(`${API}/x?page=2`)));
  const items = client.paginate("/x");
  assert.equal(sent.length, 0);
  for await (const item of items) if (item === 2) break;
  assert.equal(sent.length, 1);
});

test("a next page on another origin is the session's to refuse; the items before it are given", async () => {
  const { client, sent } = clientWith(json([1], next("https://evil.example/x?page=2")));
  const items = client.paginate("/x");
  assert.deepEqual(await items.next(), { value: 1, done: false });
  assert.equal((await rejected(items.next())).code, "origin_not_allowed");
  assert.equal(sent.length, 1);
});

test("an error of a later page rejects there", async () => {
  const { client } = clientWith(
    json([1], next(`${API}/x?page=2`)),
    json({ message: "Server Error" }, { status: 502 }),
  );
  const items = client.paginate("/x");
  assert.equal((await items.next()).value, 1);
  const { code, status } = await rejected(items.next());
  assert.deepEqual([code, status], ["api_error", 502]);
});

test("an answer without a list is an error, not an empty list", async () => {
  for (const body of [{ login: "ada" }, "text", 5]) {
    const { client } = clientWith(json(body));
    assert.equal((await rejected(all(client.paginate("/user")))).code, "invalid_request");
  }
});
