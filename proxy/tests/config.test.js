// Construction: what a configuration may be, and that a wrong one is named with its fix.
// Must not start a server: a bad configuration fails before there is one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTokenProxy, ProxyConfigError } from "../index.js";
import { CODE_FORM, post, SECRET, startProxy } from "./support/proxy.js";

const GOOD = {
  clientId: "Ov23liPortcullis",
  clientSecret: SECRET,
  redirectUris: ["https://app.example/callback"],
};

function refusal(change) {
  try {
    createTokenProxy({ ...GOOD, ...change });
  } catch (error) {
    assert.ok(error instanceof ProxyConfigError, String(error));
    assert.ok(error.message.includes(error.field) && error.message.includes(error.fix));
    return error;
  }
  return assert.fail(`accepted ${JSON.stringify(change)}`);
}

test("P-14 no start without credentials", () => {
  for (const field of ["clientId", "clientSecret"]) {
    for (const value of [undefined, null, ""]) {
      const error = refusal({ [field]: value });
      assert.deepEqual([error.field, error.problem], [field, "is missing"]);
    }
  }
});

test("P-14 no start with a placeholder, and the error does not repeat the value", () => {
  const placeholders = [
    "your-client-secret",
    "YOUR_CLIENT_SECRET",
    "<client secret>",
    "<secret>",
    "changeme",
  ];
  placeholders.push(
    "xxxxxxxxxxxx",
    "********",
    "Ov23lixxxxxxxxxx",
    "{{secret}}",
    ["$", "{SECRET}"].join(""),
    "[redacted]",
  );
  placeholders.push("client_secret", "GITHUB_CLIENT_SECRET", "undefined", "replace-me-please");
  for (const clientSecret of placeholders) assert.equal(refusal({ clientSecret }).field, "clientSecret");
  assert.equal(refusal({ clientId: "your-client-id" }).field, "clientId");
  for (const clientSecret of [`${SECRET}\n`, ` ${SECRET}`, "gehëim-gehëim", 12345678, "hunter2"]) {
    const error = refusal({ clientSecret });
    assert.equal(error.field, "clientSecret");
    assert.ok(!error.message.includes(String(clientSecret).trim()));
  }
});

test("P-01 P-11 the token URL is https, or http on loopback only", () => {
  for (const tokenUrl of [
    "http://127.0.0.1:1/t",
    "http://localhost:1/t",
    "http://[::1]:1/t",
    "https://a.example/t",
  ]) {
    createTokenProxy({ ...GOOD, tokenUrl });
  }
  const bad = ["http://github.com/t", "http://localhost.evil.example/t", "http://127.0.0.1.evil.example/t"];
  bad.push("http://localhost@evil.example/t", "https://u:p@a.example/t", "https://a.example/t#x");
  bad.push("ftp://a.example/t", "/t", "", " https://a.example/t", null, 7);
  for (const tokenUrl of bad) assert.equal(refusal({ tokenUrl }).field, "tokenUrl");
});

test("P-01 P-21 the API URL is https, or http on loopback only, without a query", () => {
  for (const apiUrl of ["https://ghe.example/api/v3", "https://a.example/", "http://127.0.0.1:1"]) {
    createTokenProxy({ ...GOOD, apiUrl });
  }
  const bad = [
    "http://api.github.com",
    "https://a.example/?x",
    "https://a.example/api?",
    "https://u:p@a.example",
  ];
  bad.push("https://a.example/#x", "http://localhost.evil.example", "api.github.com", "", null, 7);
  for (const apiUrl of bad) assert.equal(refusal({ apiUrl }).field, "apiUrl");
});

test("P-01 the device URL is https, or http on loopback only, also while the device flow is off", () => {
  for (const deviceUrl of ["https://ghe.example/login/device/code", "http://127.0.0.1:1/d", undefined]) {
    createTokenProxy({ ...GOOD, deviceFlow: true, deviceUrl });
  }
  const bad = ["http://github.com/login/device/code", "https://u:p@a.example/d", "https://a.example/d#x"];
  for (const deviceUrl of [...bad, "/login/device/code", "", null, 7]) {
    for (const deviceFlow of [true, false]) {
      assert.equal(refusal({ deviceFlow, deviceUrl }).field, "deviceUrl");
    }
  }
});

test("P-01 the device URL is not guessed from another token URL", () => {
  for (const tokenUrl of [
    "https://ghe.example/login/oauth/access_token",
    "https://github.com/login/oauth/other",
  ]) {
    const error = refusal({ deviceFlow: true, tokenUrl, apiUrl: "https://ghe.example/api/v3" });
    assert.deepEqual([error.field, error.problem], ["deviceUrl", "is missing"]);
    createTokenProxy({ ...GOOD, tokenUrl, deviceFlow: false });
  }
});

test("C-43 deviceFlow is true or false, and nothing that only looks like it", () => {
  for (const deviceFlow of ["true", "false", "", 1, 0, null, {}]) {
    assert.equal(refusal({ deviceFlow }).field, "deviceFlow");
  }
});

test("P-09 redirect URIs are absolute and exact", () => {
  for (const redirectUris of [undefined, [], "https://app.example/cb", {}]) {
    assert.equal(refusal({ redirectUris }).field, "redirectUris");
  }
  const bad = ["/callback", "https://*.app.example/cb", "https://app.example/*", "https://u@app.example/cb"];
  bad.push(
    "https://app.example/cb#",
    "javascript:alert(1)",
    "//app.example/cb",
    "https://app.example/c b",
    7,
  );
  for (const uri of bad) assert.equal(refusal({ redirectUris: [uri] }).field, "redirectUris");
});

test("P-03 allowed origins are serialised origins, without patterns", () => {
  const bad = [
    "*",
    "null",
    "app.example",
    "https://*.app.example",
    "https://app.example/",
    "https://APP.example",
  ];
  bad.push("https://app.example:443", "https://u@app.example", "file:///x", "", 7);
  for (const origin of bad) {
    assert.equal(refusal({ allowedOrigins: ["https://app.example", origin] }).field, "allowedOrigins");
  }
  for (const allowedOrigins of [[], "https://app.example", null]) {
    assert.equal(refusal({ allowedOrigins }).field, "allowedOrigins");
  }
});

test("P-09 an origin list that lacks the origin of a redirect URI is refused", () => {
  const error = refusal({ allowedOrigins: ["https://other.example"] });
  assert.equal(error.field, "allowedOrigins");
  assert.match(error.fix, /https:\/\/app\.example/);
});

test("an unknown option, a bad base path and a log that is no function are refused by name", () => {
  assert.equal(refusal({ allowedOrigin: "https://app.example" }).field, "allowedOrigin");
  for (const basePath of ["/", "auth", "/auth/", "//auth", "/a?b", "/a#b", "/../a", "/a/..", "/a b", 7]) {
    assert.equal(refusal({ basePath }).field, "basePath");
  }
  assert.equal(refusal({ log: "console" }).field, "log");
  for (const options of [undefined, null, "x"])
    assert.throws(() => createTokenProxy(options), ProxyConfigError);
});

test("the configuration is read once: later changes to the caller's objects do nothing", async (t) => {
  const redirectUris = ["https://app.example/callback"];
  const allowedOrigins = ["https://app.example"];
  const { send } = await startProxy(t, { redirectUris, allowedOrigins });
  redirectUris[0] = "https://evil.example/callback";
  allowedOrigins.push("https://evil.example");
  assert.equal((await send("/token", post(CODE_FORM))).status, 200);
  assert.equal((await send("/token", post(CODE_FORM, { origin: "https://evil.example" }))).status, 403);
});
