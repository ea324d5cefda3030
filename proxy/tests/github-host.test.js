// GitHub's addresses by host: github.com, a data residency address, an Enterprise Server (P-01). Must not reach any.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTokenProxy, ProxyConfigError } from "../index.js";
import {
  CODE_FORM,
  DEVICE_FORM,
  POLL_FORM,
  post,
  REDIRECT_URI,
  REVOKE_FORM,
  SECRET,
} from "./support/proxy.js";

const CLIENT = { clientId: "Ov23liPortcullis", clientSecret: SECRET, redirectUris: [REDIRECT_URI] };

/** Where each route sends its request: the device code, a code, a poll, both revocations. */
async function addressesOf(t, options) {
  const asked = [];
  const fetch = t.mock.method(globalThis, "fetch", async (url) => {
    asked.push(url);
    return Response.json({});
  });
  const handler = createTokenProxy({ ...CLIENT, log() {}, ...options });
  for (const [path, form] of [
    ["/device/code", DEVICE_FORM],
    ["/token", CODE_FORM],
    ["/token", POLL_FORM],
    ["/revoke", REVOKE_FORM],
    ["/revoke/grant", REVOKE_FORM],
  ]) {
    const { status } = await handler(new Request(`http://proxy${path}`, post(form)));
    if (status === 404) asked.push(404);
  }
  fetch.mock.restore();
  return asked;
}

for (const [host, api] of [
  ["github.com", "https://api.github.com"],
  ["octocorp.ghe.com", "https://api.octocorp.ghe.com"],
  ["ghes.example", "https://ghes.example/api/v3"],
  ["ghes.example:8443", "https://ghes.example:8443/api/v3"],
  ["not-ghe.com", "https://not-ghe.com/api/v3"],
  ["octocorp.ghe.com.example", "https://octocorp.ghe.com.example/api/v3"],
]) {
  test(`P-01 the addresses of ${host}`, async (t) => {
    assert.deepEqual(await addressesOf(t, { host, deviceFlow: true }), [
      `https://${host}/login/device/code`,
      `https://${host}/login/oauth/access_token`,
      `https://${host}/login/oauth/access_token`,
      `${api}/applications/Ov23liPortcullis/token`,
      `${api}/applications/Ov23liPortcullis/grant`,
    ]);
  });
}

test("P-01 without a host it is github.com", async (t) => {
  const [token] = await addressesOf(t, {}).then((asked) => asked.filter((url) => url !== 404));
  assert.equal(token, "https://github.com/login/oauth/access_token");
});

test("P-01 with a token URL of somewhere else nothing is guessed from the host", async (t) => {
  const tokenUrl = "https://proxy.example/token";
  const poll = { host: "octocorp.ghe.com", tokenUrl };
  assert.deepEqual(await addressesOf(t, poll), [404, tokenUrl, 404, 404]);
  const api = await addressesOf(t, { ...poll, apiUrl: "https://api.example" });
  assert.equal(api.at(-1), "https://api.example/applications/Ov23liPortcullis/grant");
  assert.throws(() => createTokenProxy({ ...CLIENT, ...poll, deviceFlow: true }), { field: "deviceUrl" });
});

test("P-01 the host's own token URL is the same as none", async (t) => {
  const host = "octocorp.ghe.com";
  const tokenUrl = `https://${host}/login/oauth/access_token`;
  const both = [await addressesOf(t, { host }), await addressesOf(t, { host, tokenUrl })];
  assert.deepEqual(both[0], both[1]);
});

test("P-01 what is no plain host name is refused", () => {
  const bad = [
    "",
    "https://ghe.example",
    "ghe.example/",
    "ghe.example/x",
    "GHE.example",
    "*.ghe.com",
    " a.b",
  ];
  bad.push(
    "u@ghe.example",
    "u:p@ghe.example",
    "ghe.example?x",
    "ghe.example#x",
    "a b",
    "ghe.example:443",
    "a\\b",
  );
  for (const host of [...bad, "gh\u0435.example", "ghe.example:99999", "%67he.example", null, 7, {}, ["a"]]) {
    const isIt = (error) => error instanceof ProxyConfigError && error.field === "host";
    assert.throws(() => createTokenProxy({ ...CLIENT, host }), isIt, String(host));
  }
});
