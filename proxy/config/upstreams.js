// The provider's addresses. They come from here and nowhere else (P-01): no byte of a request reaches them.
// An address that was not given is derived from the host, never guessed from another address.

import { ProxyConfigError } from "./config-error.js";
import { isSecure, readUrl } from "./urls.js";

const HOST = "github.com";

export function readUpstreams(options, provider, clientId, deviceFlow) {
  return provider === "github" ? readGithub(options, clientId, deviceFlow) : readOAuth2(options, deviceFlow);
}

function readGithub(options, clientId, deviceFlow) {
  refuse(options, "revocationUrl", "GitHub revokes through its API: set apiUrl.");
  const host = readHost(options.host);
  const known = {
    tokenUrl: `https://${host}/login/oauth/access_token`,
    deviceUrl: `https://${host}/login/device/code`,
    apiUrl: apiOf(host),
  };
  const tokenUrl = readOptional("tokenUrl", options.tokenUrl, known.tokenUrl, known.tokenUrl);
  // With a token URL of somewhere else the other two are unknown.
  const { deviceUrl, apiUrl } = tokenUrl === known.tokenUrl ? known : {};
  const api = readOptional("apiUrl", options.apiUrl, apiUrl, known.apiUrl);
  if (api?.includes("?")) {
    throw new ProxyConfigError("apiUrl", "must have no query", `Use an address like ${known.apiUrl}.`);
  }
  const application = api && `${api.replace(/\/$/, "")}/applications/${encodeURIComponent(clientId)}`;
  return {
    tokenUrl,
    revokeTokenUrl: application && `${application}/token`,
    revokeGrantUrl: application && `${application}/grant`,
    deviceUrl: readDevice(options.deviceUrl, deviceUrl, known.deviceUrl, deviceFlow),
  };
}

// github.com, a data residency address (SUB.ghe.com), or a GitHub Enterprise Server.
function apiOf(host) {
  if (host === HOST || host.endsWith(".ghe.com")) return `https://api.${host}`;
  return `https://${host}/api/v3`;
}

function readHost(value = HOST) {
  const isHost = typeof value === "string" && URL.canParse(`https://${value}`);
  if (isHost && new URL(`https://${value}`).host === value && !value.includes("*")) return value;
  throw new ProxyConfigError("host", "is not a host name", "Write it like octocorp.ghe.com.");
}

function readOAuth2(options, deviceFlow) {
  refuse(options, "host", 'It is for provider "github": set tokenUrl.');
  refuse(options, "apiUrl", 'It is for provider "github": set revocationUrl.');
  const example = "https://provider.example/oauth2/token";
  if (options.tokenUrl === undefined) {
    throw new ProxyConfigError("tokenUrl", "is missing", `Use an address like ${example}.`);
  }
  return {
    tokenUrl: readUpstream("tokenUrl", options.tokenUrl, example),
    revokeTokenUrl: readOptional("revocationUrl", options.revocationUrl, undefined, example),
    deviceUrl: readDevice(options.deviceUrl, undefined, example, deviceFlow),
  };
}

// Checked also while the device flow is off; `undefined` when it is.
function readDevice(value, fallback, example, deviceFlow) {
  const url = readOptional("deviceUrl", value, fallback, example);
  if (url === undefined && deviceFlow) {
    throw new ProxyConfigError("deviceUrl", "is missing", `Use an address like ${example}.`);
  }
  return deviceFlow ? url : undefined;
}

function readOptional(field, value, fallback, example) {
  const given = value === undefined ? fallback : value;
  return given === undefined ? undefined : readUpstream(field, given, example);
}

// Credentials travel to and from such an address.
function readUpstream(field, value, example) {
  const fix = `Use an address like ${example}.`;
  const url = readUrl(field, value, fix);
  if (!isSecure(url)) throw new ProxyConfigError(field, "must be https", fix);
  return url.href;
}

function refuse(options, field, fix) {
  if (options[field] !== undefined)
    throw new ProxyConfigError(field, "does not belong to this provider", fix);
}
