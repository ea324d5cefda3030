// Several apps in one proxy: each at a path of its own, with its own pages, secret and provider (P-01, P-03, P-09).
// Must not repeat the rules of one app, but show that no app's reach into another's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTokenProxy, ProxyConfigError } from "../index.js";
import {
  assertRefused,
  CODE,
  post,
  REVOKE_FORM,
  SECRET,
  startApps,
  testBothWays,
  VERIFIER,
} from "./support/proxy.js";
import { GOOD_REPLY, jsonReply } from "./support/upstream.js";

const A = {
  clientId: "client-of-a",
  clientSecret: SECRET,
  redirectUris: ["https://a.example/callback"],
};
const B = {
  provider: "oauth2",
  clientId: "client-of-b",
  clientSecret: "0b6f1d2c-b-secret-of-its-own",
  redirectUris: ["https://b.example/cb"],
  refreshToken: "sealed-cookie",
  cookieKeys: ["k1:9pYhyqYq4bVAwJk3BmS0Ay0oGUXjPL8v2Wm4iC3sZ0E="],
};
const both = ({ url, apiUrl }) => ({
  apps: {
    a: { ...A, tokenUrl: url, apiUrl },
    b: { ...B, tokenUrl: new URL("/b/token", url).href },
  },
});
const codeForm = ({ clientId, redirectUris }) => ({
  grant_type: "authorization_code",
  client_id: clientId,
  code: CODE,
  redirect_uri: redirectUris[0],
  code_verifier: VERIFIER,
});
const from = (origin) => ({ origin, "x-requested-with": "portcullis" });
const [FROM_A, FROM_B] = [from("https://a.example"), from("https://b.example")];
const appsTest = (title, run) => testBothWays(title, run, both, startApps);

appsTest("P-01 P-09 each app asks its own provider with its own credentials", async ({ send, upstream }) => {
  assert.equal((await send("/a/token", post(codeForm(A), FROM_A))).status, 200);
  assert.equal((await send("/b/token", post(codeForm(B), FROM_B))).status, 200);
  assert.deepEqual(
    upstream.log.map(({ url, form }) => [url, form.client_id, form.client_secret, form.redirect_uri]),
    [
      ["/login/oauth/access_token", "client-of-a", SECRET, "https://a.example/callback"],
      ["/b/token", "client-of-b", B.clientSecret, "https://b.example/cb"],
    ],
  );
});

appsTest("P-03 P-09 what belongs to one app is refused by the other", async ({ send, upstream }) => {
  const refused = async (path, form, headers, status, error) =>
    assertCrossed(await send(path, post(form, headers)), upstream, status, error);
  await refused("/a/token", codeForm(A), FROM_B, 403, "origin_not_allowed");
  await refused("/b/token", codeForm(B), FROM_A, 403, "origin_not_allowed");
  await refused("/a/token", codeForm(B), FROM_A, 400, "invalid_request");
  await refused("/b/token", codeForm(A), FROM_B, 400, "invalid_request");
  const crossed = { ...codeForm(A), redirect_uri: B.redirectUris[0] };
  await refused("/a/token", crossed, FROM_A, 400, "redirect_uri_mismatch");
  await refused("/b/token", { ...crossed, client_id: B.clientId }, FROM_A, 403, "origin_not_allowed");
  await refused("/a/revoke", REVOKE_FORM, FROM_B, 403, "origin_not_allowed");
});

async function assertCrossed(response, upstream, status, error) {
  const body = await response.json();
  assert.deepEqual([response.status, body.error], [status, error]);
  assert.equal(upstream.log.length, 0, "nothing reached a provider");
}

appsTest("P-04 P-23 CORS is that of the app; credentials only where a cookie is", async ({ send }) => {
  const preflight = async (path, origin) => {
    const { status, headers } = await send(path, { method: "OPTIONS", headers: { origin } });
    const names = ["allow-origin", "allow-credentials", "allow-headers"];
    return [status, ...names.map((name) => headers.get(`access-control-${name}`))];
  };
  const [a, b] = ["https://a.example", "https://b.example"];
  assert.deepEqual(await preflight("/a/token", a), [204, a, null, "Content-Type"]);
  assert.deepEqual(await preflight("/b/token", b), [204, b, "true", "Content-Type, X-Requested-With"]);
  for (const [path, origin] of [
    ["/a/token", b],
    ["/b/token", a],
    ["/b/revoke", a],
  ]) {
    assert.deepEqual(await preflight(path, origin), [403, null, null, null]);
  }
});

appsTest(
  "with several apps there is nothing at the base but /healthz, and only what each app has",
  async ({ send, upstream }) => {
    assert.deepEqual(await (await send("/healthz")).json(), { status: "ok" });
    const paths = ["/token", "/revoke", "/a", "/c/token", "/a/healthz", "/A/token", "/b/revoke/grant"];
    for (const path of [...paths, "/a/device/code", "/a/b/token", "/constructor/token", "/__proto__/token"]) {
      const response = await send(path, post(codeForm(A), FROM_A));
      assert.equal(response.headers.get("access-control-allow-origin"), "https://a.example");
      await assertRefused(response, upstream, 404, "not_found");
    }
    upstream.reply = jsonReply("", 204);
    for (const path of ["/a/revoke", "/a/revoke/grant"]) {
      const form = { ...REVOKE_FORM, client_id: A.clientId };
      assert.equal((await send(path, post(form, FROM_A))).status, 200);
    }
  },
);

appsTest("P-15 a record names the app; the route is without its path", async ({ send, records }) => {
  await send("/a/token", post(codeForm(A), FROM_A));
  await send("/b/token", post(codeForm(B), FROM_A));
  await send("/token", post(codeForm(A), FROM_A));
  await send("/healthz");
  assert.deepEqual(
    records.map(({ app, route, status }) => [app, route, status]),
    [
      ["a", "/token", 200],
      ["b", "/token", 403],
      [null, null, 404],
      [null, "/healthz", 200],
    ],
  );
});

test("P-14 T-42 no app's answer or record holds the secret of either", async (t) => {
  const { send, upstream, records } = await startApps(t, both);
  upstream.reply = jsonReply({ ...GOOD_REPLY, scope: SECRET, id_token: B.clientSecret });
  const bodies = [
    await (await send("/a/token", post(codeForm(A), FROM_A))).json(),
    await (await send("/b/token", post(codeForm(B), FROM_B))).json(),
  ];
  // Its own secret each; that of the other never went to this provider.
  assert.equal(bodies[0].scope, undefined);
  assert.equal(bodies[1].id_token, undefined);
  assert.ok(!JSON.stringify(records).includes(SECRET) && !JSON.stringify(records).includes(B.clientSecret));
});

test("a base path goes in front of the apps", async (t) => {
  const { send } = await startApps(t, (upstream) => ({ ...both(upstream), basePath: "/auth" }));
  assert.equal((await send("/auth/a/token", post(codeForm(A), FROM_A))).status, 200);
  assert.equal((await send("/auth/healthz")).status, 200);
  assert.equal((await send("/a/token", post(codeForm(A), FROM_A))).status, 404);
});

test("an app alone is named after its provider, and its routes are at the base", async (t) => {
  const { send, records } = await startApps(t, ({ url }) => ({ ...A, tokenUrl: url }));
  assert.equal((await send("/token", post(codeForm(A), FROM_A))).status, 200);
  assert.equal((await send("/github/token", post(codeForm(A), FROM_A))).status, 404);
  assert.deepEqual([records[0].app, records[0].route], ["github", "/token"]);
});

function refusal(options) {
  try {
    createTokenProxy(options);
  } catch (error) {
    assert.ok(error instanceof ProxyConfigError, String(error));
    return error;
  }
  return assert.fail("accepted");
}

test("bad names of apps, and no apps at all, are refused", () => {
  const names = ["", "A", "Github", "1a", "-a", "a_b", "a.b", "a/b", "a b", "healthz", "é", "a".repeat(33)];
  for (const name of [...names, "a%2fb", "..", "a\n"]) {
    assert.equal(refusal({ apps: { [name]: A } }).field, `apps.${name}`);
  }
  assert.equal(refusal({ apps: JSON.parse(`{"__proto__":${JSON.stringify(A)}}`) }).field, "apps.__proto__");
  for (const apps of [{}, [], null, "github", 7]) assert.equal(refusal({ apps }).field, "apps");
  for (const app of [null, "x", undefined]) assert.equal(refusal({ apps: { a: app } }).field, "apps.a");
  for (const name of ["a", "octo-corp", "a".repeat(32), "gitlab2", "constructor"]) {
    createTokenProxy({ apps: { [name]: A } });
  }
});

test("P-14 a mistake names the app and the option, and never the value", () => {
  const error = refusal({ apps: { a: A, x: { ...A, clientSecret: "hunter2" } } });
  assert.equal(error.field, "apps.x.clientSecret");
  assert.ok(error.message.startsWith("apps.x.clientSecret ") && !error.message.includes("hunter2"));
  assert.equal(refusal({ apps: { x: { ...A, clientSecrets: "" } } }).field, "apps.x.clientSecrets");
  assert.equal(refusal({ apps: { x: { ...A, basePath: "/x" } } }).field, "apps.x.basePath");
  assert.equal(refusal({ apps: { a: A }, clientId: "b" }).field, "clientId");
});
