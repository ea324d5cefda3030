// Plain http pages (P-22): only by an explicit flag, and then with a warning. Must not test what an origin looks like.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTokenProxy, ProxyConfigError } from "../index.js";
import { assertRefused, CODE_FORM, post, SECRET, startProxy } from "./support/proxy.js";

const CLIENT = { clientId: "Ov23liPortcullis", clientSecret: SECRET };
const HTTP = "http://localhost:5173";
const HTTPS = "https://app.example";
const options = (redirectUris, more) => ({ ...CLIENT, redirectUris, ...more });

function refusal(given) {
  try {
    createTokenProxy(given);
  } catch (error) {
    assert.ok(error instanceof ProxyConfigError, String(error));
    return error;
  }
  return undefined;
}

test("P-22 plain http is refused without the flag, on this machine too, and the error says how", () => {
  for (const origin of [HTTP, "http://127.0.0.1:3000", "http://[::1]:3000", "http://app.example"]) {
    for (const flag of [{}, { allowInsecureOrigins: false }, { allowInsecureOrigins: undefined }]) {
      const callback = refusal(options([`${HTTPS}/cb`, `${origin}/cb`], flag));
      assert.equal(callback.field, "redirectUris");
      assert.match(callback.fix, /allowInsecureOrigins/);
      const page = refusal(options([`${HTTPS}/cb`], { allowedOrigins: [HTTPS, origin], ...flag }));
      assert.equal(page.field, "allowedOrigins");
    }
  }
});

test("P-22 the flag is true, and nothing that only looks like it", () => {
  for (const allowInsecureOrigins of ["true", 1, null, {}, "development"]) {
    const error = refusal(options([`${HTTP}/cb`], { allowInsecureOrigins }));
    assert.equal(error.field, "allowInsecureOrigins");
  }
});

test("P-22 with the flag a warning names the app and the origins, once", (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const app = options([`${HTTPS}/cb`, `${HTTP}/cb`], { allowInsecureOrigins: true });
  createTokenProxy({ apps: { dev: app, live: options([`${HTTPS}/cb`], { allowInsecureOrigins: true }) } });
  const lines = warn.mock.calls.map(({ arguments: [line] }) => line);
  assert.deepEqual(lines, [
    `Portcullis token proxy: dev allows plain http for ${HTTP}. That is for development only.`,
  ]);
});

test("P-22 without http origins there is no warning", (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  createTokenProxy(options([`${HTTPS}/cb`]));
  createTokenProxy(options([`${HTTPS}/cb`], { allowInsecureOrigins: true }));
  assert.equal(warn.mock.callCount(), 0);
});

test("P-03 P-22 the flag lets in the listed http origin, and no other scheme or port", async (t) => {
  t.mock.method(console, "warn", () => {});
  const { send, upstream } = await startProxy(t, options([`${HTTP}/cb`], { allowInsecureOrigins: true }));
  const form = { ...CODE_FORM, redirect_uri: `${HTTP}/cb` };
  for (const origin of [
    "https://localhost:5173",
    "http://localhost",
    "http://localhost:5174",
    "http://127.0.0.1:5173",
  ]) {
    await assertRefused(await send("/token", post(form, { origin })), upstream, 403, "origin_not_allowed");
  }
  const { status, headers } = await send("/token", post(form, { origin: HTTP }));
  assert.deepEqual([status, headers.get("access-control-allow-origin")], [200, HTTP]);
});

test("P-22 the flag is for pages: a provider's address must be safe whatever it says", () => {
  for (const field of ["tokenUrl", "apiUrl", "deviceUrl"]) {
    const given = { allowInsecureOrigins: true, deviceFlow: true, [field]: "http://provider.example/x" };
    assert.equal(refusal(options([`${HTTPS}/cb`], given)).field, field);
  }
  for (const uri of ["ftp://a.example/cb", "myapp://cb", "javascript:alert(1)"]) {
    assert.equal(refusal(options([uri], { allowInsecureOrigins: true })).field, "redirectUris");
  }
});
