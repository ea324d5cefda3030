// Cookie mode (P-20, RFC 10017 token-mediating backend): refresh tokens stay in sealed cookies, the page has handles.
// Must not test how long a cookie lives, nor which cookies do not open; the two files beside this do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, HANDLE, SEALED } from "./support/cookies.js";
import {
  assertRefused,
  CODE_FORM,
  ORIGIN,
  POLL_FORM,
  post,
  REFRESH_FORM,
  REVOKE_FORM,
  startProxy,
  testBothWays,
  without,
} from "./support/proxy.js";
import { GOOD_REPLY, jsonReply } from "./support/upstream.js";

const ON = { ...SEALED, deviceFlow: true };
const renew = (refresh_token) => ({ ...REFRESH_FORM, refresh_token });
const revoke = (token) => ({ ...REVOKE_FORM, token, token_type_hint: "refresh_token" });
const reply = (refresh_token) => jsonReply({ ...GOOD_REPLY, refresh_token });
const cookieTest = (title, run) => testBothWays(title, run, ON);

cookieTest(
  "P-20 a code: the page gets a handle, the browser a cookie that no script and no other host reads",
  async (proxy) => {
    const { status, set, body, text } = await browser(proxy).ask(CODE_FORM);
    assert.equal(status, 200);
    assert.deepEqual(without(body, "refresh_token"), without(GOOD_REPLY, "refresh_token"));
    assert.match(body.refresh_token, HANDLE);
    assert.equal(set.length, 1);
    const [{ name, value, attributes }] = set;
    assert.equal(name, `__Host-portcullis-github-${body.refresh_token.slice(7)}`);
    assert.match(value, /^[\w.-]+$/);
    const flags = { Path: "/", HttpOnly: true, Secure: true, SameSite: "Strict" };
    assert.deepEqual(attributes, { "Max-Age": String(GOOD_REPLY.refresh_token_expires_in), ...flags });
    assert.ok(!text.includes("ghr_") && !value.includes("ghr_"));
  },
);

cookieTest("P-20 a device code gives a handle, too", async (proxy) => {
  const { body, set } = await browser(proxy).ask(POLL_FORM);
  assert.match(body.refresh_token, HANDLE);
  assert.equal(set.length, 1);
});

cookieTest("P-20 a provider without refresh tokens: no handle and no cookie", async (proxy) => {
  proxy.upstream.reply = jsonReply({ access_token: "gho_a" });
  const { body, set } = await browser(proxy).ask(CODE_FORM);
  assert.deepEqual([body, set], [{ access_token: "gho_a" }, []]);
});

cookieTest("P-20 renewing: the handle stays, the cookie holds each new refresh token", async (proxy) => {
  const { ask } = browser(proxy);
  proxy.upstream.reply = reply("ghr_first-0123456789");
  const { body } = await ask(CODE_FORM);
  const handle = body.refresh_token;
  for (const [sent, given] of [
    ["ghr_first-0123456789", "ghr_second-0123456789"],
    ["ghr_second-0123456789", "ghr_third-0123456789"],
  ]) {
    proxy.upstream.reply = reply(given);
    const answer = await ask(renew(handle));
    assert.deepEqual([answer.status, answer.body.refresh_token, answer.set.length], [200, handle, 1]);
    const { form, headers } = proxy.upstream.log.at(-1);
    assert.deepEqual([form.grant_type, form.refresh_token], ["refresh_token", sent]);
    assert.equal(headers.cookie, undefined);
  }
});

cookieTest(
  "P-20 a provider that does not rotate: the cookie is set again, with a new span and age",
  async (proxy) => {
    const { ask, jar } = browser(proxy);
    const { body } = await ask(CODE_FORM);
    const [before] = jar.values();
    proxy.upstream.reply = jsonReply(without(GOOD_REPLY, "refresh_token"));
    for (let round = 0; round < 2; round += 1) {
      const answer = await ask(renew(body.refresh_token));
      assert.deepEqual([answer.body.refresh_token, answer.set.length], [body.refresh_token, 1]);
      assert.equal(proxy.upstream.log.at(-1).form.refresh_token, GOOD_REPLY.refresh_token);
    }
    assert.notEqual([...jar.values()][0], before);
  },
);

cookieTest("P-20 two sign-ins in one browser have a handle and a cookie each", async (proxy) => {
  const { ask, jar } = browser(proxy);
  const handles = [];
  for (const token of ["ghr_of-one-0123456789", "ghr_of-two-0123456789"]) {
    proxy.upstream.reply = reply(token);
    handles.push((await ask(CODE_FORM)).body.refresh_token);
  }
  assert.equal(jar.size, 2);
  proxy.upstream.reply = jsonReply(without(GOOD_REPLY, "refresh_token"));
  for (const handle of handles) await ask(renew(handle));
  const sent = proxy.upstream.log.slice(2).map(({ form }) => form.refresh_token);
  assert.deepEqual(sent, ["ghr_of-one-0123456789", "ghr_of-two-0123456789"]);
});

cookieTest(
  "P-19 P-20 an error of the provider leaves the cookie as it is, and says nothing of the token",
  async (proxy) => {
    const { ask, jar } = browser(proxy);
    const { body } = await ask(CODE_FORM);
    const kept = new Map(jar);
    const quote = `No ${GOOD_REPLY.refresh_token} here.`;
    for (const [answer, status, error] of [
      [jsonReply({ error: "bad_refresh_token", error_description: quote }), 400, "bad_refresh_token"],
      [jsonReply({ error: "invalid_grant", refresh_token: "ghr_other" }, 400), 400, "invalid_grant"],
      [jsonReply("", 503), 502, "upstream_error"],
      [jsonReply("", 429), 429, "rate_limited"],
      [(response) => response.destroy(), 502, "upstream_unreachable"],
    ]) {
      proxy.upstream.reply = answer;
      const refused = await ask(renew(body.refresh_token));
      assert.deepEqual([refused.status, refused.body.error, refused.set], [status, error, []]);
      assert.ok(!refused.text.includes("ghr_"));
    }
    assert.deepEqual(jar, kept);
    proxy.upstream.reply = reply("ghr_again-0123456789");
    assert.equal((await ask(renew(body.refresh_token))).status, 200);
  },
);

cookieTest(
  "P-20 without its cookie, or with garbage for a handle, there is nothing to renew: 400 invalid_grant",
  async (proxy) => {
    const { body } = await browser(proxy).ask(CODE_FORM);
    proxy.upstream.log.length = 0;
    const handle = body.refresh_token;
    const garbage = [
      "cookie.",
      `${handle}x`,
      ` ${handle}`,
      handle.slice(7),
      handle.toUpperCase(),
      "cookie.__proto__",
    ];
    for (const token of [handle, GOOD_REPLY.refresh_token, `x${handle}`, ...garbage]) {
      const { status, body: refused, set } = await browser(proxy).ask(renew(token));
      assert.deepEqual([status, refused.error, set], [400, "invalid_grant", []]);
    }
    assert.equal(proxy.upstream.log.length, 0);
  },
);

cookieTest(
  "P-20 at GitHub the end of a handle is the end of its cookie; nothing goes upstream",
  async (proxy) => {
    const { ask, jar } = browser(proxy);
    const [first, second] = [await ask(CODE_FORM), await ask(CODE_FORM)];
    proxy.upstream.log.length = 0;
    const ended = await ask(revoke(first.body.refresh_token), { path: "/revoke" });
    assert.deepEqual([ended.status, ended.body], [200, {}]);
    const flags = { Path: "/", HttpOnly: true, Secure: true, SameSite: "Strict" };
    const [{ name, value, attributes }] = ended.set;
    assert.deepEqual([name, value], [first.set[0].name, ""]);
    assert.deepEqual(attributes, { "Max-Age": "0", ...flags });
    assert.deepEqual([...jar.keys()], [second.set[0].name]);
    assert.equal((await ask(renew(first.body.refresh_token))).body.error, "invalid_grant");
    // The hint is optional (RFC 7009 section 2.1): a handle must not be called revoked while its cookie lives.
    const bare = without(revoke(second.body.refresh_token), "token_type_hint");
    await ask(bare, { path: "/revoke" });
    assert.equal(jar.size, 0);
    assert.equal(proxy.upstream.log.length, 0);
  },
);

cookieTest("P-20 to end a handle whose cookie is not there is no error", async (proxy) => {
  const handle = "cookie.0123456789012345678901";
  const { status, body, set } = await browser(proxy).ask(revoke(handle), { path: "/revoke" });
  assert.deepEqual([status, body, set.length, proxy.upstream.log.length], [200, {}, 1, 0]);
});

cookieTest("P-20 P-21 what is no handle sets no cookie and is not called revoked", async (proxy) => {
  for (const token of [
    "ghr_real",
    "cookie.a; Domain=evil.example",
    "cookie.",
    "cookie.01234567890123456789012",
  ]) {
    const { status, body, set } = await browser(proxy).ask(revoke(token), { path: "/revoke" });
    assert.deepEqual([status, body.error, set], [400, "unsupported_token_type", []]);
  }
  assert.equal(proxy.upstream.log.length, 0);
});

testBothWays(
  "P-20 RFC 7009: elsewhere the refresh token itself is revoked, and the cookie ends whatever becomes of it",
  async (proxy) => {
    for (const [answer, status, error] of [
      [jsonReply("", 200), 200, undefined],
      [jsonReply({ error: "unsupported_token_type" }, 400), 400, "unsupported_token_type"],
      [jsonReply("", 503), 502, "upstream_error"],
      [jsonReply({ message: { toString: 1 } }, 403), 502, "proxy_misconfigured"],
      [(response) => response.destroy(), 502, "upstream_unreachable"],
    ]) {
      const { ask, jar } = browser(proxy);
      proxy.upstream.reply = reply("ghr_to-end-0123456789");
      const { body } = await ask(CODE_FORM);
      proxy.upstream.reply = answer;
      const ended = await ask(revoke(body.refresh_token), { path: "/revoke" });
      assert.deepEqual([ended.status, ended.body.error, jar.size], [status, error, 0]);
      const { url, form } = proxy.upstream.log.at(-1);
      assert.deepEqual(
        [url, form.token, form.token_type_hint],
        ["/revoke", "ghr_to-end-0123456789", "refresh_token"],
      );
    }
  },
  ({ url }) => ({
    ...SEALED,
    provider: "oauth2",
    apiUrl: undefined,
    revocationUrl: new URL("/revoke", url).href,
  }),
);

testBothWays(
  "P-20 without a revocation endpoint /revoke is there to end cookies, and refuses access tokens",
  async (proxy) => {
    const { ask, jar } = browser(proxy);
    const { body } = await ask(CODE_FORM);
    const refused = await ask(REVOKE_FORM, { path: "/revoke" });
    assert.deepEqual([refused.status, refused.body.error], [400, "unsupported_token_type"]);
    assert.equal((await ask(revoke(body.refresh_token), { path: "/revoke" })).status, 200);
    assert.deepEqual([jar.size, proxy.upstream.log.length], [0, 1]);
  },
  { ...SEALED, provider: "oauth2", apiUrl: undefined },
);

cookieTest(
  "T-51 without X-Requested-With nothing happens on any route, and CORS tells the page",
  async ({ send, upstream }) => {
    for (const [path, form] of [
      ["/token", CODE_FORM],
      ["/token", renew("cookie.0123456789012345678901")],
      ["/device/code", ""],
      ["/revoke", revoke("cookie.0123456789012345678901")],
      ["/revoke/grant", REVOKE_FORM],
    ]) {
      for (const value of [undefined, "XMLHttpRequest", "Portcullis", "portcullis, portcullis", ""]) {
        const headers = value === undefined ? {} : { "x-requested-with": value };
        const response = await send(path, post(form, headers));
        assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
        assert.equal(response.headers.get("access-control-allow-credentials"), "true");
        assert.deepEqual(response.headers.getSetCookie(), []);
        assert.deepEqual([response.status, (await response.json()).error], [403, "invalid_request"]);
        assert.equal(upstream.log.length, 0);
      }
    }
  },
);

test("P-04 P-23 the preflight allows the header and credentials, to an allowed origin only", async (t) => {
  const { send } = await startProxy(t, ON);
  const preflight = (origin) => send("/token", { method: "OPTIONS", headers: { origin } });
  const { headers } = await preflight(ORIGIN);
  assert.equal(headers.get("access-control-allow-headers"), "Content-Type, X-Requested-With");
  assert.equal(headers.get("access-control-allow-credentials"), "true");
  assert.equal(headers.get("access-control-allow-origin"), ORIGIN);
  const foreign = await preflight("https://evil.example");
  const names = [...foreign.headers.keys()].filter((name) => name.startsWith("access-control-"));
  assert.deepEqual(names, []);
});

test("P-10 where refresh tokens are not in cookies a request's cookies mean nothing, and none is set", async (t) => {
  const proxy = await startProxy(t);
  const plain = await proxy.send("/token", post(CODE_FORM, { cookie: "__Host-portcullis-github-x=1" }));
  assert.deepEqual(plain.headers.getSetCookie(), []);
  assert.equal(plain.headers.get("access-control-allow-credentials"), null);
  assert.deepEqual(await plain.json(), GOOD_REPLY);
  await assertRefused(await proxy.send("/x", post(CODE_FORM)), { log: [] }, 404, "not_found");
});

cookieTest("P-15 P-20 no record holds a handle, a cookie or a refresh token", async (proxy) => {
  const { ask, jar } = browser(proxy);
  const { body } = await ask(CODE_FORM);
  const [sealed] = jar.values();
  await ask(renew(body.refresh_token));
  await ask(revoke(body.refresh_token), { path: "/revoke" });
  const text = JSON.stringify(proxy.records);
  assert.equal(proxy.records.length, 3);
  for (const secret of [body.refresh_token, body.refresh_token.slice(7), sealed, GOOD_REPLY.refresh_token]) {
    assert.ok(!text.includes(secret));
  }
});
