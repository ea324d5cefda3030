// The client's credentials and how they are sent (RFC 6749 section 2.3), and the options that are a choice or a
// switch. Must not put the value of a credential into a message.

import { ProxyConfigError } from "./config-error.js";

// What people leave behind when they copy an example. A real credential is random and matches none of these.
const PLACEHOLDER =
  /^(?:your\b.*|your[-_].*|<.*>|\$\{.*\}|\{\{.*\}\}|\[.*\]|.*x{6,}.*|(.)\1*|(?:github[-_]?)?client[-_]?(?:id|secret)|secret|changeme|change[-_]me|replace[-_]?me.*|placeholder|todo|tbd|example|undefined|null|none)$/i;

// The secret is searched for in every answer (P-14); that means nothing for a secret of a few characters.
const SHORTEST_SECRET = 8;
const AUTH_METHODS = ["client_secret_post", "client_secret_basic", "none"];

export function readClient(options, provider) {
  const clientId = readCredential("clientId", options.clientId, "client ID");
  const methods = provider === "github" ? AUTH_METHODS.slice(0, 1) : AUTH_METHODS;
  const tokenEndpointAuthMethod = readChoice(
    "tokenEndpointAuthMethod",
    options.tokenEndpointAuthMethod,
    methods,
  );
  if (tokenEndpointAuthMethod === "none") {
    if (options.clientSecret === undefined) return { clientId, tokenEndpointAuthMethod, secretSpellings: [] };
    const fix = "Leave clientSecret out, or choose another tokenEndpointAuthMethod.";
    throw new ProxyConfigError("clientSecret", "is not used", fix);
  }
  const clientSecret = readCredential("clientSecret", options.clientSecret, "client secret");
  if (clientSecret.length < SHORTEST_SECRET) {
    throw new ProxyConfigError("clientSecret", "is too short", "Copy the whole client secret.");
  }
  const [id, secret] = [clientId, clientSecret].map(formEncode);
  // RFC 6749 section 2.3.1 encodes both first; GitHub's API takes them as they are.
  const basic = btoa(provider === "github" ? `${clientId}:${clientSecret}` : `${id}:${secret}`);
  // Each way in which a provider that echoes what it was sent could spell the secret.
  const secretSpellings = [...new Set([clientSecret, secret, basic])];
  return { clientId, clientSecret, basic, tokenEndpointAuthMethod, secretSpellings };
}

const formEncode = (text) => new URLSearchParams([["", text]]).toString().slice(1);

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

export function readFlag(field, value = false) {
  if (typeof value === "boolean") return value;
  throw new ProxyConfigError(field, "must be true or false", "Set it to true, or leave it out.");
}

/** The first choice is the default. */
export function readChoice(field, value, choices) {
  if (value === undefined) return choices[0];
  if (choices.includes(value)) return value;
  const fix = `Set it to ${choices.join(", ")}, or leave it out for ${choices[0]}.`;
  throw new ProxyConfigError(field, "is not one of its values", fix);
}
