// session.fetch, request by request: where the token goes, where it never goes, and what is repeated.
// Owns: targets, headers, redirects, and answers of an API that the test makes up. Expiry is in session.test.js.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { signInAtLab } from "./support/lab.js";
import { json, serve } from "./support/servers.js";
import { storedTokens } from "./support/storage.js";
import { tokenRequests } from "./support/traffic.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });
const RESOURCE = /Failed to load resource/;
const REJECTED = json({ message: "Bad credentials" }, 401);

/** Somebody signed in whose API is the one given here. */
async function withApi(world, answer) {
  world.allowConsole(RESOURCE);
  const api = await serve(world.t, answer);
  await signInAtLab(world);
  return api;
}

/** session.fetch(address, init) with the API at `apiUrl`; the answer as data, or the error. */
const fetchAt = (page, apiUrl, path, init = {}) =>
  page.evaluate(
    async ([changes, address, options]) => {
      const session = await (await lab.auth(changes)).session();
      return lab.outcome(async () => {
        const response = await session.fetch(address, options);
        return { status: response.status, type: response.type, text: await response.text() };
      });
    },
    [{ apiUrl }, new URL(path, apiUrl).href, init],
  );

const tokensOf = ({ requests }) => requests.map(({ headers }) => headers.authorization);

test("the token goes out as one bearer header, to the API's origin only (C-24, C-25)", async (world) => {
  const api = await withApi(world, () => json({}));
  const { accessToken: token } = await storedTokens(world.page);
  const { value } = await fetchAt(world.page, api.url, "/things?page=2", { headers: { "X-Ours": "1" } });
  assert.equal(value.status, 200);
  const [{ url, headers }, ...others] = api.requests;
  assert.deepEqual(others, []);
  assert.equal(url, "/things?page=2");
  assert.equal(headers.authorization, `Bearer ${token}`);
  assert.equal(headers["x-ours"], "1");
});

test("every other target is refused and nothing is sent (C-25, T-24)", async (world) => {
  const other = await serve(world.t, () => json({}));
  const { page, url, github, requests } = world;
  await signInAtLab(world);
  const { host, port } = new URL(github.apiUrl);
  const targets = [
    ...[
      other.url,
      `${other.url}/user`,
      `//${new URL(other.url).host}/user`,
      `\\\\${new URL(other.url).host}/user`,
    ],
    ...[`http://user:pw@${host}/user`, `http://${host}@127.0.0.1:1/user`, `http://user@${host}/user`],
    ...[`https://${host}/user`, `http://localhost:${port}/user`, `http://${host}.evil.example/user`],
    ...["/user", "user", "", "?a", url, github.webUrl, "http://", "javascript:alert(1)"],
    ...["data:application/json,{}", "blob:http://127.0.0.1/x", "about:blank", "file:///etc/passwd"],
  ];
  const before = { api: github.log.length, own: requests.length };
  const outcomes = await page.evaluate(async (all) => {
    const session = await (await lab.auth()).session();
    const requestOf = (target) => lab.outcome(() => session.fetch(new Request(target)));
    const one = async (target) => [
      target,
      await lab.outcome(() => session.fetch(target)),
      URL.canParse(target) && !target.includes("@") ? await requestOf(target) : null,
    ];
    return Promise.all(all.map(one));
  }, targets);
  for (const [target, ...results] of outcomes) {
    for (const result of results.filter(Boolean)) {
      // What no Request can be made of, such as one with a user name, is the browser's own TypeError.
      const { name, code } = result.error ?? {};
      assert.ok(code === "origin_not_allowed" || name === "TypeError", `${target}: ${name} ${code}`);
    }
  }
  const refusals = outcomes
    .filter(([, { error }]) => error.code === "origin_not_allowed")
    .map(([target]) => target);
  for (const target of [other.url, "/user", `https://${host}/user`, url])
    assert.ok(refusals.includes(target), target);
  assert.deepEqual(other.requests, []);
  assert.equal(github.log.length, before.api);
  const made = requests.slice(before.own).map((request) => new URL(request.url()).pathname);
  assert.deepEqual(
    made.filter((path) => !["/config.js", "/portcullis/index.js"].includes(path)),
    [],
  );
});

test("a caller's Authorization header is an error, however it is given, and nothing is sent (C-26)", async (world) => {
  const { page, github } = world;
  await signInAtLab(world);
  const before = github.log.length;
  const codes = await page.evaluate(async (address) => {
    const session = await (await lab.auth()).session();
    const headers = { aUTHORIZATION: "token mine" };
    const attempts = [
      () => session.fetch(address, { headers }),
      () => session.fetch(address, { headers: new Headers(headers) }),
      () => session.fetch(address, { headers: Object.entries(headers) }),
      () => session.fetch(new Request(address, { headers })),
      () => session.fetch(new Request(address), { headers }),
    ];
    return (await Promise.all(attempts.map(lab.outcome))).map(({ error }) => error?.code);
  }, `${github.apiUrl}/user`);
  assert.deepEqual(codes, Array(5).fill("authorization_header_set"));
  assert.equal(github.log.length, before);
});

test("string, URL and Request are all taken, and a Request keeps its method and body", async (world) => {
  const api = await withApi(world, ({ method, url, body }) => json({ method, url, body }));
  const seen = await world.page.evaluate(async (apiUrl) => {
    const session = await (await lab.auth({ apiUrl })).session();
    const post = new Request(`${apiUrl}/c`, { method: "POST", body: "text" });
    const inputs = [`${apiUrl}/a`, new URL(`${apiUrl}/b`), post];
    return Promise.all(inputs.map(async (input) => (await session.fetch(input)).json()));
  }, api.url);
  assert.deepEqual(seen, [
    { method: "GET", url: "/a", body: "" },
    { method: "GET", url: "/b", body: "" },
    { method: "POST", url: "/c", body: "text" },
  ]);
});

test("a redirect is an error and the token does not follow it (C-25, T-24)", async (world) => {
  const thief = await serve(world.t, () => json({ taken: true }));
  const api = await withApi(world, ({ url }) =>
    url === "/home"
      ? json({})
      : { status: 302, headers: { Location: url === "/away" ? `${thief.url}/x` : "/home" } },
  );
  for (const path of ["/away", "/inside"]) {
    for (const init of [{}, { redirect: "follow" }]) {
      const { error } = await fetchAt(world.page, api.url, path, init);
      assert.equal(error?.name, "TypeError", path);
    }
  }
  // To look at a redirect by hand is allowed: the browser shows no more than that there is one.
  const { value } = await fetchAt(world.page, api.url, "/away", { redirect: "manual" });
  assert.equal(value.type, "opaqueredirect");
  assert.deepEqual(thief.requests, []);
  assert.ok(api.requests.every(({ url }) => url !== "/home"));
});

test("401 Bad credentials: one refresh, one retry; a second 401 is the caller's to see (C-27)", async (world) => {
  const api = await withApi(world, () => REJECTED);
  const { value } = await fetchAt(world.page, api.url, "/user");
  assert.equal(value.status, 401);
  assert.deepEqual(JSON.parse(value.text), { message: "Bad credentials" });
  const [first, second, ...others] = tokensOf(api);
  assert.deepEqual(others, []);
  assert.notEqual(first, second);
  assert.equal(second, `Bearer ${(await storedTokens(world.page)).accessToken}`);
  assert.equal(tokenRequests(world.github).length, 2);
});

test("401 invalid_token refreshes too (C-27, RFC 6750)", async (world) => {
  const api = await withApi(world, (_, index) =>
    index === 0 ? json({ error: "invalid_token" }, 401) : json({}),
  );
  assert.equal((await fetchAt(world.page, api.url, "/user")).value.status, 200);
  assert.equal(tokenRequests(world.github).length, 2);
});

test("403, 404, 429, 5xx and a 401 for another reason never refresh and reach the caller whole (C-27)", async (world) => {
  const answers = [
    json({ message: "Resource not accessible", error: "insufficient_scope" }, 403),
    json({ message: "Bad credentials" }, 403),
    json({ message: "Not Found" }, 404),
    json({ message: "Slow down" }, 429),
    json({ message: "Bad credentials" }, 500),
    json({ message: "Requires authentication" }, 401),
    { status: 401, body: "Bad credentials" },
  ];
  const api = await withApi(world, (_, index) => answers[index]);
  for (const { status, body } of answers) {
    const { value } = await fetchAt(world.page, api.url, "/user");
    assert.deepEqual([value.status, value.text], [status, body]);
  }
  assert.equal(api.requests.length, answers.length);
  assert.equal(tokenRequests(world.github).length, 1);
});

test("a body that can be sent again is sent again, whole (C-27)", async (world) => {
  const api = await withApi(world, (_, index) => (index % 2 === 0 ? REJECTED : json({})));
  const statuses = await world.page.evaluate(async (apiUrl) => {
    const session = await (await lab.auth({ apiUrl })).session();
    const all = [];
    for (const body of ["text ☂", new Blob(["blob"]), new URLSearchParams({ a: "b c" })]) {
      const { status } = await session.fetch(`${apiUrl}/things`, { method: "POST", body });
      all.push(status);
    }
    const request = new Request(`${apiUrl}/things`, { method: "PUT", body: "in a Request" });
    all.push((await session.fetch(request)).status);
    return all;
  }, api.url);
  assert.deepEqual(statuses, [200, 200, 200, 200]);
  const sent = api.requests.map(({ method, body }) => `${method} ${body}`);
  const expected = ["POST text ☂", "POST blob", "POST a=b+c", "PUT in a Request"];
  assert.deepEqual(
    sent,
    expected.flatMap((one) => [one, one]),
  );
});

test("a stream is sent once: its 401 goes to the caller and nothing is refreshed (C-27)", async (world) => {
  const { page, github, allowConsole } = world;
  allowConsole(RESOURCE);
  await signInAtLab(world);
  let sent = 0;
  // Browsers stream only over HTTP/2, so the answer comes from the test; the request is the SDK's own.
  await page.route(`${github.apiUrl}/things`, (route) => {
    sent += 1;
    return route.fulfill({
      ...REJECTED,
      headers: { ...REJECTED.headers, "Access-Control-Allow-Origin": "*" },
    });
  });
  const { value, error } = await page.evaluate(async (address) => {
    const session = await (await lab.auth()).session();
    const body = new Blob(["once"]).stream();
    return lab.outcome(
      async () => (await session.fetch(address, { method: "POST", body, duplex: "half" })).status,
    );
  }, `${github.apiUrl}/things`);
  assert.equal(error, undefined);
  assert.equal(value, 401);
  assert.equal(sent, 1);
  assert.equal(tokenRequests(github).length, 1);
});
