// Refresh tokens in sealed cookies (T-45, T-51; P-20): what opens one, what does not, and that the token itself is nowhere
// else. Must not seal by itself: the proxy under test, or one with other keys, makes every cookie here.

import assert from "node:assert/strict";
import { createTokenProxy } from "../../index.js";
import { CODE_FORM, ORIGIN, post, SECRET } from "../support/proxy.js";
import { GOOD_REPLY } from "../support/upstream.js";
import { assertRefused, OTHER_ORIGIN, onRuntimes, test } from "./support/suite.js";

const NEW_KEY = "k2:b2xkIGtleXMgZG8gbm90IGRpZSB0aGV5IHJvdGF0ZTE=";
const OLD_KEY = "k1:MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=";
const FOREIGN_KEY = "k2:Zm9yZWlnbiBrZXkgd2l0aCB0aGUgc2FtZSBpZGVudHk=";
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const WITH = { "x-requested-with": "portcullis" };

const environment = ({ url }) => ({
  PORTCULLIS_APPS: "github,gitlab",
  GITLAB_CLIENT_ID: CODE_FORM.client_id,
  GITLAB_TOKEN_URL: url,
  GITLAB_CLIENT_SECRET: SECRET,
  GITLAB_REDIRECT_URI: `${CODE_FORM.redirect_uri},${OTHER_ORIGIN}/callback`,
  PORTCULLIS_REFRESH_TOKEN: "sealed-cookie",
  PORTCULLIS_COOKIE_KEYS: `${NEW_KEY},${OLD_KEY}`,
});

/** A sign-in: the handle for the page, and the cookie. */
async function signIn(send, { origin = ORIGIN, app = "github" } = {}) {
  const form = { ...CODE_FORM, redirect_uri: `${origin}/callback` };
  const response = await send(`/${app}/token`, post(form, { ...WITH, origin }));
  assert.equal(response.status, 200);
  const body = await response.json();
  const [setCookie, ...rest] = response.headers.getSetCookie();
  assert.deepEqual(rest, []);
  const [, name, value] = /^([^=]+)=([^;]+);/.exec(setCookie);
  return { handle: body.refresh_token, name, value, setCookie, body, response };
}

function refresh({ send }, handle, cookie, { origin = ORIGIN, app = "github", headers = WITH } = {}) {
  const form = { grant_type: "refresh_token", refresh_token: handle };
  return send(`/${app}/token`, post(form, { ...headers, origin, ...(cookie !== undefined && { cookie }) }));
}

/** What another proxy, with these keys, would have made for the same app. */
function signInElsewhere({ upstream }, cookieKeys) {
  const proxy = createTokenProxy({
    apps: {
      github: {
        clientId: CODE_FORM.client_id,
        clientSecret: SECRET,
        tokenUrl: upstream.url,
        redirectUris: [CODE_FORM.redirect_uri],
        refreshToken: "sealed-cookie",
        cookieKeys,
      },
    },
    log: () => {},
  });
  return signIn((path, init) => proxy(new Request(`http://elsewhere${path}`, init)));
}

/** The same text with the leading bit of one Base64 letter turned over. */
function tamper(text, index) {
  const at = index < 0 ? text.length + index : index;
  return text.slice(0, at) + ALPHABET[ALPHABET.indexOf(text[at]) ^ 32] + text.slice(at + 1);
}

async function assertInvalid(place, response, origin = ORIGIN) {
  await assertRefused(place, response, 400, "invalid_grant", origin);
}

onRuntimes(environment, (place) => {
  test("P-20 T-51 the cookie is for this host alone, and only its handle reaches the page", async () => {
    const { handle, name, value, setCookie, body, response } = await signIn(place.send);
    assert.match(name, /^__Host-portcullis-github-[\w-]{22}$/);
    const attributes = "Max-Age=15897600; Path=/; HttpOnly; Secure; SameSite=Strict";
    assert.equal(setCookie, `${name}=${value}; ${attributes}`);
    assert.equal(handle, `cookie.${name.slice(-22)}`);
    assert.deepEqual(body, { ...GOOD_REPLY, refresh_token: handle });
    assert.equal(response.headers.get("access-control-allow-credentials"), "true");
    for (const part of value.split(".")) {
      assert.doesNotMatch(Buffer.from(part, "base64url").toString("latin1"), /ghr_/);
    }
    const again = await signIn(place.send);
    assert.notEqual(again.name, name);
    assert.notEqual(again.value.slice(20), value.slice(20));
  });

  test("P-20 the cookie opens for its own page, and the page still never sees the token", async () => {
    const { handle, name, value } = await signIn(place.send);
    const response = await refresh(place, handle, `a=b; ${name}=${value}; c=d`);
    const text = await response.text();
    assert.equal(response.status, 200);
    assert.doesNotMatch(text, /ghr_/);
    assert.equal(JSON.parse(text).refresh_token, handle);
    assert.equal(place.upstream.log.at(-1).form.refresh_token, GOOD_REPLY.refresh_token);
    assert.equal(place.upstream.log.at(-1).headers.cookie, undefined);
  });

  test("P-05 P-20 T-51 without our header nothing is read, though the cookie is right", async () => {
    const { handle, name, value } = await signIn(place.send);
    place.upstream.log.length = 0;
    for (const headers of [
      {},
      ...["", "XMLHttpRequest", "Portcullis", "portcullis, portcullis"].map((text) => ({
        "x-requested-with": text,
      })),
    ]) {
      const renewal = await refresh(place, handle, `${name}=${value}`, { headers });
      await assertRefused(place, renewal, 403, "invalid_request", ORIGIN);
      const code = await place.send("/github/token", post(CODE_FORM, headers));
      await assertRefused(place, code, 403, "invalid_request", ORIGIN);
      const end = post({ token: handle, token_type_hint: "refresh_token" }, headers);
      await assertRefused(place, await place.send("/github/revoke", end), 403, "invalid_request", ORIGIN);
    }
  });

  test("P-04 T-51 another site gets neither credentials nor an answer", async () => {
    const { handle, name, value } = await signIn(place.send);
    place.upstream.log.length = 0;
    for (const origin of ["https://evil.example", "null", "https://sub.app.example"]) {
      const response = await refresh(place, handle, `${name}=${value}`, { origin });
      await assertRefused(place, response, 403, "origin_not_allowed");
      assert.equal(response.headers.get("access-control-allow-credentials"), null);
      const preflight = await place.send("/github/token", { method: "OPTIONS", headers: { origin } });
      assert.equal(preflight.headers.get("access-control-allow-credentials"), null);
    }
  });

  test("P-20 T-45 T-51 a cookie opens for nobody else: browser, handle, origin, app", async () => {
    const mine = await signIn(place.send);
    const other = await signIn(place.send);
    const ofOrigin = await signIn(place.send, { origin: OTHER_ORIGIN });
    const ofApp = await signIn(place.send, { app: "gitlab" });
    place.upstream.log.length = 0;
    const named = ({ name }, { value }) => `${name}=${value}`;
    await assertInvalid(place, await refresh(place, mine.handle));
    await assertInvalid(place, await refresh(place, mine.handle, named(other, other)));
    await assertInvalid(place, await refresh(place, mine.handle, named(mine, other)));
    await assertInvalid(place, await refresh(place, ofOrigin.handle, named(ofOrigin, ofOrigin)));
    await assertInvalid(
      place,
      await refresh(place, mine.handle, named(mine, mine), { origin: OTHER_ORIGIN }),
      OTHER_ORIGIN,
    );
    await assertInvalid(place, await refresh(place, mine.handle, named(mine, mine), { app: "gitlab" }));
    await assertInvalid(place, await refresh(place, ofApp.handle, named(ofApp, ofApp)));
    const renamed = { name: ofApp.name.replace("gitlab", "github") };
    await assertInvalid(place, await refresh(place, ofApp.handle, named(renamed, ofApp)));
    for (const name of [
      mine.name.slice(7),
      mine.name.toLowerCase(),
      mine.name.replace("__Host", "__Secure"),
      ` ${mine.name}x`,
    ]) {
      await assertInvalid(place, await refresh(place, mine.handle, `${name}=${mine.value}`));
    }
  });

  test("P-20 T-45 a handle is a handle: no token and no other name is taken for one", async () => {
    const { name, value, handle } = await signIn(place.send);
    place.upstream.log.length = 0;
    for (const wrong of [
      "ghr_stolen",
      GOOD_REPLY.refresh_token,
      handle.slice(7),
      `${handle}x`,
      handle.toUpperCase(),
      name,
      value,
      "cookie.",
      "__proto__",
    ]) {
      await assertInvalid(place, await refresh(place, wrong, `${name}=${value}`));
    }
  });

  test("P-20 T-45 one bit of the cookie changed, anywhere: it does not open", async () => {
    const { handle, name, value } = await signIn(place.send);
    place.upstream.log.length = 0;
    const [time, id, data] = value.split(".");
    const swapped = data.slice(16) + data.slice(0, 16);
    const values = [
      [(Number.parseInt(time, 36) + 1).toString(36), id, data],
      [time.toUpperCase(), id, data],
      ["", id, data],
      [time, "k1", data],
      [time, "k3", data],
      [time, "__proto__", data],
      [time, id, swapped],
      [time, id, `${data}AAAA`],
      [time, id, `AAAA${data}`],
      [time, id, ""],
      ...[4, 20, 22, 24].map((short) => [time, id, data.slice(0, -short)]),
      ...[0, 15, 16, 17, 40, data.length >> 1, -22, -2, -1].map((index) => [time, id, tamper(data, index)]),
    ].map((parts) => parts.join("."));
    for (const wrong of [
      ...values,
      `"${value}"`,
      `${value}.x`,
      `x.${value}`,
      encodeURIComponent(`${value} `),
      "",
      ".",
    ]) {
      await assertInvalid(place, await refresh(place, handle, `${name}=${wrong}`));
    }
    assert.equal((await refresh(place, handle, `${name}=${value}`)).status, 200, "untouched, it opens");
  });

  test("P-20 keys rotate: what the old key sealed opens and is sealed anew; another key's does not", async () => {
    const old = await signInElsewhere(place, [OLD_KEY]);
    const foreign = await signInElsewhere(place, [FOREIGN_KEY]);
    assert.match(old.value, /^\w+\.k1\./);
    place.upstream.log.length = 0;
    await assertInvalid(place, await refresh(place, foreign.handle, `${foreign.name}=${foreign.value}`));
    const response = await refresh(place, old.handle, `${old.name}=${old.value}`);
    assert.equal(response.status, 200);
    assert.match(response.headers.getSetCookie()[0], new RegExp(`^${old.name}=\\w+\\.k2\\.`));
  });

  test("P-17 P-20 a provider's error about the refresh token says nothing of it, and keeps the cookie", async () => {
    const { handle, name, value } = await signIn(place.send);
    const text = JSON.stringify({
      error: "bad_refresh_token",
      error_description: `No ${GOOD_REPLY.refresh_token}`,
    });
    place.upstream.reply = (response) => response.writeHead(400).end(text);
    const response = await refresh(place, handle, `${name}=${value}`);
    assert.deepEqual([response.status, await response.json()], [400, { error: "bad_refresh_token" }]);
    assert.deepEqual(response.headers.getSetCookie(), []);
  });
});
