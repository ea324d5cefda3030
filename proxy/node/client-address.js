// Whose request it is (P-16, T-48): the peer of the connection, or, when that is a reverse proxy that was configured,
// whom it forwarded for. Must not believe a header of anybody else.

import { isIP } from "node:net";
import { ProxyConfigError } from "../config/config-error.js";
import { networkList } from "./networks.js";

const FIX = "List addresses or networks of your reverse proxies, like 10.0.0.0/8 or ::1.";
// Where an operator's own machines are: no client on the internet connects from there.
const PRIVATE = networkList([
  ...["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"],
  ...["::1", "fc00::/7", "fe80::/10"],
]);

/** From the peers' addresses and networks to a function that tells an incoming request's client. */
export function clientAddresses(trustedProxies = []) {
  const trusted = readProxies(trustedProxies);
  let hasWarned = false;

  return ({ socket, headers }) => {
    const peer = plain(socket.remoteAddress ?? "");
    const { "x-forwarded-for": forwarded } = headers;
    if (trusted.has(peer)) return clientOf(forwarded ?? "", peer, trusted);
    if (forwarded !== undefined && PRIVATE.has(peer) && !hasWarned) {
      hasWarned = true;
      console.warn(warningOf(peer));
    }
    return peer;
  };
}

// Each proxy appends whom it got the request from: the last one that is not ours is the client. Where that is no
// address ("unknown"), the proxy that says so is counted: what stands left of it may be the client's own words.
function clientOf(forwarded, peer, trusted) {
  const hops = [...forwarded.split(",").map((part) => plain(part.trim())), peer];
  const last = hops.findLastIndex((address) => !trusted.has(address));
  return isIP(hops[last]) === 0 ? hops[last + 1] : hops[last];
}

function readProxies(entries) {
  try {
    return networkList(entries);
  } catch {
    throw new ProxyConfigError("trustedProxies", "holds something that is no address or network", FIX);
  }
}

// Nothing else would show that everybody behind that proxy counts as one client.
const warningOf = (peer) =>
  `Portcullis token proxy: ${peer} forwards requests (X-Forwarded-For) but is not trusted, so all its clients share ` +
  "one rate limit. Add it, or its network, to PORTCULLIS_TRUSTED_PROXIES (in code: trustedProxies).";

// A socket for both families shows IPv4 as ::ffff:1.2.3.4; some proxies add a port, and brackets around IPv6.
function plain(text) {
  const [, ipv6, ipv4] = /^(?:\[([^\]]*)\](?::[0-9]+)?|([0-9.]+):[0-9]+)$/.exec(text) ?? [];
  return (ipv6 ?? ipv4 ?? text).replace(/^::ffff:(?=[0-9.]+$)/i, "");
}
