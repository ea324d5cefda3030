// Where refresh tokens go (P-20): `pass` and `drop`, and what the three policies may be configured with.
// Must not test the sealed cookies; sealed-cookie.test.js does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTokenProxy, ProxyConfigError } from "../index.js";
import { KEY, OTHER_KEY } from "./support/cookies.js";
import {
  assertRefused,
  CODE_FORM,
  POLL_FORM,
  post,
  REDIRECT_URI,
  REFRESH_FORM,
  REVOKE_FORM,
  SECRET,
  testBothWays,
  without,
} from "./support/proxy.js";
import { GOOD_REPLY, jsonReply } from "./support/upstream.js";

for (const options of [{}, { refreshToken: "pass" }]) {
  testBothWays(
    `P-20 ${JSON.stringify(options)}: the page gets the refresh token, sends it, and there is no cookie`,
    async ({ send, upstream }) => {
      const response = await send("/token", post(CODE_FORM));
      assert.deepEqual(await response.json(), GOOD_REPLY);
      assert.deepEqual(response.headers.getSetCookie(), []);
      await send("/token", post(REFRESH_FORM));
      assert.equal(upstream.log[1].form.refresh_token, REFRESH_FORM.refresh_token);
    },
    options,
  );
}

testBothWays(
  "P-20 drop: neither a refresh token nor its lifetime reaches the page, by whatever grant",
  async ({ send, upstream, records }) => {
    const bare = without(without(GOOD_REPLY, "refresh_token"), "refresh_token_expires_in");
    for (const form of [CODE_FORM, POLL_FORM]) {
      const response = await send("/token", post(form));
      assert.deepEqual([response.status, await response.json()], [200, bare]);
      assert.deepEqual(response.headers.getSetCookie(), []);
    }
    const error = { error: "bad_verification_code", error_description: "The code is old." };
    upstream.reply = jsonReply(error);
    const response = await send("/token", post(CODE_FORM));
    assert.deepEqual([response.status, await response.json()], [400, error]);
    assert.ok(!JSON.stringify(records).includes(GOOD_REPLY.refresh_token));
  },
  { refreshToken: "drop", deviceFlow: true },
);

testBothWays(
  "P-20 drop: the refresh grant is refused before anything goes upstream",
  async ({ send, upstream }) => {
    const response = await send("/token", post(REFRESH_FORM));
    await assertRefused(response, upstream, 400, "unsupported_grant_type");
    const asAccess = { ...REVOKE_FORM, token_type_hint: "refresh_token" };
    await assertRefused(await send("/revoke", post(asAccess)), upstream, 400, "unsupported_token_type");
  },
  { refreshToken: "drop" },
);

function refusal(options) {
  const client = { clientId: "Ov23liPortcullis", clientSecret: SECRET, redirectUris: [REDIRECT_URI] };
  try {
    createTokenProxy({ ...client, ...options });
  } catch (error) {
    assert.ok(error instanceof ProxyConfigError, String(error));
    return error;
  }
  return undefined;
}

test("P-20 the policy is one of three, to the letter", () => {
  for (const refreshToken of ["Pass", "cookie", "sealed_cookie", "", null, true, {}, ["pass"], "toString"]) {
    assert.equal(refusal({ refreshToken, cookieKeys: [KEY] }).field, "refreshToken");
  }
});

test("P-20 cookie keys belong to sealed cookies: missing there, unused elsewhere, both are refused", () => {
  for (const refreshToken of ["pass", "drop", undefined]) {
    const error = refusal({ refreshToken, cookieKeys: [KEY] });
    assert.deepEqual([error.field, error.problem], ["cookieKeys", "is not used"]);
  }
  for (const cookieKeys of [undefined, [], ""]) {
    const error = refusal({ refreshToken: "sealed-cookie", cookieKeys });
    assert.deepEqual([error.field, error.problem], ["cookieKeys", "is missing"]);
  }
  assert.equal(refusal({ refreshToken: "sealed-cookie", cookieKeys: [KEY, OTHER_KEY] }), undefined);
});

test("P-14 P-20 a key is an identifier and 32 random bytes, and never stands in the error", () => {
  const bytes = KEY.slice(3);
  const zeros = "A".repeat(43);
  const typed = Buffer.from("abababababababababababababababab").toString("base64");
  const bad = [bytes, `:${bytes}`, `k1:${bytes.slice(4)}`, `k1:AAAA${bytes}`, `k-1:${bytes}`, `k1 :${bytes}`];
  bad.push(
    `${"k".repeat(17)}:${bytes}`,
    `k1:${bytes}\n`,
    `k1:${zeros}=`,
    `k1:${typed}`,
    `k1:${bytes}=`,
    "k1:",
  );
  for (const value of [...bad, 7, null, {}, undefined]) {
    const error = refusal({ refreshToken: "sealed-cookie", cookieKeys: [OTHER_KEY, value] });
    assert.equal(error?.field, "cookieKeys", String(value));
    assert.ok(!error.message.includes(bytes.slice(4, 20)) && !error.message.includes(OTHER_KEY.slice(3)));
  }
  for (const cookieKeys of [KEY, { 0: KEY, length: 1 }, new Set([KEY])]) {
    assert.equal(refusal({ refreshToken: "sealed-cookie", cookieKeys }).field, "cookieKeys");
  }
  const twice = refusal({ refreshToken: "sealed-cookie", cookieKeys: [KEY, `k1:${OTHER_KEY.slice(3)}`] });
  assert.equal(twice.problem, "names a key twice");
  for (const spelt of [bytes.replace("=", ""), bytes.replaceAll("+", "-").replaceAll("/", "_")]) {
    assert.equal(refusal({ refreshToken: "sealed-cookie", cookieKeys: [`A1:${spelt}`] }), undefined);
  }
});
