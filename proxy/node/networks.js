// A list of addresses and networks (10.0.0.0/8), and whether an address is in it. Must not know what the list is for.

import { BlockList, isIP } from "node:net";

/** @throws {RangeError} for what is no address or network. */
export function networkList(entries) {
  const list = new BlockList();
  for (const entry of entries) addEntry(list, entry);
  return { has: (address) => isIP(address) !== 0 && list.check(address, familyOf(address)) };
}

function addEntry(list, entry) {
  const [address, bits, ...rest] = String(entry).split("/");
  const most = { 4: 32, 6: 128 }[isIP(address)];
  const isNetwork = bits === undefined || (/^[0-9]{1,3}$/.test(bits) && Number(bits) <= most);
  if (most === undefined || rest.length > 0 || !isNetwork) throw new RangeError("no address or network");
  list.addSubnet(address, bits === undefined ? most : Number(bits), familyOf(address));
}

function familyOf(address) {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
