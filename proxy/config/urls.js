// What an address may be: for the configuration, and for what a provider sends a person to.
// Must not know which option it reads.

import { ProxyConfigError } from "./config-error.js";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

// The one rule for how a credential or a person may travel: https, or in the clear within this very machine.
export function isSecure({ protocol, hostname }) {
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.includes(hostname));
}

// The URL parser forgives spaces and control characters; a configuration that holds them is a mistake.
export function readUrl(field, value, fix) {
  if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value) || !URL.canParse(value)) {
    throw new ProxyConfigError(field, "must be an absolute URL", fix);
  }
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new ProxyConfigError(field, "must be an http or https URL", fix);
  }
  if (value.includes("*")) throw new ProxyConfigError(field, "must not hold a wildcard", fix);
  if (url.username !== "" || url.password !== "" || value.includes("#")) {
    throw new ProxyConfigError(field, "must have no user name, password or fragment", fix);
  }
  return url;
}
