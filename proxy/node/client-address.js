// Whose request it is (P-16, T-48): the peer of the connection, or, when that is a reverse proxy that was configured,
// whom it forwarded for. Must not believe a header of anybody else.

import { BlockList, isIP } from "node:net";
import { ProxyConfigError } from "../config/config-error.js";

const FIX = "List addresses or networks of your reverse proxies, like 10.0.0.0/8 or ::1.";

/** From the peers' addresses and networks to a function that tells an incoming request's client. */
export function clientAddresses(trustedProxies = []) {
  const trusted = new BlockList();
  for (const entry of trustedProxies) addEntry(trusted, entry);
  const isTrusted = (address) => isIP(address) !== 0 && trusted.check(address, familyOf(address));

  return ({ socket, headers }) => {
    const peer = plain(socket.remoteAddress ?? "");
    if (!isTrusted(peer)) return peer;
    // Each proxy appends whom it got the request from: the last one that is not ours is the client.
    const forwarded = (headers["x-forwarded-for"] ?? "").split(",").map((part) => plain(part.trim()));
    const hops = [...forwarded.filter((address) => isIP(address) !== 0), peer];
    return hops.findLast((address) => !isTrusted(address)) ?? hops[0];
  };
}

function addEntry(trusted, entry) {
  const [address, bits, ...rest] = String(entry).split("/");
  const most = { 4: 32, 6: 128 }[isIP(address)];
  const isNetwork = bits === undefined || (/^[0-9]{1,3}$/.test(bits) && Number(bits) <= most);
  if (most === undefined || rest.length > 0 || !isNetwork) {
    throw new ProxyConfigError("trustedProxies", "holds something that is no address or network", FIX);
  }
  trusted.addSubnet(address, bits === undefined ? most : Number(bits), familyOf(address));
}

const familyOf = (address) => (isIP(address) === 6 ? "ipv6" : "ipv4");

// A socket for both families shows IPv4 as ::ffff:1.2.3.4.
const plain = (address) => address.replace(/^::ffff:(?=[0-9.]+$)/i, "");
