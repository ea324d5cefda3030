// The readers of single members of the provider's reply: each gives a clean value, or undefined to drop it.
// Must not look at other members, and must let nothing through that holds a secret.

import { isSecure } from "../config/urls.js";

// Anything shorter is no credential, and would be found in ordinary words.
const SHORTEST_CREDENTIAL = 16;
const PRINTABLE = /^[\x20-\x7e]*$/;

// Only names that are asked for are read, so no member name can reach a prototype or add a field.
export function pickFields(json, readers, secrets) {
  const fields = {};
  for (const [name, read] of Object.entries(readers)) {
    const value = Object.hasOwn(json, name) ? read(json[name], secrets) : undefined;
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

export function readText(value, { secretSpellings }) {
  if (typeof value !== "string" || !PRINTABLE.test(value)) return undefined;
  // In a URL the same text can be spelt in many ways, without percent signs in one.
  const plain = value.replaceAll(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(`0x${code}`));
  return secretSpellings.some((text) => value.includes(text) || plain.includes(text)) ? undefined : value;
}

// A provider's error text may quote what it was sent; a code or token must not come back in words (P-17).
export function readErrorText(value, secrets) {
  const text = readText(value, secrets);
  const quotes = (sent) => sent.length >= SHORTEST_CREDENTIAL && text.includes(sent);
  return text === undefined || secrets.submitted.some(quotes) ? undefined : text;
}

export function readErrorCode(value, secrets) {
  const text = readErrorText(value, secrets);
  return text !== undefined && /^[!#-[\]-~ ]{1,100}$/.test(text) ? text : undefined;
}

// Error pages are for people to open: a relative, `javascript:` or `data:` address is of no use or worse.
export function readWebUrl(value, secrets) {
  const text = readErrorText(value, secrets);
  return text !== undefined && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
}

// A person is sent there (T-59): no `javascript:`, and no user name that a host hides behind.
export function readPersonUrl(value, secrets) {
  const text = readText(value, secrets);
  if (text === undefined || !/^https?:\/\/[^ \\]+$/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return isSecure(url) && url.username === "" && url.password === "" ? text : undefined;
}

// GitHub has sent lifetimes as strings of digits, too.
export function readSeconds(value) {
  const seconds = typeof value === "string" && /^[0-9]{1,10}$/.test(value) ? Number(value) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}
