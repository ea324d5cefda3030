// Who may use an app: its redirect URIs and the origins of its pages, exact to the character (P-03, P-09). In the
// clear (http) only where that was allowed, which is for development (P-22). Must not know of requests.

import { ProxyConfigError } from "./config-error.js";
import { readUrl } from "./urls.js";

// A map from the exact string to its origin: one look-up answers both questions of P-09.
export function readRedirectUris(values, allowInsecure) {
  const fix = "List the full callback addresses, like https://app.example/callback.";
  const uris = readList("redirectUris", values, fix);
  return new Map(uris.map((uri) => [uri, readPageUrl("redirectUris", uri, fix, allowInsecure).origin]));
}

export function readOrigins(values, redirectUris, allowInsecure) {
  const redirectOrigins = new Set(redirectUris.values());
  if (values === undefined) return redirectOrigins;
  const fix = "List scheme, host and port only, like https://app.example.";
  const origins = new Set(
    readList("allowedOrigins", values, fix).map((value) => readOrigin(value, fix, allowInsecure)),
  );
  // Such a callback could never be redeemed: its page would be refused by its own proxy.
  for (const origin of redirectOrigins) {
    if (origins.has(origin)) continue;
    throw new ProxyConfigError("allowedOrigins", "lacks the origin of a redirect URI", `Add ${origin}.`);
  }
  return origins;
}

function readOrigin(value, fix, allowInsecure) {
  const { origin } = readPageUrl("allowedOrigins", value, fix, allowInsecure);
  if (value !== origin) {
    throw new ProxyConfigError("allowedOrigins", "holds more than an origin", `Write it as ${origin}.`);
  }
  return origin;
}

function readPageUrl(field, value, fix, allowInsecure) {
  const url = readUrl(field, value, fix);
  if (url.protocol === "https:" || allowInsecure) return url;
  const way = "Use https, or set allowInsecureOrigins to true, for development only.";
  throw new ProxyConfigError(field, "holds an http address", way);
}

export function readBasePath(value = "") {
  if (typeof value === "string" && /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)*$/.test(value)) return value;
  const fix = "Use a path like /auth/github, without a slash at the end.";
  throw new ProxyConfigError("basePath", "is not a plain path", fix);
}

function readList(field, values, fix) {
  if (values === undefined || values?.length === 0) throw new ProxyConfigError(field, "is missing", fix);
  if (!Array.isArray(values)) throw new ProxyConfigError(field, "must be a list", fix);
  return values;
}
