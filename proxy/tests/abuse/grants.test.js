// What may be asked for (T-43, T-44, T-45; P-07, P-08, P-09, P-02): PKCE cannot be left out, callbacks and clients are exact,
// and no other grant is forwarded. Must not ask how a body is written.

import assert from "node:assert/strict";
import { ORIGIN, post, REFRESH_FORM, without } from "../support/proxy.js";
import {
  assertRefused,
  assertStillGood,
  HOSTILE_FORM,
  OTHER_ORIGIN,
  onRuntimes,
  test,
} from "./support/suite.js";

const VERIFIERS = {
  "an empty verifier": "",
  "42 characters": "a".repeat(42),
  "129 characters": "a".repeat(129),
  "a plus sign": `${"a".repeat(43)}+`,
  "a slash": `${"a".repeat(43)}/`,
  "an equals sign": `${"a".repeat(43)}=`,
  "a space": `${"a".repeat(43)} `,
  "a line break at the end": `${"a".repeat(43)}\n`,
  "a line break in front": `\n${"a".repeat(43)}`,
  "a NUL": `${"a".repeat(43)}\0`,
  "a percent sign": `${"a".repeat(43)}%41`,
  "letters beyond ASCII": "ä".repeat(43),
  "digits of another script": "٣".repeat(43),
  "a letter that folds to k": `${"a".repeat(43)}\u212a`,
  "a pair of surrogates": "😀".repeat(30),
};

const REDIRECTS = [
  "",
  "https://evil.example/callback",
  "https://other.example/callback",
  "https://app.example.evil.io/callback",
  "https://app.example@evil.io/callback",
  "https://app.example/callback/",
  "https://app.example//callback",
  "https://app.example/callback/x",
  "https://app.example/callbackx",
  "https://app.example/callbac",
  "https://app.example/",
  "https://app.example",
  "https://app.example/CALLBACK",
  "https://APP.example/callback",
  "HTTPS://app.example/callback",
  "https://app.example:443/callback",
  "https://app.example./callback",
  "http://app.example/callback",
  "https://app.example/callback?",
  "https://app.example/callback#",
  "https://app.example/callback?next=/",
  "https://app.example/x/../callback",
  "https://app.example/%63allback",
  "https://app.example/callback%00",
  "https://app.example\\callback",
  " https://app.example/callback",
  "https://app.example/callback ",
  "https://app.example/callback\n",
  "https://app.example/callback,https://other.example/callback",
  "//app.example/callback",
  "/callback",
  "callback",
  "*",
  "https://*.example/callback",
  "javascript:alert(1)",
  "__proto__",
  "undefined",
];

const CLIENTS = [
  "",
  "Ov23liAnother",
  "ov23liportcullis",
  "Ov23liPortcullis ",
  "Ov23liPortculli",
  "Ov23liPortcullis,x",
  "__proto__",
];

const GRANTS = [
  "password",
  "client_credentials",
  "implicit",
  "token",
  "code",
  "urn:ietf:params:oauth:grant-type:device_code",
  "urn:ietf:params:oauth:grant-type:jwt-bearer",
  "urn:ietf:params:oauth:grant-type:saml2-bearer",
  "urn:ietf:params:oauth:grant-type:token-exchange",
  "urn:openid:params:grant-type:ciba",
  "AUTHORIZATION_CODE",
  "authorization_code ",
  "authorization_code,refresh_token",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "",
];
// What other grants, client authentications and GitHub take beside the code.
const EXTRAS = {
  client_secret: "stolen-secret",
  client_assertion: "a.b.c",
  client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
  code_challenge: "a".repeat(43),
  code_challenge_method: "plain",
  username: "octocat",
  password: "hunter2",
  scope: "repo",
  state: "x",
  resource: "https://evil.example",
  audience: "https://evil.example",
  repository_id: "1",
  host: "evil.example",
  url: "https://evil.example",
  token_url: "https://evil.example",
  issuer: "https://evil.example",
  refresh_token: "ghr_stolen",
  device_code: "x",
};

const ask = (place, changes) => place.send("/token", post({ ...HOSTILE_FORM, ...changes }));

onRuntimes({}, (place) => {
  for (const [name, code_verifier] of Object.entries(VERIFIERS)) {
    test(`P-09 T-43 a verifier with ${name}: refused`, async () => {
      await assertRefused(place, await ask(place, { code_verifier }), 400, "invalid_request", ORIGIN);
    });
  }

  test("P-09 T-43 PKCE cannot be left out, whatever else says that it is not needed", async () => {
    const form = without(HOSTILE_FORM, "code_verifier");
    for (const changes of [{}, { code_challenge_method: "none" }, { Code_Verifier: "a".repeat(43) }]) {
      const response = await place.send("/token", post({ ...form, ...changes }));
      await assertRefused(place, response, 400, "invalid_request", ORIGIN);
    }
    await assertStillGood(place);
  });

  test("P-09 T-44 redirect_uri is one of this origin, exactly", async () => {
    for (const redirect_uri of REDIRECTS) {
      const response = await ask(place, { redirect_uri });
      await assertRefused(place, response, 400, "redirect_uri_mismatch", ORIGIN);
    }
    const missing = await place.send("/token", post(without(HOSTILE_FORM, "redirect_uri")));
    await assertRefused(place, missing, 400, "redirect_uri_mismatch", ORIGIN);
    const swapped = await place.send("/token", post(HOSTILE_FORM, { origin: OTHER_ORIGIN }));
    await assertRefused(place, swapped, 400, "redirect_uri_mismatch", OTHER_ORIGIN);
  });

  test("P-07 no client but ours, and no secret from a page, however it is spelt", async () => {
    for (const client_id of CLIENTS) {
      await assertRefused(place, await ask(place, { client_id }), 400, "invalid_request", ORIGIN);
    }
    for (const client_secret of ["", "stolen-secret"]) {
      const response = await ask(place, { client_secret });
      const body = await assertRefused(place, response, 400, "invalid_request", ORIGIN);
      assert.match(body.error_description, /must not hold the client secret/);
    }
    const body = `${new URLSearchParams(HOSTILE_FORM)}&client%5Fsecret=x`;
    await assertRefused(place, await place.send("/token", post(body)), 400, "invalid_request", ORIGIN);
  });

  test("P-08 no other grant is forwarded, with whatever parameters", async () => {
    for (const grant_type of GRANTS) {
      for (const extra of [{}, { username: "a", password: "b" }, { device_code: "x" }]) {
        const response = await ask(place, { grant_type, ...extra });
        await assertRefused(place, response, 400, "unsupported_grant_type", ORIGIN);
      }
    }
    const none = await place.send("/token", post(without(HOSTILE_FORM, "grant_type")));
    await assertRefused(place, none, 400, "invalid_request", ORIGIN);
  });

  test("P-01 P-06 P-08 T-39 no parameter beside the ones of the grant gets through", async () => {
    for (const [name, value] of Object.entries(EXTRAS)) {
      await assertRefused(place, await ask(place, { [name]: value }), 400, "invalid_request", ORIGIN);
    }
    const mixed = await ask(place, { grant_type: "refresh_token", refresh_token: "ghr_stolen" });
    await assertRefused(place, mixed, 400, "invalid_request", ORIGIN);
  });

  test("P-02 a code, token or secret in the query is refused, whatever the body says", async () => {
    for (const query of [
      new URLSearchParams(HOSTILE_FORM),
      "client_secret=x",
      "access_token=x",
      "x",
      "x=1&x=2",
    ]) {
      const response = await place.send(`/token?${query}`, post(HOSTILE_FORM));
      await assertRefused(place, response, 400, "invalid_request", ORIGIN);
    }
    const get = await place.send(`/token?${new URLSearchParams(HOSTILE_FORM)}`, {
      headers: { origin: ORIGIN },
    });
    await assertRefused(place, get, 405, "method_not_allowed", ORIGIN);
  });

  test("P-02 P-21 routes that are off do not exist", async () => {
    for (const path of [
      "/device/code",
      "/revoke",
      "/revoke/grant",
      "/github/token",
      "/introspect",
      "/debug",
      "/metrics",
      "/",
    ]) {
      await assertRefused(place, await place.send(path, post(HOSTILE_FORM)), 404, "not_found", ORIGIN);
    }
  });
});

onRuntimes({ PORTCULLIS_REFRESH_TOKEN: "drop" }, (place) => {
  test("P-20 T-45 where refresh tokens are dropped, nobody can redeem one either", async () => {
    const response = await place.send("/token", post({ ...REFRESH_FORM, refresh_token: "ghr_stolen" }));
    await assertRefused(place, response, 400, "unsupported_grant_type", ORIGIN);
  });
});
