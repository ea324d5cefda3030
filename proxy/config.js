// The proxy's configuration: read once, checked whole, frozen. A mistake is a ProxyConfigError that names the
// option and the fix. Must not put the value of a credential into a message, nor read the environment.

import { ProxyConfigError } from "./config-error.js";
import {
  readBasePath,
  readDeviceUrl,
  readOrigins,
  readRedirectUris,
  readRevokeUrl,
  readTokenUrl,
} from "./config-urls.js";
import { logLine } from "./log.js";

const OPTIONS = [
  "clientId",
  "clientSecret",
  "tokenUrl",
  "apiUrl",
  "deviceFlow",
  "deviceUrl",
  "redirectUris",
  "allowedOrigins",
  "basePath",
  "log",
];

// What people leave behind when they copy an example. A real credential is random and matches none of these.
const PLACEHOLDER =
  /^(?:your\b.*|your[-_].*|<.*>|\$\{.*\}|\{\{.*\}\}|\[.*\]|.*x{6,}.*|(.)\1*|(?:github[-_]?)?client[-_]?(?:id|secret)|secret|changeme|change[-_]me|replace[-_]?me.*|placeholder|todo|tbd|example|undefined|null|none)$/i;

// The secret is searched for in every answer (P-14); that means nothing for a secret of a few characters.
const SHORTEST_SECRET = 8;

export function readConfig(options) {
  if (typeof options !== "object" || options === null) {
    throw new ProxyConfigError("options", "must be an object", "Call createTokenProxy({ clientId, … }).");
  }
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) {
    throw new ProxyConfigError(unknown, "is not an option", `The options are ${OPTIONS.join(", ")}.`);
  }
  const clientId = readCredential("clientId", options.clientId, "client ID");
  const clientSecret = readCredential("clientSecret", options.clientSecret, "client secret");
  if (clientSecret.length < SHORTEST_SECRET) {
    throw new ProxyConfigError("clientSecret", "is too short", "Copy the whole client secret.");
  }
  const tokenUrl = readTokenUrl(options.tokenUrl);
  const redirectUris = readRedirectUris(options.redirectUris);
  return Object.freeze({
    clientId,
    clientSecret,
    // The second spelling is the one in the form that goes upstream, should a provider echo that form.
    secretSpellings: [clientSecret, new URLSearchParams([["", clientSecret]]).toString().slice(1)],
    tokenUrl,
    revokeUrl: readRevokeUrl(options.apiUrl, tokenUrl, clientId),
    // Undefined: there is no device flow.
    deviceUrl: readDeviceUrl(options.deviceUrl, tokenUrl, readDeviceFlow(options.deviceFlow)),
    redirectUris,
    allowedOrigins: readOrigins(options.allowedOrigins, redirectUris),
    basePath: readBasePath(options.basePath),
    log: readLog(options.log),
  });
}

function readCredential(field, value, name) {
  const fix = `Set it to the ${name} from the settings page of your OAuth app.`;
  if (value === undefined || value === null || value === "") {
    throw new ProxyConfigError(field, "is missing", fix);
  }
  if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value)) {
    throw new ProxyConfigError(field, "must be printable ASCII text without spaces or line breaks", fix);
  }
  if (PLACEHOLDER.test(value)) throw new ProxyConfigError(field, "is a placeholder", fix);
  return value;
}

// Off unless asked for: a code that somebody else reads out can be phished (T-57).
function readDeviceFlow(value = false) {
  if (typeof value === "boolean") return value;
  throw new ProxyConfigError("deviceFlow", "must be true or false", "Set it to true, or leave it out.");
}

function readLog(value) {
  if (value === undefined) return logLine;
  if (typeof value === "function") return value;
  throw new ProxyConfigError("log", "must be a function", "Pass (record) => …, or leave it out.");
}
