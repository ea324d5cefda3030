// The variables of the server itself: where to listen, and whom to believe about addresses; and in one sentence why it
// cannot start. Must not read a variable of the proxy's rules.

import { ProxyConfigError } from "../config/config-error.js";
import { explainConfig } from "../config/environment.js";
import { clientAddresses } from "./client-address.js";

export function serverOptionsFromEnv(environment) {
  const trusted = (environment.PORTCULLIS_TRUSTED_PROXIES ?? "").split(",").map((entry) => entry.trim());
  const trustedProxies = trusted.filter((entry) => entry !== "");
  // Also for --check, which serves nothing.
  clientAddresses(trustedProxies);
  return {
    port: readPort(environment.PORT || "8787"),
    host: environment.HOST || "127.0.0.1",
    trustedProxies,
  };
}

export function explain(error, environment) {
  if (error.code === "EADDRINUSE") return "PORT is in use by another program. Set PORT to a free one.";
  if (error.code?.startsWith("ERR_PARSE_ARGS")) return `${error.message} See --help.`;
  if (error.syscall === "listen" || error.syscall === "getaddrinfo") {
    return `HOST and PORT cannot be listened on (${error.code}). Set them to an address of this machine.`;
  }
  const sentence = explainConfig(error, environment);
  if (sentence === undefined) throw error;
  return sentence.replace(/^trustedProxies/, "PORTCULLIS_TRUSTED_PROXIES");
}

function readPort(text) {
  const port = Number(text);
  if (/^[0-9]{1,5}$/.test(text) && port <= 65535) return port;
  throw new ProxyConfigError("PORT", "is not a port number", "Set it to a number from 0 to 65535.");
}
