// Providers that are not GitHub: how the client authenticates (RFC 6749 section 2.3.1) on every route, and that the
// secret comes back in no spelling (P-14). Must not test what is common to all providers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTokenProxy, ProxyConfigError } from "../index.js";
import {
  assertRefused,
  CODE_FORM,
  DEVICE_FORM,
  POLL_FORM,
  post,
  REDIRECT_URI,
  REFRESH_FORM,
  REVOKE_FORM,
  SECRET,
  startProxy,
  testBothWays,
  without,
} from "./support/proxy.js";
import { GOOD_DEVICE_REPLY, GOOD_REPLY, jsonReply } from "./support/upstream.js";

const oauth2 = (options) => (upstream) => ({
  provider: "oauth2",
  apiUrl: undefined,
  revocationUrl: new URL("/revoke", upstream.url).href,
  deviceFlow: true,
  ...options,
});
// What a form keeps and what it does not: RFC 6749 appendix B.
const MARKS = { clientId: "a:b+c", clientSecret: "p%&=+/:~(*!)" };
const MARKS_BASIC = Buffer.from("a%3Ab%2Bc:p%25%26%3D%2B%2F%3A%7E%28*%21%29").toString("base64");

/** Every request to the provider there is: a code, a refresh, a device code, a poll, a revocation. */
async function askEverything({ send, upstream }) {
  upstream.log.length = 0;
  for (const form of [CODE_FORM, REFRESH_FORM, POLL_FORM]) {
    upstream.reply = jsonReply(GOOD_REPLY);
    assert.equal((await send("/token", post(without(form, "client_id")))).status, 200);
  }
  upstream.reply = jsonReply(GOOD_DEVICE_REPLY);
  assert.equal((await send("/device/code", post(without(DEVICE_FORM, "client_id")))).status, 200);
  upstream.reply = jsonReply("{}");
  assert.equal((await send("/revoke", post(without(REVOKE_FORM, "client_id")))).status, 200);
  assert.equal(upstream.log.length, 5);
  return upstream.log.map(({ form, headers }) => [form.client_id, form.client_secret, headers.authorization]);
}

testBothWays(
  "P-07 client_secret_post: ID and secret are in every form, also of a device",
  async (proxy) => {
    const client = ["Ov23liPortcullis", SECRET, undefined];
    assert.deepEqual(await askEverything(proxy), [client, client, client, client, client]);
  },
  oauth2(),
);

testBothWays(
  "P-07 client_secret_basic: both are form-encoded in the header, and in no form",
  async (proxy) => {
    const client = [undefined, undefined, `Basic ${MARKS_BASIC}`];
    assert.deepEqual(await askEverything(proxy), [client, client, client, client, client]);
  },
  oauth2({ ...MARKS, tokenEndpointAuthMethod: "client_secret_basic" }),
);

testBothWays(
  "P-07 none: a public client has an ID only",
  async (proxy) => {
    const client = ["Ov23liPortcullis", undefined, undefined];
    assert.deepEqual(await askEverything(proxy), [client, client, client, client, client]);
  },
  oauth2({ clientSecret: undefined, tokenEndpointAuthMethod: "none" }),
);

testBothWays(
  "P-08 GitHub's device flow goes without the secret, its code and refresh with it",
  async ({ send, upstream }) => {
    for (const form of [CODE_FORM, REFRESH_FORM, POLL_FORM]) await send("/token", post(form));
    upstream.reply = jsonReply(GOOD_DEVICE_REPLY);
    await send("/device/code", post(DEVICE_FORM));
    assert.deepEqual(
      upstream.log.map(({ form }) => form.client_secret),
      [SECRET, SECRET, undefined, undefined],
    );
    assert.ok(upstream.log.every(({ headers }) => headers.authorization === undefined));
  },
  { deviceFlow: true },
);

testBothWays(
  "P-14 T-42 the secret is in no answer and no record, in whatever spelling it went out",
  async (proxy) => {
    const { send, upstream, records } = proxy;
    const secrets = [MARKS.clientSecret, encodeURIComponent(MARKS.clientSecret), MARKS_BASIC];
    secrets[1] = new URLSearchParams({ s: MARKS.clientSecret }).toString().slice(2);
    for (const secret of secrets) {
      for (const reply of [
        { ...GOOD_REPLY, scope: secret, id_token: `Basic ${secret}`, token_type: secret },
        {
          error: "invalid_grant",
          error_description: `You sent ${secret}`,
          error_uri: `https://a.example/${secret}`,
        },
      ]) {
        upstream.reply = jsonReply(reply);
        const text = await (await send("/token", post(without(CODE_FORM, "client_id")))).text();
        assert.ok(!text.includes(secret), text);
        assert.match(text, /gho_|invalid_grant/);
      }
      for (const error of [secret, `${secret}!`]) {
        upstream.reply = jsonReply({ error }, 400);
        const answer = await send("/revoke", post(without(REVOKE_FORM, "client_id")));
        assert.equal((await answer.json()).error, "upstream_invalid_answer");
      }
    }
    const text = JSON.stringify(records);
    for (const secret of secrets) assert.ok(!text.includes(secret));
  },
  oauth2({ ...MARKS, tokenEndpointAuthMethod: "client_secret_basic" }),
);

testBothWays(
  "an oauth2 provider has no /revoke/grant, and no /revoke without a revocation endpoint",
  async ({ send, upstream }) => {
    for (const path of ["/revoke", "/revoke/grant"]) {
      await assertRefused(await send(path, post(REVOKE_FORM)), upstream, 404, "not_found");
    }
  },
  oauth2({ revocationUrl: undefined }),
);

test("P-01 the options of one kind of provider do not go with the other", () => {
  const client = { clientId: "Ov23liPortcullis", clientSecret: SECRET, redirectUris: [REDIRECT_URI] };
  const tokenUrl = "https://gitlab.example/oauth/token";
  const url = "https://a.example/x";
  const wrong = [
    ["tokenUrl", { provider: "oauth2" }],
    ["host", { provider: "oauth2", tokenUrl, host: "a.example" }],
    ["apiUrl", { provider: "oauth2", tokenUrl, apiUrl: url }],
    ["deviceUrl", { provider: "oauth2", tokenUrl, deviceFlow: true }],
    ["revocationUrl", { provider: "oauth2", tokenUrl, revocationUrl: "http://a.example/x" }],
    ["revocationUrl", { revocationUrl: url }],
    ["tokenEndpointAuthMethod", { tokenEndpointAuthMethod: "client_secret_basic" }],
    ["tokenEndpointAuthMethod", { tokenEndpointAuthMethod: "none", clientSecret: undefined }],
    ["tokenEndpointAuthMethod", { provider: "oauth2", tokenUrl, tokenEndpointAuthMethod: "private_key_jwt" }],
    ["clientSecret", { provider: "oauth2", tokenUrl, tokenEndpointAuthMethod: "none" }],
    ["clientSecret", { provider: "oauth2", tokenUrl, clientSecret: undefined }],
    ["provider", { provider: "gitlab", tokenUrl }],
    ["provider", { provider: "constructor", tokenUrl }],
    ["provider", { provider: null }],
  ];
  for (const [field, options] of wrong) {
    const isIt = (error) => error instanceof ProxyConfigError && error.field === field;
    assert.throws(() => createTokenProxy({ ...client, ...options }), isIt, field);
  }
  createTokenProxy({ ...client, provider: "oauth2", tokenUrl, revocationUrl: url });
});

test("P-12 an oauth2 provider's answer passes by the same list", async (t) => {
  const proxy = await startProxy(t, oauth2());
  proxy.upstream.reply = jsonReply({ ...GOOD_REPLY, id_token: "a.b.c", ext_expires_in: 7, user: {} });
  const response = await proxy.send("/token", post(CODE_FORM));
  assert.deepEqual(await response.json(), { ...GOOD_REPLY, id_token: "a.b.c" });
});
