// The command behind a reverse proxy: whom it counts, and that it says so when it counts everybody as one.
// Owns: X-Forwarded-For as an operator meets it. Must not repeat the command's own tests.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clientAddresses } from "../../node/client-address.js";
import { CODE_FORM, post } from "../support/proxy.js";
import { startProvider } from "./support/behaviour.js";
import { PROXY, start } from "./support/project.js";

const WARNING = /^Portcullis token proxy: 127\.0\.0\.1 forwards requests .+ PORTCULLIS_TRUSTED_PROXIES .+$/gm;

/** How many of four requests, two for each of two clients, an address limit of 2 lets through. */
async function askForTwo(t, variables) {
  const { upstream, env } = await startProvider(t);
  const options = { cwd: PROXY, env: { ...env, PORTCULLIS_ADDRESS_LIMIT: "2", ...variables } };
  const { url, said, stop } = await start(t, "node", ["cli.js"], options);
  for (const client of ["203.0.113.7", "198.51.100.9", "203.0.113.7", "198.51.100.9"])
    await fetch(`${url}/token`, post(CODE_FORM, { "x-forwarded-for": client }));
  assert.deepEqual(await stop(), [0, null]);
  return { count: upstream.log.length, warnings: said().match(WARNING) ?? [] };
}

test("T-48 a reverse proxy that is not trusted: its clients share one limit, and one line says so", async (t) => {
  const { count, warnings } = await askForTwo(t, {});
  assert.equal(count, 2);
  assert.equal(warnings.length, 1);
});

test("T-48 a trusted reverse proxy: each of its clients is counted, and nothing is said", async (t) => {
  const { count, warnings } = await askForTwo(t, { PORTCULLIS_TRUSTED_PROXIES: "127.0.0.0/8" });
  assert.equal(count, 4);
  assert.deepEqual(warnings, []);
});

/** How often these peers make it warn. */
function warnings(t, peers, headers) {
  const warn = t.mock.method(console, "warn", () => {});
  const addressOf = clientAddresses(["192.0.2.1"]);
  for (const remoteAddress of peers)
    assert.equal(addressOf({ socket: { remoteAddress }, headers }), remoteAddress.replace("::ffff:", ""));
  return warn.mock.callCount();
}

const FORWARDED = { "x-forwarded-for": "203.0.113.7" };

for (const peer of ["10.0.0.7", "172.17.0.1", "::ffff:192.168.1.1", "100.64.1.1", "::1", "fdaa::3"]) {
  test(`T-48 ${peer} forwards and is not trusted: a warning`, (t) =>
    assert.equal(warnings(t, [peer], FORWARDED), 1));
}

test("T-48 no warning for the header of somebody on the internet, who may write what they like", (t) => {
  assert.equal(warnings(t, ["8.8.8.8", "172.32.0.1", "2001:db8::1"], FORWARDED), 0);
});

test("T-48 no warning without the header, and one for many requests", (t) => {
  assert.equal(warnings(t, ["127.0.0.1"], {}), 0);
  assert.equal(warnings(t, ["127.0.0.1", "10.0.0.7", "127.0.0.1"], FORWARDED), 1);
});
