// The proxy's configuration: read once, checked whole, frozen. A mistake is a ProxyConfigError that names the
// option and the fix. Must not put the value of a credential into a message, nor read the environment.

import { logLine } from "../answer/log.js";
import { memoryRateLimiter } from "../limit/memory.js";
import { APP_OPTIONS, readApp } from "./app.js";
import { ProxyConfigError } from "./config-error.js";
import { readBasePath } from "./lists.js";

const OPTIONS = ["apps", "basePath", "limits", "log"];
const APP_NAME = /^[a-z][a-z0-9-]{0,31}$/;
// A person needs about one request an hour; a whole office may share an address.
const ADDRESS_LIMIT = { limit: 60, period: 60 };
const ORIGIN_LIMIT = { limit: 1200, period: 60 };

export function readConfig(options) {
  if (typeof options !== "object" || options === null) {
    throw new ProxyConfigError("options", "must be an object", "Call createTokenProxy({ clientId, … }).");
  }
  const basePath = readBasePath(options.basePath);
  return Object.freeze({
    basePath,
    apps: Object.freeze(readApps(options, basePath)),
    limits: readLimits(options.limits),
    log: readLog(options.log),
  });
}

// One app stands at the base path; of several each has a path of its own, named after it.
function readApps(options, basePath) {
  if (options.apps === undefined) {
    const { basePath: _base, limits: _limits, log: _log, apps: _apps, ...app } = options;
    refuseUnknown(app, [...APP_OPTIONS, ...OPTIONS]);
    return [readApp(app.provider ?? "github", basePath, app)];
  }
  refuseUnknown(options, OPTIONS);
  const fix = 'Write { apps: { github: { clientId, … }, "other-name": { … } } }.';
  if (typeof options.apps !== "object" || options.apps === null || Object.keys(options.apps).length === 0) {
    throw new ProxyConfigError("apps", "must be an object of named apps", fix);
  }
  return Object.entries(options.apps).map(([name, app]) => {
    const field = `apps.${name}`;
    if (!APP_NAME.test(name) || name === "healthz") {
      const rule = "must be named by up to 32 lower-case letters, digits and hyphens (healthz is taken)";
      throw new ProxyConfigError(field, rule, fix);
    }
    if (typeof app !== "object" || app === null) throw new ProxyConfigError(field, "must be an object", fix);
    return within(field, () => {
      refuseUnknown(app, APP_OPTIONS);
      return readApp(name, `${basePath}/${name}`, app);
    });
  });
}

function within(path, read) {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ProxyConfigError)) throw error;
    throw new ProxyConfigError(`${path}.${error.field}`, error.problem, error.fix);
  }
}

function refuseUnknown(options, known) {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ProxyConfigError(unknown, "is not an option", `The options are ${known.join(", ")}.`);
}

function readLimits(limits = {}) {
  const fix =
    "Pass { address, origin }, each memoryRateLimiter({ limit, period }), one of your platform, or null.";
  if (typeof limits !== "object" || limits === null) {
    throw new ProxyConfigError("limits", "must be an object", fix);
  }
  const unknown = Object.keys(limits).find((name) => name !== "address" && name !== "origin");
  if (unknown !== undefined) throw new ProxyConfigError(`limits.${unknown}`, "is not an option", fix);
  const { address = memoryRateLimiter(ADDRESS_LIMIT), origin = memoryRateLimiter(ORIGIN_LIMIT) } = limits;
  for (const [name, limiter] of Object.entries({ address, origin })) {
    if (limiter !== null && typeof limiter?.limit !== "function") {
      throw new ProxyConfigError(`limits.${name}`, "is no rate limiter", fix);
    }
  }
  return Object.freeze({ address, origin });
}

function readLog(value) {
  if (value === undefined) return logLine;
  if (typeof value === "function") return value;
  throw new ProxyConfigError("log", "must be a function", "Pass (record) => …, or leave it out.");
}
