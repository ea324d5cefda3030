// A provider that misbehaves (T-39, T-42, T-53, T-54; P-10, P-11, P-12, P-14, P-17, P-19): the page gets readable JSON, made
// anew, and never the secret. A provider that is slow is in slow.test.js. Must not let a request be at fault.

import assert from "node:assert/strict";
import { CODE_FORM, ORIGIN, post, SECRET, VERIFIER } from "../support/proxy.js";
import { GOOD_REPLY, jsonReply, startUpstream } from "../support/upstream.js";
import { assertFixedHeaders, assertStillGood, OTHER_ORIGIN, onRuntimes, test } from "./support/suite.js";

const BASIC = Buffer.from(`${CODE_FORM.client_id}:${SECRET}`).toString("base64");
const html = "<script>alert(1)</script>";
const raw = (text) => (response) => response.socket.end(text);
const reply = (body, status, headers) => jsonReply(body, status, headers);

const USELESS = {
  "HTML with 200": reply(html, 200, { "content-type": "text/html" }),
  "HTML that says it is JSON": reply(html),
  "HTML with 403": reply(html, 403, { "content-type": "text/html" }),
  nothing: reply(""),
  null: reply("null"),
  "a list": reply("[]"),
  "a number": reply("1"),
  "a text": reply('"gho_x"'),
  "a form": reply("access_token=gho_x&token_type=bearer"),
  "JSON twice": reply(`${JSON.stringify(GOOD_REPLY)}${JSON.stringify(GOOD_REPLY)}`),
  "a byte order mark and half of JSON": reply('\ufeff{"access_token":'),
  "10 MB of token": reply({ access_token: "a".repeat(10_000_000) }),
  "10 MB around a token": reply({ ...GOOD_REPLY, x: "a".repeat(10_000_000) }),
  "deep JSON": reply("[".repeat(60_000)),
  "bytes that are no UTF-8": (response) => response.end(Buffer.from('{"access_token":"gho_\xff"}', "latin1")),
  "a token that is a number": reply({ access_token: 1 }),
  "a token that is a list": reply({ access_token: ["gho_x"] }),
  "an empty token": reply({ access_token: "" }),
  "a token with a line break": reply({ access_token: "gho_x\r\nSet-Cookie: a=b" }),
  "a token in __proto__": reply('{"__proto__":{"access_token":"gho_x"}}'),
  "a token in constructor": reply('{"constructor":{"prototype":{"access_token":"gho_x"}}}'),
  "a token with 201": reply(GOOD_REPLY, 201),
  "an error that is an object": reply({ error: { toString: 1 }, access_token: "gho_x" }),
  "an error that is true": reply({ error: true, access_token: "gho_x" }),
  "an error with HTML": reply({ error: `${html}"`, access_token: "gho_x" }),
  "no HTTP": raw("SSH-2.0-OpenSSH_9.6\r\n"),
  "a broken status line": raw("HTTP/1.1 two hundred\r\n\r\n{}"),
  "two lengths": raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} "),
  "a broken chunk": raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
  "a body that breaks off": raw('HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{"access_token":"gho_x"}'),
  "a connection that is reset": (response) => response.socket.resetAndDestroy(),
  "a connection that is closed": (response) => response.socket.destroy(),
  "gzip that is none": reply(GOOD_REPLY, 200, { "content-encoding": "gzip" }),
};
for (const status of [500, 502, 503, 599]) USELESS[`${status} with a token`] = reply(GOOD_REPLY, status);
for (const status of [404, 401, 204, 304]) USELESS[`${status}`] = reply(status < 400 ? "" : "{}", status);

const ECHOES = [];
for (const secret of [SECRET, `x${SECRET}x`, BASIC, `Basic ${BASIC}`, `client_secret=${SECRET}&x=1`]) {
  for (const name of [
    "access_token",
    "token_type",
    "scope",
    "refresh_token",
    "id_token",
    "expires_in",
    secret,
  ]) {
    ECHOES.push({ ...GOOD_REPLY, [name]: secret });
  }
  for (const name of ["error", "error_description", "error_uri", "interval", secret]) {
    const error = { error: "bad_verification_code", error_description: "No.", [name]: secret };
    ECHOES.push(error, { ...error, error_uri: `https://provider.example/?${encodeURIComponent(secret)}` });
  }
}

async function ask(place) {
  const response = await place.send("/token", post(CODE_FORM));
  const text = await response.text();
  assertFixedHeaders(response);
  assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN, "the page can read it");
  return { response, text, body: JSON.parse(text) };
}

onRuntimes({}, (place) => {
  for (const [name, answer] of Object.entries(USELESS)) {
    test(`P-11 P-12 P-19 T-53 T-54 a provider that answers ${name}: 502 in JSON that the page can read`, async () => {
      place.upstream.reply = answer;
      const { response, body } = await ask(place);
      assert.equal(response.status, 502);
      if (/^5\d\d /.test(name)) assert.equal(body.error, "upstream_error");
      assert.deepEqual(Object.keys(body), ["error", "error_description"]);
      assert.doesNotMatch(JSON.stringify(body), /gho_|<|SSH/);
    });
  }

  test("P-11 T-39 no redirect is followed: the place it names hears nothing, the answer names nothing", async (t) => {
    const other = await startUpstream(t);
    for (const status of [300, 301, 302, 303, 307, 308]) {
      for (const location of [
        other.url,
        `//${new URL(other.url).host}/x`,
        "/elsewhere",
        "file:///etc/passwd",
      ]) {
        place.upstream.log.length = 0;
        place.upstream.reply = jsonReply(GOOD_REPLY, status, { location });
        const { response, text } = await ask(place);
        assert.equal(response.status, 502);
        assert.equal(response.headers.get("location"), null);
        assert.doesNotMatch(text, /127\.0\.0\.1|gho_|passwd/);
        assert.equal(place.upstream.log.length, 1);
      }
    }
    assert.deepEqual(other.log, []);
  });

  test("P-12 unknown members and names of prototypes are dropped, also beside an error", async () => {
    const json = '{"__proto__":{"polluted":1},"constructor":1,"toString":1,"x":{"y":1},"client_secret":"x",';
    place.upstream.reply = jsonReply(`${json}${JSON.stringify(GOOD_REPLY).slice(1)}`);
    assert.deepEqual((await ask(place)).body, GOOD_REPLY);
    place.upstream.reply = jsonReply(`${json}"access_token":"gho_x","error":"bad_verification_code"}`);
    assert.deepEqual((await ask(place)).body, { error: "bad_verification_code" });
    assert.equal({}.polluted, undefined);
  });

  test("P-14 T-42 an echo of the secret never comes back, wherever and however it is spelt", async () => {
    for (const echo of ECHOES) {
      for (const status of [200, 400]) {
        place.upstream.reply = jsonReply(echo, status);
        const { response, text } = await ask(place);
        const everything = text + JSON.stringify([...response.headers]);
        assert.ok(!everything.includes(SECRET) && !everything.includes(BASIC), everything);
      }
    }
    place.upstream.reply = (response, { headers }) =>
      jsonReply({ error: "x", error_description: place.upstream.log.at(-1).body, headers }, 400)(response);
    assert.deepEqual((await ask(place)).body, { error: "x" });
    place.upstream.reply = jsonReply(GOOD_REPLY);
    await assertStillGood(place);
  });

  test("P-17 T-42 an error text that quotes the code or the verifier is dropped", async () => {
    for (const quoted of [CODE_FORM.code, VERIFIER]) {
      for (const name of ["error_description", "error_uri"]) {
        const value = `https://provider.example/?${quoted}`;
        place.upstream.reply = jsonReply({ error: "bad_verification_code", [name]: value }, 400);
        assert.deepEqual((await ask(place)).body, { error: "bad_verification_code" });
      }
    }
  });

  test("P-19 wrong credentials of the proxy are never blamed on the person", async () => {
    for (const [error, status] of [
      ["incorrect_client_credentials", 200],
      ["invalid_client", 401],
    ]) {
      place.upstream.reply = jsonReply({ error, error_description: "x" }, status);
      const { response, body } = await ask(place);
      assert.deepEqual([response.status, body.error], [502, "proxy_misconfigured"]);
    }
    place.upstream.reply = jsonReply({ error: "bad_verification_code" });
    assert.equal((await ask(place)).response.status, 400);
  });

  test(`P-03 T-38 the answer to ${OTHER_ORIGIN} is for it alone`, async () => {
    const form = { ...CODE_FORM, redirect_uri: `${OTHER_ORIGIN}/callback` };
    const response = await place.send("/token", post(form, { origin: OTHER_ORIGIN }));
    assert.equal(response.headers.get("access-control-allow-origin"), OTHER_ORIGIN);
    assert.equal(response.status, 200);
  });
});
