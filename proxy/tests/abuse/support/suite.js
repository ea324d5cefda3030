// The same tests on Node and on workerd, against a provider whose log is the witness of what was forwarded. Owns what every
// theme needs: the configuration, a good request, what a refusal is, and what must never be in a log.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { CODE_FORM, ORIGIN, post, SECRET, VERIFIER } from "../../support/proxy.js";
import { startRuntime } from "../../support/runtimes.js";
import { GOOD_REPLY, jsonReply, startUpstream } from "../../support/upstream.js";

export const OTHER_ORIGIN = "https://other.example";
/** A code that only requests carry which must not pass: whenever it arrives, a test fails. */
export const HOSTILE_CODE = "hostile0123456789abcdef";
export const HOSTILE_FORM = Object.freeze({ ...CODE_FORM, code: HOSTILE_CODE });

function environment(upstream) {
  return {
    GITHUB_CLIENT_ID: CODE_FORM.client_id,
    GITHUB_CLIENT_SECRET: SECRET,
    GITHUB_REDIRECT_URI: `${CODE_FORM.redirect_uri},${OTHER_ORIGIN}/callback`,
    GITHUB_TOKEN_URL: upstream.url,
    PORTCULLIS_ADDRESS_LIMIT: "0",
    PORTCULLIS_ORIGIN_LIMIT: "0",
  };
}

/**
 * `changes` are variables, or a function of the provider that makes them. `define` registers the tests; what it gets is
 * filled when they run: `{name, runtime, upstream, send}`.
 */
export function onRuntimes(changes, define, { concurrency = 1, names = ["node", "workerd"] } = {}) {
  for (const name of names) {
    describe(`on ${name}`, { concurrency }, () => {
      const place = { name };
      const cleanups = [];
      const context = { after: (cleanup) => cleanups.unshift(cleanup) };
      const history = [];
      before(async () => {
        const upstream = await startUpstream(context);
        const more = typeof changes === "function" ? changes(upstream) : changes;
        const env = { ...environment(upstream), ...more };
        const runtime = await startRuntime(context, name, env);
        const send = (path, init) => fetch(runtime.url + path, { redirect: "manual", ...init });
        Object.assign(place, { upstream, runtime, send });
      });
      beforeEach(() => {
        // Tests that run side by side share the log.
        if (concurrency !== 1) return;
        history.push(...place.upstream.log.splice(0));
        place.upstream.reply = jsonReply(GOOD_REPLY);
      });
      after(async () => {
        for (const cleanup of cleanups) await cleanup();
        const everything = [...history, ...place.upstream.log];
        assert.deepEqual(
          everything.filter(({ body }) => body.includes(HOSTILE_CODE)),
          [],
          "a late arrival",
        );
        assertCleanLog(place.runtime.logs());
      });
      define(place);
    });
  }
}

const CREDENTIALS = [
  SECRET,
  Buffer.from(`${CODE_FORM.client_id}:${SECRET}`).toString("base64"),
  CODE_FORM.code,
  HOSTILE_CODE,
  VERIFIER,
  GOOD_REPLY.access_token,
  GOOD_REPLY.refresh_token,
];

/** P-14 P-15: no credential in the output, and nothing but whole records. */
function assertCleanLog(text) {
  // workerd itself prints what its HTTP parser could not read, before the proxy hears of the request.
  const lines = text.split("\n").filter((line) => !WORKERD_PARSER.test(line));
  for (const line of lines) {
    for (const credential of CREDENTIALS) assert.ok(!line.includes(credential), `a credential: ${line}`);
    if (line === "" || line.startsWith("Portcullis token proxy: ")) continue;
    assert.deepEqual(Object.keys(JSON.parse(line)), LOG_MEMBERS, line);
  }
}

const WORKERD_PARSER = /^(?:workerd\/.* kj\/compat\/(?:http|url)\.c\+\+:|stack: )/;
const LOG_MEMBERS = ["time", "method", "app", "route", "status", "duration", "origin", "error"];

const FIXED_HEADERS = {
  "cache-control": "no-store",
  pragma: "no-cache",
  "content-type": "application/json",
  "content-security-policy": "default-src 'none'",
  "x-content-type-options": "nosniff",
  vary: "Origin",
};

export function assertFixedHeaders({ headers }) {
  for (const [name, value] of Object.entries(FIXED_HEADERS)) assert.equal(headers.get(name), value, name);
}

/** A refusal in the proxy's own form, and nothing reached the provider. `cors`: the origin that may read it. */
export async function assertRefused({ upstream }, response, status, error, cors = null) {
  const text = await response.text();
  const body = JSON.parse(text);
  assert.deepEqual([response.status, body.error], [status, error], text);
  assert.deepEqual(Object.keys(body), ["error", "error_description"]);
  assertFixedHeaders(response);
  assert.equal(response.headers.get("access-control-allow-origin"), cors);
  assert.equal(response.headers.get("set-cookie"), null);
  assert.deepEqual(upstream.log, [], "something reached the provider");
  return body;
}

/** The same of raw bytes, where a runtime may say no in its own words or just close. */
export function assertRefusedBytes({ upstream }, { text, statuses }) {
  assert.ok(
    statuses.every((status) => status >= 400),
    text,
  );
  assert.deepEqual(upstream.log, [], "something reached the provider");
}

/** The good request still works: a refusal before was no accident of a broken place. */
export async function assertStillGood({ upstream, send }) {
  const code = crypto.randomUUID();
  const response = await send("/token", post({ ...CODE_FORM, code }));
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
  assert.equal((await response.json()).access_token, GOOD_REPLY.access_token);
  assert.equal(upstream.log.filter(({ form }) => form.code === code).length, 1);
}

export { test };
