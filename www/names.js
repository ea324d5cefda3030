// Names as keys: of providers, written one way everywhere, and of subjects, which never collide.

import { misuse } from "./errors.js";

export const normalizeName = (name) => String(name).toLowerCase().replaceAll("-", "_");

/** A subject as text: strings as they are, objects as JSON with sorted members, and what could be taken for JSON quoted. */
export function subjectKey(subject) {
  if (typeof subject === "string" && subject)
    return /^[[{"]/.test(subject) ? JSON.stringify(subject) : subject;
  const prototype = Object(subject) === subject && Object.getPrototypeOf(subject);
  if (prototype === null || prototype === Object.prototype) {
    try {
      return JSON.stringify(subject, sorted);
    } catch {}
  }
  throw misuse("invalid_subject", "subject", "must be a non-empty string or an object of plain JSON.");
}

export function subjectOf(key) {
  try {
    return /^[[{"]/.test(key) ? JSON.parse(key) : key;
  } catch {
    return key; // not one of ours
  }
}

function sorted(_, value) {
  if (
    value === null ||
    Array.isArray(value) ||
    /string|boolean/.test(typeof value) ||
    Number.isFinite(value)
  ) {
    return value;
  }
  if (typeof value !== "object") throw value; // JSON would drop it, and two subjects would look the same
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
