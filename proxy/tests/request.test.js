// What a token request may be: content type, size, form, grant, parameters. Every refusal is checked to have
// sent nothing and to repeat nothing. Must not test what goes upstream for a good one; that is upstream.test.js.

import assert from "node:assert/strict";
import { test } from "node:test";
import { holdTimers } from "./support/clock.js";
import {
  assertRefused,
  CODE_FORM,
  post,
  REFRESH_FORM,
  startProxy,
  testBothWays,
  without,
} from "./support/proxy.js";

const FORM = new URLSearchParams(CODE_FORM).toString();
const refuse = async ({ send, upstream }, init, status, error) =>
  assertRefused(await send("/token", init), upstream, status, error);

testBothWays("P-05 T-52 any content type but a plain form gets 415", async (proxy) => {
  const types = ["text/plain", "multipart/form-data; boundary=x", "application/json", "application/xml", ""];
  types.push("application/x-www-form-urlencoded, text/plain", "application/x-www-form-urlencodedx");
  types.push(
    "application/x-www-form-urlencoded; charset=utf-16",
    "text/plain; application/x-www-form-urlencoded",
  );
  for (const type of types) {
    await refuse(proxy, post(FORM, { "content-type": type }), 415, "unsupported_media_type");
  }
  const { headers, ...rest } = post(new TextEncoder().encode(FORM));
  const untyped = { ...rest, headers: { origin: headers.origin } };
  await refuse(proxy, untyped, 415, "unsupported_media_type");
});

testBothWays("P-05 T-46 a compressed body gets 415", async (proxy) => {
  for (const coding of ["gzip", "br", "deflate", "identity"]) {
    await refuse(proxy, post(FORM, { "content-encoding": coding }), 415, "unsupported_media_type");
  }
});

testBothWays(
  "P-05 the form type is read without regard to case, with UTF-8 named or not",
  async ({ send }) => {
    const types = ["Application/X-WWW-Form-Urlencoded", "application/x-www-form-urlencoded; charset=UTF-8"];
    for (const type of types) {
      assert.equal((await send("/token", post(FORM, { "content-type": type }))).status, 200);
    }
  },
);

testBothWays("P-06 T-46 more than 8 KiB gets 413, exactly 8 KiB is read", async (proxy) => {
  const padding = 8192 - FORM.length - "&refresh_token=".length;
  const full = `${FORM}&refresh_token=${"a".repeat(padding)}`;
  await refuse(proxy, post(full), 400, "invalid_request");
  await refuse(proxy, post(`${full}a`), 413, "request_too_large");
  await refuse(proxy, post("a".repeat(1_000_000)), 413, "request_too_large");
});

testBothWays("P-06 the limit counts a body without a Content-Length too", async (proxy) => {
  const chunk = new Uint8Array(1024).fill(97);
  const body = new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
  await refuse(proxy, post(body), 413, "request_too_large");
});

testBothWays("P-06 a repeated key gets 400, however it is spelt", async (proxy) => {
  for (const extra of ["code=x", "c%6fde=x", "client_id=Ov23liPortcullis", "grant_type=authorization_code"]) {
    await refuse(proxy, post(`${FORM}&${extra}`), 400, "invalid_request");
  }
});

testBothWays(
  "P-06 P-17 an unknown key gets 400, and names of prototypes are only unknown keys",
  async (proxy) => {
    const names = [
      "state",
      "scope",
      "__proto__",
      "constructor",
      "toString",
      "Code",
      "code[]",
      "token_url",
      "host",
    ];
    for (const name of names) {
      const body = await refuse(
        proxy,
        post(`${FORM}&${encodeURIComponent(name)}=x7x7x7`),
        400,
        "invalid_request",
      );
      assert.doesNotMatch(JSON.stringify(body), /x7x7x7|__proto__|toString/);
    }
    for (const name of ["refresh_token", "device_code"]) {
      await refuse(proxy, post({ ...CODE_FORM, [name]: "x" }), 400, "invalid_request");
    }
    for (const name of ["code", "redirect_uri", "code_verifier", "scope"]) {
      await refuse(proxy, post({ ...REFRESH_FORM, [name]: "x" }), 400, "invalid_request");
    }
    assert.equal({}.x7x7x7, undefined);
  },
);

testBothWays("P-06 a body that is no well-formed form gets 400", async (proxy) => {
  const bodies = [
    "",
    "&",
    "=x",
    "grant_type",
    `${FORM}&`,
    `&${FORM}`,
    `${FORM}&&a=b`,
    "%=a",
    "code=%",
    "code=%4",
  ];
  bodies.push("code=%zz", "code=%ff", "code=%c3%28", "code=%ed%a0%80", '{"grant_type":"authorization_code"}');
  bodies.push(FORM.replace("code=", "code"));
  const bytes = new TextEncoder().encode(`${FORM}&refresh_token=??`);
  bytes.set([0xc3, 0x28], bytes.length - 2);
  for (const body of [...bodies, bytes]) {
    const { error_description } = await refuse(proxy, post(body), 400, "invalid_request");
    assert.equal(error_description, "The body is not a well-formed form.");
  }
});

test("T-46 a body that stalls is given up after 10 seconds and cancelled", async (t) => {
  const clock = holdTimers(t, 10_000);
  const proxy = await startProxy(t);
  let cancelled = false;
  const source = {
    pull: () => {},
    cancel: () => {
      cancelled = true;
    },
  };
  const answer = proxy.send("/token", post(new ReadableStream(source)));
  await clock.expire();
  await assertRefused(await answer, proxy.upstream, 408, "request_timeout");
  assert.equal(cancelled, true);
});

testBothWays("P-07 client_id is ours or left out; a client_secret is refused", async (proxy) => {
  for (const clientId of ["Ov23liOther", "", "ov23liportcullis", "Ov23liPortcullis "]) {
    await refuse(proxy, post({ ...CODE_FORM, client_id: clientId }), 400, "invalid_request");
  }
  for (const form of [CODE_FORM, REFRESH_FORM]) {
    for (const secret of ["anything", ""]) {
      const body = await refuse(proxy, post({ ...form, client_secret: secret }), 400, "invalid_request");
      assert.match(body.error_description, /must not hold the client secret/);
    }
  }
  for (const form of [CODE_FORM, REFRESH_FORM]) {
    assert.equal((await proxy.send("/token", post(without(form, "client_id")))).status, 200);
    assert.equal(proxy.upstream.log.at(-1).form.client_id, "Ov23liPortcullis");
  }
});

testBothWays("P-08 only the two grant types", async (proxy) => {
  const others = [
    "password",
    "client_credentials",
    "implicit",
    "__proto__",
    "constructor",
    "Authorization_code",
    "",
  ];
  others.push("urn:ietf:params:oauth:grant-type:device_code", "authorization_code ");
  for (const grantType of others) {
    await refuse(proxy, post({ ...CODE_FORM, grant_type: grantType }), 400, "unsupported_grant_type");
  }
  await refuse(proxy, post(without(CODE_FORM, "grant_type")), 400, "invalid_request");
});

testBothWays("P-09 T-43 a code exchange needs a code and a verifier", async (proxy) => {
  const verifiers = ["", "a".repeat(42), "a".repeat(129), `${"a".repeat(42)}+`, `${"a".repeat(42)}é`];
  verifiers.push(`${"a".repeat(43)}\n`, `${"a".repeat(42)} `, `${"a".repeat(42)}=`);
  for (const verifier of verifiers) {
    await refuse(proxy, post({ ...CODE_FORM, code_verifier: verifier }), 400, "invalid_request");
  }
  for (const code of ["", "b4d5\r\nx", "b4d5\0", "é"]) {
    await refuse(proxy, post({ ...CODE_FORM, code }), 400, "invalid_request");
  }
  await refuse(proxy, post(without(CODE_FORM, "code_verifier")), 400, "invalid_request");
  await refuse(proxy, post(without(CODE_FORM, "code")), 400, "invalid_request");
  for (const token of ["", "ghr_\n", "é"]) {
    await refuse(proxy, post({ ...REFRESH_FORM, refresh_token: token }), 400, "invalid_request");
  }
  await refuse(proxy, post(without(REFRESH_FORM, "refresh_token")), 400, "invalid_request");
  for (const verifier of ["a".repeat(43), "-._~".repeat(32)]) {
    assert.equal((await proxy.send("/token", post({ ...CODE_FORM, code_verifier: verifier }))).status, 200);
  }
});

testBothWays("P-09 T-44 redirect_uri is exactly one on the list", async (proxy) => {
  const base = "https://app.example/callback";
  const others = [
    `${base}/`,
    `${base}?a=b`,
    `${base}/../evil`,
    `${base}#`,
    `${base}%2f`,
    "https://APP.example/callback",
  ];
  others.push(
    "https://app.example:443/callback",
    "https://app.example/Callback",
    "https://sub.app.example/callback",
  );
  others.push(
    "https://app.example/",
    "http://app.example/callback",
    `${base} `,
    "",
    "https://evil.example/callback",
  );
  for (const redirectUri of others) {
    await refuse(proxy, post({ ...CODE_FORM, redirect_uri: redirectUri }), 400, "redirect_uri_mismatch");
  }
  await refuse(proxy, post(without(CODE_FORM, "redirect_uri")), 400, "redirect_uri_mismatch");
});
