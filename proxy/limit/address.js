// The key that a client's address is counted under: IPv4 as a whole, of IPv6 the network of 64 bits, because one
// client has all addresses of its network (T-48). Must not read headers: the platform says what the address is.

export function addressKey(address) {
  if (typeof address !== "string" || address === "") return undefined;
  // A zone names an interface of this machine.
  const [text] = address.toLowerCase().split("%");
  if (!text.includes(":")) return `address:${text}`;
  if (!/^[0-9a-f:.]+$/.test(text) || !URL.canParse(`http://[${text}]`)) return undefined;
  // The URL parser writes every spelling of an address in one way, IPv4 parts in hexadecimal.
  const groups = expand(new URL(`http://[${text}]`).hostname.slice(1, -1));
  const isMapped = groups.slice(0, 5).every((group) => group === "0") && groups[5] === "ffff";
  if (!isMapped) return `address:${groups.slice(0, 4).join(":")}::/64`;
  const [high, low] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return `address:${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

function expand(text) {
  const [head, tail] = text.split("::").map((part) => part.split(":").filter(Boolean));
  if (tail === undefined) return head;
  return [...head, ...new Array(8 - head.length - tail.length).fill("0"), ...tail];
}
