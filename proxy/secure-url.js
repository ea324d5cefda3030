// The one rule for how a credential or a person may travel: https, or in the clear within this very machine.
// Must not parse: it judges a URL that somebody else has read.

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

export function isSecure({ protocol, hostname }) {
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.includes(hostname));
}
