// What passes between the proxy and the provider beside the parameters (T-39, T-48; P-01, P-10, P-12): the same headers for
// every client, and none of the provider's for the page. Must not ask about bodies.

import assert from "node:assert/strict";
import { CODE_FORM, ORIGIN, post, SECRET } from "../support/proxy.js";
import { GOOD_REPLY, jsonReply } from "../support/upstream.js";
import { assertStillGood, onRuntimes, test } from "./support/suite.js";

const TRANSPORT = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];
const OWN_HEADERS = [
  "access-control-allow-origin",
  "cache-control",
  "content-security-policy",
  "content-type",
  "pragma",
  "vary",
  "x-content-type-options",
];
// What Node's fetch adds to every request of its own accord; constant, and nothing of the client's.
const OF_RUNTIME = ["accept-encoding", "accept-language", "connection", "sec-fetch-mode"];

onRuntimes({}, (place) => {
  test("P-12 nothing of the provider's headers comes through", async () => {
    const hostile = {
      "set-cookie": ["a=b", "__Host-c=d"],
      "access-control-allow-origin": "*",
      "access-control-allow-credentials": "true",
      "access-control-expose-headers": "*",
      "cache-control": "public, max-age=31536000",
      "content-security-policy": "default-src *",
      "clear-site-data": '"*"',
      "x-evil": "1",
      location: "https://evil.example",
      refresh: "0; url=https://evil.example",
      vary: "*",
      "www-authenticate": "Basic",
    };
    for (const status of [200, 400]) {
      place.upstream.reply = jsonReply(
        { ...GOOD_REPLY, ...(status === 400 && { error: "x" }) },
        status,
        hostile,
      );
      const response = await place.send("/token", post(CODE_FORM));
      const names = [...response.headers.keys()].filter((name) => !TRANSPORT.includes(name));
      assert.deepEqual(names.sort(), OWN_HEADERS);
    }
  });

  test("P-01 P-10 T-39 T-48 the provider gets the same headers and address whatever the client sends", async () => {
    const client = {
      authorization: "Basic Y2xpZW50OnNlY3JldA==",
      cookie: "session=1; __Host-portcullis-github-x=1",
      "user-agent": "client-agent",
      accept: "text/html",
      "accept-language": "tlh",
      "x-forwarded-for": "1.2.3.4",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "http",
      "x-real-ip": "1.2.3.4",
      "x-original-url": "/evil",
      "x-rewrite-url": "/evil",
      "x-http-method-override": "DELETE",
      forwarded: "for=1.2.3.4",
      referer: `${ORIGIN}/?code=1`,
      via: "1.1 evil",
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "proxy-authorization": "Basic x",
      "x-github-api-version": "1",
    };
    await assertStillGood(place);
    assert.equal((await place.send("/token", post(CODE_FORM, client))).status, 200);
    const [plain, loaded] = place.upstream.log.slice(-2);
    assert.deepEqual(loaded.headers["content-length"], String(loaded.body.length));
    const constant = ({ method, url, headers: { "content-length": _, ...headers } }) => ({
      method,
      url,
      headers,
    });
    assert.deepEqual(constant(loaded), constant(plain));
    assert.equal(loaded.url, "/login/oauth/access_token");
    const { accept, host } = loaded.headers;
    assert.deepEqual(
      [accept, host, loaded.headers["user-agent"]],
      ["application/json", new URL(place.upstream.url).host, "portcullis-token-proxy"],
    );
    assert.deepEqual(loaded.form, { client_secret: SECRET, ...CODE_FORM });
    const names = Object.keys(loaded.headers).filter((name) => !OF_RUNTIME.includes(name));
    assert.deepEqual(names.sort(), ["accept", "content-length", "content-type", "host", "user-agent"]);
  });
});
