// A strict application/x-www-form-urlencoded parser. URLSearchParams forgives what must be refused here: bytes
// that are no UTF-8, broken percent encodings, repeated names. Must not know which parameters exist.

import { invalidRequest } from "../answer/refusal.js";

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// A Map, because `__proto__` is a fine key in a Map and a trap in an object.
export function parseForm(bytes) {
  const form = new Map();
  for (const pair of decodeBytes(bytes).split("&")) {
    const equals = pair.indexOf("=");
    if (equals < 1) throw malformed();
    const name = decode(pair.slice(0, equals));
    if (form.has(name)) throw invalidRequest("A parameter is there more than once.");
    form.set(name, decode(pair.slice(equals + 1)));
  }
  return form;
}

function decodeBytes(bytes) {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw malformed();
  }
}

function decode(text) {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw malformed();
  }
}

function malformed() {
  return invalidRequest("The body is not a well-formed form.");
}
