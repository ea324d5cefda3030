// Whose request it is behind reverse proxies (P-16, T-48): only configured peers may speak for somebody else.
// Must not test what an address is counted for; limits.test.js does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ProxyConfigError } from "../index.js";
import { clientAddresses } from "../node/client-address.js";
import { explain, serverOptionsFromEnv } from "../node/environment.js";
import { createNodeListener } from "../node.js";
import { CODE_FORM, post, serve, startProxy } from "./support/proxy.js";

/** Whom a request is counted for that comes from `peer` with this X-Forwarded-For. */
function clientOf(trustedProxies, peer, forwarded) {
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  return clientAddresses(trustedProxies)({ socket: { remoteAddress: peer }, headers });
}

const NETWORK = ["10.0.0.0/8", "2001:db8:ffff::/48"];

test("T-48 without trusted proxies it is the peer, whatever a header says", (t) => {
  t.mock.method(console, "warn", () => {});
  for (const trusted of [undefined, [], ["192.0.2.9"]]) {
    assert.equal(clientOf(trusted, "198.51.100.1", "203.0.113.7"), "198.51.100.1");
    assert.equal(clientOf(trusted, "10.0.0.1", "203.0.113.7"), "10.0.0.1");
    assert.equal(clientOf(trusted, "::ffff:198.51.100.1", "203.0.113.7"), "198.51.100.1");
  }
});

test("T-48 behind a trusted proxy it is the last address that is not ours, not what stands left of it", () => {
  for (const [forwarded, client] of [
    ["203.0.113.7", "203.0.113.7"],
    ["203.0.113.7, 10.1.1.1", "203.0.113.7"],
    ["1.1.1.1, 203.0.113.7", "203.0.113.7"],
    ["1.1.1.1,2.2.2.2,203.0.113.7,10.9.9.9,10.8.8.8", "203.0.113.7"],
    ["10.7.7.7, 203.0.113.7", "203.0.113.7"],
    ["127.0.0.1, 203.0.113.7", "203.0.113.7"],
    ["203.0.113.7, 2001:db8:ffff:1::2", "203.0.113.7"],
    ["2001:db8:1::7, 10.1.1.1", "2001:db8:1::7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["1.1.1.1, ::ffff:10.1.1.1", "1.1.1.1"],
    [" \t203.0.113.7\t ", "203.0.113.7"],
  ]) {
    assert.equal(clientOf(NETWORK, "10.0.0.1", forwarded), client, forwarded);
    assert.equal(clientOf(NETWORK, "::ffff:10.0.0.1", forwarded), client, forwarded);
    assert.equal(clientOf(NETWORK, "2001:db8:ffff::9", forwarded), client, forwarded);
  }
});

test("T-48 a port and brackets are no part of an address", () => {
  for (const [forwarded, client] of [
    ["203.0.113.7:5678", "203.0.113.7"],
    ["1.1.1.1, 203.0.113.7:5678, 10.1.1.1:80", "203.0.113.7"],
    ["[2001:db8:1::7]:5678", "2001:db8:1::7"],
    ["[2001:db8:1::7]", "2001:db8:1::7"],
    ["1.1.1.1, [2001:db8:1::7]:443, [2001:db8:ffff::1]:80", "2001:db8:1::7"],
    ["[::ffff:203.0.113.7]:1", "203.0.113.7"],
  ]) {
    assert.equal(clientOf(NETWORK, "10.0.0.1", forwarded), client, forwarded);
  }
});

test("T-48 left of something that is no address nobody is believed: the proxy that said it is counted", () => {
  for (const [forwarded, client] of [
    ["203.0.113.7, unknown", "10.0.0.1"],
    ["203.0.113.7, _hidden, 10.1.1.1", "10.1.1.1"],
    ["203.0.113.7, 999.1.1.1", "10.0.0.1"],
    ["203.0.113.7, 203.0.113.8:port", "10.0.0.1"],
    ["203.0.113.7, [::1", "10.0.0.1"],
    ["203.0.113.7, ", "10.0.0.1"],
    ["203.0.113.7, 0x7f.1", "10.0.0.1"],
    ["garbage", "10.0.0.1"],
    ["", "10.0.0.1"],
    [",,,", "10.0.0.1"],
    [undefined, "10.0.0.1"],
  ]) {
    assert.equal(clientOf(NETWORK, "10.0.0.1", forwarded), client, String(forwarded));
  }
});

test("T-48 a chain of our own machines only: the one that asked first", () => {
  assert.equal(clientOf(NETWORK, "10.0.0.1", "10.3.3.3, 10.2.2.2"), "10.3.3.3");
});

test("T-48 a peer without an address, or with a zone, is no error", () => {
  assert.equal(clientOf(NETWORK, undefined, "203.0.113.7"), "");
  assert.equal(clientOf(NETWORK, "fe80::1%eth0", undefined), "fe80::1%eth0");
  assert.equal(clientOf(NETWORK, "10.0.0.1", "fe80::1%eth0"), "fe80::1%eth0");
});

test("T-48 a network ends where its bits end", () => {
  for (const [entry, inside, outside] of [
    ["192.0.2.128/25", "192.0.2.128", "192.0.2.127"],
    ["192.0.2.5", "192.0.2.5", "192.0.2.6"],
    ["192.0.2.5/32", "192.0.2.5", "192.0.2.4"],
    ["0.0.0.0/0", "198.51.100.1", "2001:db8::1"],
    ["2001:db8::/127", "2001:db8::1", "2001:db8::2"],
    ["::1", "::1", "::2"],
  ]) {
    assert.equal(clientOf([entry], inside, "203.0.113.7, 2001:db8:9::9"), "2001:db8:9::9", entry);
    assert.equal(clientOf([entry], outside, "2001:db8:9::9"), outside, entry);
  }
});

const BAD = [
  "proxy.example",
  "10.0.0.0/33",
  "::1/129",
  "10.0.0.0/",
  "10.0.0.0/8/8",
  "10.0.0.0/-1",
  "10.0.0.0/8.5",
];
BAD.push("10.0.0", "10.0.0.0-10.0.0.9", "*", "10.0.0.0/ 8", "[::1]", "0x0a.0.0.1", "/8");

test("bad entries are refused: by the listener, and in words of the environment", () => {
  for (const entry of [...BAD, "", null, 7, {}]) {
    const isIt = (error) => error instanceof ProxyConfigError && error.field === "trustedProxies";
    assert.throws(
      () => createNodeListener(() => {}, { trustedProxies: ["10.0.0.1", entry] }),
      isIt,
      String(entry),
    );
  }
  for (const entry of BAD) {
    assert.throws(
      () => serverOptionsFromEnv({ PORTCULLIS_TRUSTED_PROXIES: `10.0.0.1,${entry}` }),
      (error) => /^PORTCULLIS_TRUSTED_PROXIES holds [^\n]+\. List [^\n]+\.$/.test(explain(error)),
    );
  }
});

test("P-16 T-48 over a socket: a client behind a trusted proxy is limited by its own address", async (t) => {
  const keys = [];
  const limit = async ({ key }) => ({ success: keys.push(key) < 100 });
  const proxy = await startProxy(t, { limits: { address: { limit }, origin: null } });
  const { send } = await serve(t, proxy, { trustedProxies: ["127.0.0.1"] });
  const ask = async (forwarded) => (await send("/token", post(CODE_FORM, forwarded))).status;
  const statuses = [
    await ask({ "x-forwarded-for": "1.1.1.1, 203.0.113.7" }),
    await ask({ "x-forwarded-for": "2001:db8::1:2:3" }),
    await ask({ "x-real-ip": "203.0.113.7", forwarded: "for=203.0.113.7" }),
  ];
  assert.deepEqual(statuses, [200, 200, 200]);
  assert.deepEqual(keys, ["address:203.0.113.7", "address:2001:db8:0:0::/64", "address:127.0.0.1"]);
});

test("T-48 a private peer that forwards but is not trusted is said, once; the header is not believed", (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const addressOf = clientAddresses([]);
  const ask = (peer, headers) => addressOf({ socket: { remoteAddress: peer }, headers });
  const forwarded = { "x-forwarded-for": "203.0.113.7" };
  ask("198.51.100.1", forwarded);
  ask("10.0.0.1", {});
  assert.equal(warn.mock.callCount(), 0, "neither somebody on the internet nor a plain request");
  assert.equal(ask("10.0.0.1", forwarded), "10.0.0.1");
  ask("10.0.0.2", forwarded);
  assert.equal(warn.mock.callCount(), 1);
  assert.match(warn.mock.calls[0].arguments[0], /10\.0\.0\.1 .*PORTCULLIS_TRUSTED_PROXIES/);
  assert.doesNotMatch(warn.mock.calls[0].arguments[0], /203\.0\.113\.7/);
});
