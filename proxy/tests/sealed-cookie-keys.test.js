// What opens a sealed cookie, and what does not (P-20): its own name, app, page, client and a key that is still there.
// Must not read a cookie's inside but for what shows that nothing is left of the token.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTokenProxy } from "../index.js";
import { browser, KEY, OTHER_KEY, SEALED } from "./support/cookies.js";
import { CODE_FORM, REFRESH_FORM, SECRET, startApps } from "./support/proxy.js";
import { GOOD_REPLY, startUpstream } from "./support/upstream.js";

const THIRD_KEY = "k1:q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=";
const ORIGINS = ["https://app.example", "https://two.example"];

/** Proxies that differ in what is said, before one provider: each with a `send` of its own. */
async function family(t, ...changes) {
  const upstream = await startUpstream(t);
  const app = { ...SEALED, clientSecret: SECRET, redirectUris: ["https://app.example/callback"] };
  return changes.map((change) => {
    const handler = createTokenProxy({
      ...app,
      clientId: "Ov23liPortcullis",
      tokenUrl: upstream.url,
      log() {},
      ...change,
    });
    const send = (path, init) => handler(new Request(`http://proxy${path}`, init));
    return { send, upstream };
  });
}

const renew = (refresh_token) => ({ grant_type: "refresh_token", refresh_token });

/** Signs in at one proxy and renews at another one with the cookies of the first. */
async function carry(from, to, headers) {
  const { jar, ask } = browser(from);
  const { body } = await ask(CODE_FORM);
  return browser(to, jar).ask(renew(body.refresh_token), { headers });
}

async function assertOpens(from, to) {
  assert.equal((await carry(from, to)).status, 200);
  assert.equal(to.upstream.log.at(-1).form.refresh_token, GOOD_REPLY.refresh_token);
}

async function assertDoesNotOpen(from, to, headers) {
  const { status, body, set } = await carry(from, to, headers);
  assert.deepEqual([status, body.error, set], [400, "invalid_grant", []]);
  assert.ok(to.upstream.log.every(({ form }) => form.grant_type !== "refresh_token"));
}

test("P-20 a proxy that started again with the same keys opens what the other one sealed", async (t) => {
  const [one, two] = await family(t, {}, {});
  await assertOpens(one, two);
});

test("P-20 rotated: the new key seals, the old one opens as long as it is there", async (t) => {
  const [old, both, fresh] = await family(
    t,
    { cookieKeys: [KEY] },
    { cookieKeys: [OTHER_KEY, KEY] },
    { cookieKeys: [OTHER_KEY] },
  );
  await assertOpens(old, both);
  await assertOpens(both, fresh);
  const [, ...rest] = await family(t, {}, { cookieKeys: [OTHER_KEY, KEY] }, { cookieKeys: [OTHER_KEY] });
  const { jar, ask } = browser(old);
  const { body } = await ask(CODE_FORM);
  // Renewed once while both were there, it no longer needs the old one.
  await browser(rest[0], jar).ask(renew(body.refresh_token));
  assert.equal((await browser(rest[1], jar).ask(renew(body.refresh_token))).status, 200);
});

test("P-20 another key does not open it, of another name or of the same", async (t) => {
  for (const key of [OTHER_KEY, THIRD_KEY]) {
    const [one, two] = await family(t, {}, { cookieKeys: [key] });
    await assertDoesNotOpen(one, two);
  }
});

test("P-20 another client ID does not open it", async (t) => {
  const [one, two] = await family(t, {}, { clientId: "Ov23liOther" });
  await assertDoesNotOpen(one, two);
});

test("P-20 another page of the same app does not open it", async (t) => {
  const [one] = await family(t, { allowedOrigins: ORIGINS });
  await assertDoesNotOpen(one, one, { origin: ORIGINS[1] });
});

test("P-20 another app of the same proxy does not open it, by its own name or renamed", async (t) => {
  const app = {
    ...SEALED,
    clientId: "Ov23liPortcullis",
    clientSecret: SECRET,
    redirectUris: ["https://app.example/callback"],
  };
  const { send, upstream } = await startApps(t, ({ url }) => ({
    apps: { a: { ...app, tokenUrl: url }, "a-b": { ...app, tokenUrl: url } },
  }));
  const { jar, ask } = browser({ send });
  const { body } = await ask(CODE_FORM, { path: "/a/token" });
  const handle = body.refresh_token;
  assert.equal((await ask(renew(handle), { path: "/a-b/token" })).body.error, "invalid_grant");
  const [[name, value]] = jar;
  jar.set(name.replace("-a-", "-a-b-"), value);
  assert.equal((await ask(renew(handle), { path: "/a-b/token" })).body.error, "invalid_grant");
  assert.equal(upstream.log.length, 1);
  assert.equal((await ask(renew(handle), { path: "/a/token" })).status, 200);
});

test("P-20 a cookie under the name of another handle does not open", async (t) => {
  const [one] = await family(t, {});
  const { jar, ask } = browser(one);
  const [first, second] = [await ask(CODE_FORM), await ask(CODE_FORM)];
  jar.set(first.set[0].name, second.set[0].value);
  assert.equal((await ask(renew(first.body.refresh_token))).body.error, "invalid_grant");
});

test("P-20 no changed character of a cookie passes, and none makes an error of another kind", async (t) => {
  const [one] = await family(t, {});
  const { jar, ask } = browser(one);
  const { body } = await ask(CODE_FORM);
  const [[name, value]] = jar;
  const spoilt = Array.from({ length: value.length }, (_, index) => {
    const other = value[index] === "A" ? "B" : "A";
    return value.slice(0, index) + other + value.slice(index + 1);
  });
  // The last character of Base64 may hold bits that say nothing.
  spoilt.pop();
  const odd = ["", ".", "..", "a.k1.", "k1", value.slice(0, -4), `${value}AAAA`, `${value}A`, value.slice(1)];
  const [time, id, rest] = value.split(".");
  odd.push(`${time}.k1.${rest.slice(0, 16)}`, `${time}.__proto__.${rest}`, `${time}.constructor.${rest}`);
  odd.push(
    `${id}.${rest}`,
    `.${id}.${rest}`,
    `${time}.${id}.${"A".repeat(4000)}`,
    `"${value}"`,
    value.toLowerCase(),
  );
  for (const text of [...spoilt, ...odd]) {
    jar.set(name, text);
    const answer = await ask(renew(body.refresh_token));
    assert.deepEqual([answer.status, answer.body.error], [400, "invalid_grant"], text);
  }
  assert.equal(one.upstream.log.length, 1);
  jar.set(name, value);
  assert.equal((await ask(renew(body.refresh_token))).status, 200);
});

test("P-20 the same refresh token is sealed anew each time, and nothing of it shows", async (t) => {
  const [one] = await family(t, {});
  const sealed = new Set();
  for (let round = 0; round < 4; round += 1) {
    const { set } = await browser(one).ask(CODE_FORM);
    const text = set[0].value.split(".").at(-1);
    sealed.add(text).add(text.slice(0, 16));
    assert.ok(!Buffer.from(text, "base64url").toString("latin1").includes("ghr_"));
  }
  assert.equal(sealed.size, 8, "no nonce and no text comes twice");
});

test("P-20 the form of a refresh request without cookies is that of RFC 6749; a handle is no token upstream", async (t) => {
  const [one, plain] = await family(t, {}, { refreshToken: "pass", cookieKeys: undefined });
  await browser(plain).ask(REFRESH_FORM);
  assert.equal(plain.upstream.log.at(-1).form.refresh_token, REFRESH_FORM.refresh_token);
  const { ask } = browser(one);
  const { body } = await ask(CODE_FORM);
  await ask(renew(body.refresh_token));
  assert.ok(one.upstream.log.every(({ body: sent }) => !sent.includes("cookie.")));
});
