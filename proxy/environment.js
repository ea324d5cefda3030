// From environment variables to the options of the proxy and its server, and from an option's error back to
// the variable a person has to mend. Must not validate what createTokenProxy validates, nor print.

import { ProxyConfigError } from "./config-error.js";

const VARIABLES = {
  clientId: "GITHUB_CLIENT_ID",
  clientSecret: "GITHUB_CLIENT_SECRET",
  tokenUrl: "GITHUB_TOKEN_URL",
  apiUrl: "GITHUB_API_URL",
  deviceFlow: "PORTCULLIS_DEVICE_FLOW",
  deviceUrl: "GITHUB_DEVICE_URL",
  redirectUris: "GITHUB_REDIRECT_URI",
  allowedOrigins: "PORTCULLIS_ALLOWED_ORIGINS",
};

export function readEnvironment(environment) {
  return {
    proxy: {
      clientId: environment.GITHUB_CLIENT_ID,
      clientSecret: environment.GITHUB_CLIENT_SECRET,
      tokenUrl: environment.GITHUB_TOKEN_URL || undefined,
      apiUrl: environment.GITHUB_API_URL || undefined,
      deviceFlow: readSwitch(environment.PORTCULLIS_DEVICE_FLOW || undefined),
      deviceUrl: environment.GITHUB_DEVICE_URL || undefined,
      redirectUris: readList(environment.GITHUB_REDIRECT_URI),
      allowedOrigins: readList(environment.PORTCULLIS_ALLOWED_ORIGINS),
    },
    server: { port: readPort(environment.PORT || "8787"), host: environment.HOST || "127.0.0.1" },
  };
}

// One sentence for each thing to mend, in words of the environment.
export function explain(error) {
  if (error.code === "EADDRINUSE") return "PORT is in use by another program. Set PORT to a free one.";
  if (error.syscall === "listen" || error.syscall === "getaddrinfo") {
    return `HOST and PORT cannot be listened on (${error.code}). Set them to an address of this machine.`;
  }
  if (!(error instanceof ProxyConfigError)) throw error;
  return `${VARIABLES[error.field] ?? error.field} ${error.problem}. ${error.fix}`;
}

function readPort(text) {
  const port = Number(text);
  if (/^[0-9]{1,5}$/.test(text) && port <= 65535) return port;
  throw new ProxyConfigError("PORT", "is not a port number", "Set it to a number from 0 to 65535.");
}

// Any other text stays a text, which createTokenProxy refuses.
function readSwitch(text) {
  return text === "true" ? true : text === "false" ? false : text;
}

// A comma separated list; a trailing comma or a space after one is no entry of its own.
function readList(text) {
  const entries = (text ?? "").split(",").map((entry) => entry.trim());
  const list = entries.filter((entry) => entry !== "");
  return list.length > 0 ? list : undefined;
}
