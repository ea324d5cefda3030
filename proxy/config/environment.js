// From environment variables to the options of createTokenProxy, and from an option's error back to the variable a
// person has to mend. Must not validate what the options' readers validate, nor print.

import { memoryRateLimiter } from "../limit/memory.js";
import { ProxyConfigError } from "./config-error.js";

const text = (value) => value;
// Any other text stays a text, which the option's reader refuses.
const flag = (value) => (value === "true" ? true : value === "false" ? false : value);

// A comma separated list; a trailing comma or a space after one is no entry of its own.
const list = (value) => {
  const entries = value.split(",").map((entry) => entry.trim());
  return entries.filter((entry) => entry !== "");
};

// By option: its variable behind the name of the app, and how it is read.
const APP_VARIABLES = {
  provider: ["PROVIDER", text],
  host: ["HOST", text],
  clientId: ["CLIENT_ID", text],
  clientSecret: ["CLIENT_SECRET", text],
  tokenEndpointAuthMethod: ["TOKEN_ENDPOINT_AUTH_METHOD", text],
  tokenUrl: ["TOKEN_URL", text],
  apiUrl: ["API_URL", text],
  revocationUrl: ["REVOCATION_URL", text],
  deviceUrl: ["DEVICE_URL", text],
  redirectUris: ["REDIRECT_URI", list],
};

// The same for policies. `PORTCULLIS_X` speaks for every app, `GITHUB_X` for one.
const POLICY_VARIABLES = {
  allowedOrigins: ["ALLOWED_ORIGINS", list],
  allowInsecureOrigins: ["ALLOW_INSECURE_ORIGINS", flag],
  deviceFlow: ["DEVICE_FLOW", flag],
  refreshToken: ["REFRESH_TOKEN", text],
  cookieKeys: ["COOKIE_KEYS", list],
};
const VARIABLES = { ...APP_VARIABLES, ...POLICY_VARIABLES };
const LIMITS = { address: "PORTCULLIS_ADDRESS_LIMIT", origin: "PORTCULLIS_ORIGIN_LIMIT" };
const OTHERS = ["PORTCULLIS_APPS", "PORTCULLIS_BASE_PATH", "PORTCULLIS_TRUSTED_PROXIES"];

/** Options for createTokenProxy. Empty variables count as absent. */
export function optionsFromEnv(environment) {
  refuseUnknown(environment);
  // The bindings of a platform can be numbers and booleans, too.
  const read = (name) => String(environment[name] ?? "") || undefined;
  const common = { basePath: read("PORTCULLIS_BASE_PATH"), limits: readLimits(read) };
  const names = read("PORTCULLIS_APPS");
  if (names === undefined) return { ...readApp(read, "GITHUB"), ...common };
  const apps = list(names);
  if (new Set(apps).size < apps.length) {
    throw new ProxyConfigError("apps", "holds a name twice", "List each app once.");
  }
  return { ...common, apps: Object.fromEntries(apps.map((name) => [name, readApp(read, prefixOf(name))])) };
}

/** One sentence for a thing to mend, in words of the environment; `undefined` for an error of another kind. */
export function explainConfig(error, environment) {
  const variableOf = (field) => findVariable(field, environment);
  if (!(error instanceof ProxyConfigError)) return undefined;
  const { field, problem, fix } = error;
  const variable = variableOf(field);
  if (variable === "PORTCULLIS_APPS") return `${variable} ${problem}. List names like github,gitlab.`;
  // What a fix says about options is about variables here.
  const path = field.slice(0, field.lastIndexOf(".") + 1);
  const words = fix.replaceAll(/\b[a-z]+[A-Z]\w*/g, (option) => variableOf(path + option));
  return `${variable} ${problem}. ${words}`;
}

function readApp(read, prefix) {
  const options = {};
  for (const [option, [suffix, parse]] of Object.entries(VARIABLES)) {
    const shared = option in POLICY_VARIABLES ? read(`PORTCULLIS_${suffix}`) : undefined;
    const value = read(`${prefix}_${suffix}`) ?? shared;
    if (value !== undefined) options[option] = parse(value);
  }
  // Keys for all apps are for those that seal; a single app must not have them in vain.
  const isShared = read("PORTCULLIS_APPS") && !read(`${prefix}_COOKIE_KEYS`);
  if (isShared && options.refreshToken !== "sealed-cookie") delete options.cookieKeys;
  return options;
}

// Requests in a minute; 0 for no limit.
function readLimits(read) {
  const limits = {};
  for (const [name, variable] of Object.entries(LIMITS)) {
    const value = read(variable);
    if (value === undefined) continue;
    if (!/^[0-9]{1,9}$/.test(value)) {
      const fix = "Set it to requests in a minute, or to 0 for no limit.";
      throw new ProxyConfigError(variable, "is not a number", fix);
    }
    limits[name] = value === "0" ? null : memoryRateLimiter({ limit: Number(value), period: 60 });
  }
  return limits;
}

// A misspelt policy would silently not hold.
function refuseUnknown(environment) {
  const policies = Object.values(POLICY_VARIABLES).map(([suffix]) => `PORTCULLIS_${suffix}`);
  const known = [...policies, ...Object.values(LIMITS), ...OTHERS];
  const unknown = Object.keys(environment).find(
    (name) =>
      name.startsWith("PORTCULLIS_") && typeof environment[name] !== "object" && !known.includes(name),
  );
  if (unknown === undefined) return;
  throw new ProxyConfigError(unknown, "is not a variable of the proxy", `It knows ${known.join(", ")}.`);
}

const prefixOf = (name) => name.toUpperCase().replaceAll("-", "_");

// `apps.octo-corp.clientId` is OCTO_CORP_CLIENT_ID; an app alone is GITHUB.
function findVariable(field, environment) {
  const [, app = "github", option] = /^(?:apps\.([^.]+)\.)?(\w+)$/.exec(field) ?? [];
  if (option === "basePath") return "PORTCULLIS_BASE_PATH";
  const policy = POLICY_VARIABLES[option];
  if (policy) {
    const [shared, single] = ["PORTCULLIS", prefixOf(app)].map((prefix) => `${prefix}_${policy[0]}`);
    // The one that was set; of none, the one that a person would set.
    if (environment[single]) return single;
    return environment[shared] || app === "github" ? shared : single;
  }
  const own = APP_VARIABLES[option];
  if (own) return `${prefixOf(app)}_${own[0]}`;
  return field.startsWith("apps") ? "PORTCULLIS_APPS" : field;
}
