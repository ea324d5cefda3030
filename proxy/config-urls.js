// The addresses of the configuration: token, API and device URL, redirect URIs, allowed origins, base path. Here
// the upstream addresses and both allow-lists are pinned (P-01, P-03, P-09, P-21). Must not know of requests.

import { ProxyConfigError } from "./config-error.js";
import { isSecure } from "./secure-url.js";

const GITHUB_TOKEN_URL = "https://github.com/login/oauth/access_token";
const GITHUB_API_URL = "https://api.github.com";
const GITHUB_DEVICE_URL = "https://github.com/login/device/code";

export function readTokenUrl(value = GITHUB_TOKEN_URL) {
  return readUpstreamUrl("tokenUrl", value, `Use an address like ${GITHUB_TOKEN_URL}.`).href;
}

// Undefined when the token URL is not github.com's and no API is named: it is never guessed from another address.
export function readRevokeUrl(value, tokenUrl, clientId) {
  if (value === undefined && tokenUrl !== GITHUB_TOKEN_URL) return undefined;
  const fix = `Use an address like ${GITHUB_API_URL}.`;
  const { href } = readUpstreamUrl("apiUrl", value === undefined ? GITHUB_API_URL : value, fix);
  if (href.includes("?")) throw new ProxyConfigError("apiUrl", "must have no query", fix);
  return `${href.replace(/\/$/, "")}/applications/${encodeURIComponent(clientId)}/token`;
}

// Undefined when the device flow is off. Like the API it is never guessed from another address.
export function readDeviceUrl(value, tokenUrl, deviceFlow) {
  const fix = `Use an address like ${GITHUB_DEVICE_URL}.`;
  const given = value === undefined && tokenUrl === GITHUB_TOKEN_URL ? GITHUB_DEVICE_URL : value;
  if (given === undefined && deviceFlow) throw new ProxyConfigError("deviceUrl", "is missing", fix);
  const url = given === undefined ? undefined : readUpstreamUrl("deviceUrl", given, fix);
  return deviceFlow ? url.href : undefined;
}

// Credentials travel to and from such an address.
function readUpstreamUrl(field, value, fix) {
  const url = readUrl(field, value, fix);
  if (!isSecure(url)) throw new ProxyConfigError(field, "must be https", fix);
  return url;
}

// A map from the exact string to its origin: one look-up answers both questions of P-09.
export function readRedirectUris(values) {
  const fix = "List the full callback addresses, like https://app.example/callback.";
  const uris = readList("redirectUris", values, fix);
  return new Map(uris.map((uri) => [uri, readUrl("redirectUris", uri, fix).origin]));
}

export function readOrigins(values, redirectUris) {
  const redirectOrigins = new Set(redirectUris.values());
  if (values === undefined) return redirectOrigins;
  const fix = "List scheme, host and port only, like https://app.example.";
  const origins = new Set(readList("allowedOrigins", values, fix).map((value) => readOrigin(value, fix)));
  // Such a callback could never be redeemed: its page would be refused by its own proxy.
  for (const origin of redirectOrigins) {
    if (origins.has(origin)) continue;
    throw new ProxyConfigError("allowedOrigins", "lacks the origin of a redirect URI", `Add ${origin}.`);
  }
  return origins;
}

function readOrigin(value, fix) {
  const { origin } = readUrl("allowedOrigins", value, fix);
  if (value !== origin) {
    throw new ProxyConfigError("allowedOrigins", "holds more than an origin", `Write it as ${origin}.`);
  }
  return origin;
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

// The URL parser forgives spaces and control characters; a configuration that holds them is a mistake.
function readUrl(field, value, fix) {
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
