// A provider that echoes what it was sent (T-42, P-14), with a secret that is spelt otherwise in a form, in a URL and in
// Base64: none of its spellings comes back. Must not ask about answers without a secret.

import assert from "node:assert/strict";
import { CODE_FORM, post } from "../support/proxy.js";
import { GOOD_REPLY, jsonReply } from "../support/upstream.js";
import { onRuntimes, test } from "./support/suite.js";

const SECRET = "9Q~k/w+r=d&%41!a'b(c)*d-e.f_g\"h\\i<j>";
const formOf = (text) => new URLSearchParams([["", text]]).toString().slice(1);
const base64 = (text) => Buffer.from(text).toString("base64");
const ID = CODE_FORM.client_id;

// How providers, proxies and frameworks write a text that they quote.
const SPELLINGS = {
  "as it is": SECRET,
  "as in a form": formOf(SECRET),
  "as in a URL": encodeURIComponent(SECRET),
  "as in a URL, in small letters": encodeURIComponent(SECRET).replaceAll(/%../g, (code) =>
    code.toLowerCase(),
  ),
  "in Basic": base64(`${formOf(ID)}:${formOf(SECRET)}`),
};
const MEMBERS = [
  "error_description",
  "error_uri",
  "error",
  "access_token",
  "scope",
  "token_type",
  "refresh_token",
  "id_token",
];

for (const method of ["client_secret_post", "client_secret_basic"]) {
  const env = {
    GITHUB_PROVIDER: "oauth2",
    GITHUB_CLIENT_SECRET: SECRET,
    GITHUB_TOKEN_ENDPOINT_AUTH_METHOD: method,
  };
  onRuntimes(env, (place) => {
    for (const [name, spelling] of Object.entries(SPELLINGS)) {
      test(`P-14 T-42 the secret of ${method} ${name} comes back in no member`, async () => {
        for (const member of MEMBERS) {
          for (const value of [
            spelling,
            `https://provider.example/?x=${spelling}&y=1`,
            `Bad: ${spelling}.`,
          ]) {
            const base = member.startsWith("error") ? { error: "invalid_grant" } : GOOD_REPLY;
            place.upstream.reply = jsonReply(
              { ...base, [member]: value, [spelling]: value },
              base.error ? 400 : 200,
            );
            const text = await (await place.send("/token", post(CODE_FORM))).text();
            const read = JSON.stringify(Object.values(JSON.parse(text)).map(String).map(decode));
            for (const found of Object.values(SPELLINGS)) {
              assert.ok(
                !text.includes(found) && !text.includes(JSON.stringify(found).slice(1, -1)),
                `${member}: ${text}`,
              );
              assert.ok(!read.includes(JSON.stringify(found).slice(1, -1)), `${member}: ${text}`);
            }
          }
        }
      });
    }

    test(`P-14 T-42 a provider that sends back all it got, with ${method}: nothing of it comes through`, async () => {
      place.upstream.reply = (response, { headers }) => {
        const { body } = place.upstream.log.at(-1);
        const description = `You sent ${body} with ${headers.authorization}`;
        jsonReply(
          { error: "invalid_request", error_description: description, request: headers },
          400,
        )(response);
      };
      const response = await place.send("/token", post(CODE_FORM));
      assert.deepEqual(await response.json(), { error: "invalid_request" });
      assert.ok(!place.runtime.logs().includes(SECRET));
    });
  });
}

function decode(text) {
  return text
    .replaceAll("+", " ")
    .replaceAll(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}
