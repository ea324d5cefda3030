// One app of the proxy: one client at one provider, and the pages that may use it. Everything a request is
// checked against is pinned here (P-01, P-03, P-09). Must not know of requests, nor of other apps.

import { readCookieKeys } from "./cookie-keys.js";
import { readChoice, readClient, readFlag } from "./credentials.js";
import { readOrigins, readRedirectUris } from "./lists.js";
import { readUpstreams } from "./upstreams.js";

export const APP_OPTIONS = [
  "provider",
  "host",
  "clientId",
  "clientSecret",
  "tokenEndpointAuthMethod",
  "tokenUrl",
  "apiUrl",
  "revocationUrl",
  "deviceFlow",
  "deviceUrl",
  "redirectUris",
  "allowedOrigins",
  "allowInsecureOrigins",
  "refreshToken",
  "cookieKeys",
];

export function readApp(name, path, options) {
  const provider = readChoice("provider", options.provider, ["github", "oauth2"]);
  const client = readClient(options, provider);
  // Off unless asked for: a code that somebody else reads out can be phished (T-57).
  const deviceFlow = readFlag("deviceFlow", options.deviceFlow);
  const allowInsecure = readFlag("allowInsecureOrigins", options.allowInsecureOrigins);
  const redirectUris = readRedirectUris(options.redirectUris, allowInsecure);
  const allowedOrigins = readOrigins(options.allowedOrigins, redirectUris, allowInsecure);
  const refreshToken = readChoice("refreshToken", options.refreshToken, ["pass", "drop", "sealed-cookie"]);
  return Object.freeze({
    name,
    path,
    provider,
    ...client,
    ...readUpstreams(options, provider, client.clientId, deviceFlow),
    redirectUris,
    allowedOrigins,
    insecureOrigins: [...allowedOrigins].filter((origin) => origin.startsWith("http:")),
    refreshToken,
    cookieKeys: readCookieKeys(options.cookieKeys, refreshToken === "sealed-cookie"),
  });
}
