// App credentials from a record of environment variables, as bundlers put them into a page. Reads nothing by itself.

import { misuse } from "./errors.js";
import { normalizeName } from "./names.js";

const fields = "clientId redirectUri proxyUrl authorizationUrl tokenUrl apiUrl host scope token".split(" ");
const aliases = { authorizationUrl: "AUTHORIZE_URL", token: "API_TOKEN" };
const prefixes = ["", "VITE_", "NEXT_PUBLIC_", "PUBLIC_", "REACT_APP_"];

/** Options of the provider of that name: `GITHUB_CLIENT_ID`, `VITE_GITHUB_CLIENT_ID`, … The first that is set counts. */
export function optionsFromEnv(env, provider) {
  const find = (name) =>
    prefixes
      .map((prefix) => `${prefix}${normalizeName(provider)}_${name}`.toUpperCase())
      .find((variable) => env[variable]);
  const secret = find("CLIENT_SECRET");
  if (secret)
    throw misuse("client_secret_in_browser", secret, "must not reach the page: it is the token proxy's.");
  const options = {};
  for (const field of fields) {
    const variable = find(field.replace(/[A-Z]/g, "_$&")) ?? (aliases[field] && find(aliases[field]));
    if (variable) options[field] = env[variable];
  }
  return options;
}
