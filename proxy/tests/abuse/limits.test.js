// Rate limits (T-45, T-48, T-56; P-16): whose requests are counted together, and what headers cannot change about it.
// Must not depend on how long a minute is: every limit here is reached in one go.

import assert from "node:assert/strict";
import { request } from "node:http";
import { json } from "node:stream/consumers";
import { CODE_FORM, ORIGIN } from "../support/proxy.js";
import { OTHER_ORIGIN, onRuntimes, test } from "./support/suite.js";

const LIMIT = 3;
const ORIGIN_LIMIT = 40;
const ENV = { PORTCULLIS_ADDRESS_LIMIT: String(LIMIT), PORTCULLIS_ORIGIN_LIMIT: String(ORIGIN_LIMIT) };
const TRUSTING = { ...ENV, PORTCULLIS_TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/8" };

/** A request of one client: on Node from an address of this machine, on workerd as Cloudflare tells it. */
async function ask({ name, runtime }, { from, method = "POST", origin = ORIGIN, headers = {} }) {
  const client = name === "workerd" ? {} : { localAddress: from };
  const named = name === "workerd" ? { "cf-connecting-ip": from } : {};
  const body = new URLSearchParams({ ...CODE_FORM, redirect_uri: `${origin}/callback` }).toString();
  const type = "application/x-www-form-urlencoded";
  const outgoing = request(`${runtime.url}/token`, {
    method,
    ...client,
    headers: { origin, "content-type": type, "content-length": body.length, ...named, ...headers },
  });
  const response = new Promise((resolve, reject) => outgoing.once("response", resolve).once("error", reject));
  outgoing.end(body);
  const answer = await response;
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: method === "POST" ? await json(answer) : answer.resume(),
  };
}

async function exhaust(place, client, count = LIMIT) {
  for (let index = 0; index < count; index += 1) {
    const { status } = await ask(place, typeof client === "function" ? client(index) : client);
    assert.notEqual(status, 429, `request ${index}`);
  }
}

function assertLimited({ status, headers, body }, origin = ORIGIN) {
  assert.deepEqual([status, body.error], [429, "rate_limited"]);
  assert.match(headers["retry-after"], /^([1-9]|[1-5][0-9]|60)$/);
  assert.equal(headers["access-control-allow-origin"] ?? null, origin);
  if (origin) assert.equal(headers["access-control-expose-headers"], "Retry-After");
  assert.equal(headers["cache-control"], "no-store");
  assert.equal(headers.vary, "Origin");
}

onRuntimes(ENV, (place) => {
  test("P-16 T-45 one address too many: 429 that the page can read, and nothing is forwarded", async () => {
    await exhaust(place, { from: "127.0.1.1" });
    assert.equal(place.upstream.log.length, LIMIT);
    for (let index = 0; index < 5; index += 1) assertLimited(await ask(place, { from: "127.0.1.1" }));
    assert.equal(place.upstream.log.length, LIMIT);
    assert.equal((await ask(place, { from: "127.0.1.2" })).status, 200, "another address is not held up");
    assert.equal((await ask(place, { from: "127.0.1.1", method: "OPTIONS" })).status, 204);
    assert.equal((await fetch(`${place.runtime.url}/healthz`)).status, 200);
  });

  test("P-16 T-48 forwarded-for headers of a peer that nobody trusts buy nothing", async () => {
    const client = (index) => ({
      from: "127.0.2.1",
      headers: {
        "x-forwarded-for": `1.2.3.${index}`,
        "x-real-ip": `1.2.3.${index}`,
        "true-client-ip": `1.2.3.${index}`,
        "x-client-ip": `1.2.3.${index}`,
        forwarded: `for=1.2.3.${index}`,
        ...(place.name === "node" && { "cf-connecting-ip": `1.2.3.${index}` }),
      },
    });
    await exhaust(place, client);
    assertLimited(await ask(place, client(99)));
    assertLimited(await ask(place, { from: "127.0.2.1" }));
  });

  test("P-16 T-38 requests that are refused are counted, too", async () => {
    await exhaust(place, { from: "127.0.3.1", origin: "https://evil.example" });
    assertLimited(await ask(place, { from: "127.0.3.1", origin: "https://evil.example" }), null);
    assertLimited(await ask(place, { from: "127.0.3.1" }));
    assert.deepEqual(place.upstream.log, []);
  });

  test("P-16 T-56 an origin has a limit over all addresses; another origin is not held up by it", async () => {
    const client = (index) => ({ from: `127.0.4.${index + 1}`, origin: OTHER_ORIGIN });
    await exhaust(place, client, ORIGIN_LIMIT);
    const { length } = place.upstream.log;
    assertLimited(await ask(place, client(ORIGIN_LIMIT)), OTHER_ORIGIN);
    assert.equal(place.upstream.log.length, length);
    assert.equal((await ask(place, { from: "127.0.5.1" })).status, 200);
  });
});

// By the address that the platform, or a reverse proxy that is trusted, tells.
onRuntimes(TRUSTING, (place) => {
  const told = (address) =>
    place.name === "node"
      ? { from: "127.0.0.1", headers: { "x-forwarded-for": address } }
      : { from: address };

  test("P-16 T-48 all addresses of one IPv6 network of 64 bits are one client", async () => {
    const addresses = ["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:0DB8:0001:0002:0:0:0:3"];
    await exhaust(place, (index) => told(addresses[index]));
    for (const last of ["::4", ":1:2:3:4", "::1.2.3.4"])
      assertLimited(await ask(place, told(`2001:db8:1:2${last}`)));
    assert.equal((await ask(place, told("2001:db8:1:3::1"))).status, 200);
  });

  test("P-16 T-48 an IPv4 address in IPv6 clothes is the same client", async () => {
    const spellings = ["192.0.2.7", "::ffff:192.0.2.7", "::FFFF:c000:207"];
    await exhaust(place, (index) => told(spellings[index]));
    for (const spelling of spellings) assertLimited(await ask(place, told(spelling)));
    assert.equal((await ask(place, told("192.0.2.8"))).status, 200);
  });
});

onRuntimes(
  TRUSTING,
  (place) => {
    const forwarded = (chain, from = "127.0.0.1") => ({ from, headers: { "x-forwarded-for": chain } });

    test("P-16 T-48 behind a trusted proxy the right-most hop that is not trusted counts", async () => {
      await exhaust(place, (index) => forwarded(`1.1.1.${index}, 198.51.100.1, 10.1.2.${index}`));
      assertLimited(await ask(place, forwarded("9.9.9.9, 198.51.100.1")));
      assert.equal((await ask(place, forwarded("198.51.100.1, 198.51.100.2"))).status, 200);
    });

    test("P-16 T-48 the same header of a peer that is not trusted counts for nothing", async () => {
      await exhaust(place, (index) => forwarded(`198.51.100.${50 + index}`, "127.0.6.1"));
      assertLimited(await ask(place, forwarded("198.51.100.99", "127.0.6.1")));
    });

    test("P-16 T-48 a hop with a port does not make the client's own words count", async () => {
      await exhaust(place, (index) => forwarded(`1.1.1.${index}, 198.51.100.7:${5000 + index}`));
      assertLimited(await ask(place, forwarded("9.9.9.9, 198.51.100.7:6000")));
    });

    test("P-16 T-48 what is no address in the header is no hop, and the proxy itself is the client of last resort", async () => {
      await exhaust(place, (index) => forwarded(["", "unknown, <script>", "1.2.3, 300.1.1.1"][index]));
      assertLimited(await ask(place, forwarded("_hidden")));
    });
  },
  { names: ["node"] },
);
