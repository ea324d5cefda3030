// What every platform must do with the proxy, asked over a socket: one exchange, one foreign page, one preflight, and one
// client too many. Must not know the platform.

import assert from "node:assert/strict";
import { CODE_FORM, ORIGIN, post, REDIRECT_URI, SECRET } from "../../support/proxy.js";
import { GOOD_REPLY, startUpstream } from "../../support/upstream.js";

/** A provider, and the environment of a proxy in front of it, which lets an address ask three times a minute. */
export async function startProvider(t) {
  const upstream = await startUpstream(t);
  const env = {
    GITHUB_CLIENT_ID: CODE_FORM.client_id,
    GITHUB_CLIENT_SECRET: SECRET,
    GITHUB_REDIRECT_URI: REDIRECT_URI,
    GITHUB_TOKEN_URL: upstream.url,
    PORTCULLIS_ADDRESS_LIMIT: "3",
    PORT: "0",
  };
  return { upstream, env };
}

/** `url`: where the routes are. `headers`: what the platform adds to every request. */
export async function assertServes(url, upstream, { headers = {}, isLimited = true } = {}) {
  const ask = (more = {}) => fetch(`${url}/token`, post(CODE_FORM, { ...headers, ...more }));

  const preflight = await fetch(`${url}/token`, {
    method: "OPTIONS",
    headers: { ...headers, origin: ORIGIN, "access-control-request-method": "POST" },
  });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-origin"), ORIGIN);

  const foreign = await ask({ origin: "https://evil.example" });
  assert.deepEqual([foreign.status, (await foreign.json()).error], [403, "origin_not_allowed"]);
  assert.equal(foreign.headers.get("access-control-allow-origin"), null);
  assert.equal(upstream.log.length, 0, "nothing reached the provider");

  const answer = await ask();
  assert.deepEqual([answer.status, await answer.json()], [200, GOOD_REPLY]);
  assert.equal(answer.headers.get("access-control-allow-origin"), ORIGIN);
  assert.equal(answer.headers.get("cache-control"), "no-store");
  const { grant_type, client_secret, code_verifier } = upstream.log[0].form;
  assert.deepEqual(
    [grant_type, client_secret, code_verifier],
    ["authorization_code", SECRET, CODE_FORM.code_verifier],
  );

  // The third and the fourth of this minute.
  const statuses = [await ask(), await ask()].map(({ status }) => status);
  assert.deepEqual(statuses, isLimited ? [200, 429] : [200, 200]);
  assert.equal(upstream.log.length, isLimited ? 2 : 3);
  assert.deepEqual(await (await fetch(`${url}/healthz`, { headers })).json(), { status: "ok" });
}
