// Opening a session: which providers and bindings it has, with whose credentials. Who asks for something by name gets it or
// an error; what comes along by itself and cannot is skipped, with the reason.

import { recordOf } from "./credentials.js";
import { failure, isObject, knownOptions, misuse, notSignedIn } from "./errors.js";
import { Keeper } from "./keeper.js";
import { normalizeName, subjectKey } from "./names.js";
import { makeSource, Session } from "./session.js";
import { MemoryStore } from "./stores/memory.js";

/** By the credentials that an app gave. */
const keeperOf = new WeakMap();

const known = ["subject", "providers", "withCredentials", "overrides", "autoRefresh"];

export async function openSession(manager, hub, options) {
  const given = knownOptions("session", options, known);
  const { subject, autoRefresh = true } = given;
  const check = (name, isRight, message) => {
    if (given[name] !== undefined && !isRight(given[name]))
      throw misuse("invalid_option", `session.${name}`, message);
  };
  check("autoRefresh", (value) => typeof value === "boolean", "must be true or false.");
  check("providers", Array.isArray, "must be an array of names.");
  for (const name of ["withCredentials", "overrides"]) check(name, isObject, "must be an object.");
  if (subject != null) subjectKey(subject); // refuses what is none
  const names = [...manager].flatMap((one) => [...new Set([one.name, ...one.bindings.keys()])]);
  const byName = (field, entries) => {
    const normal = entries.map(([name, value]) => [normalizeName(name), value]);
    // One that two providers have would send the credentials for one of them to both.
    const stranger = normal.find(([name]) => names.filter((one) => one === name).length !== 1);
    if (stranger) {
      throw misuse("unknown_provider", `session.${field}.${stranger[0]}`, "is not one provider or binding.");
    }
    return new Map(normal);
  };
  const list = given.providers && Array.from(given.providers, (name) => [name]);
  const wanted = list && byName("providers", list);
  const held = byName("withCredentials", Object.entries(given.withCredentials ?? {}));
  const overrides = byName("overrides", Object.entries(given.overrides ?? {}));

  const sources = [];
  const skipped = [];
  for (const provider of manager) {
    const pick = (map, key) => map.get(key) ?? map.get(provider.name);
    const isAsked = (key) => wanted.has(key) || wanted.has(provider.name);
    const keepers = new Map();
    for (const [key, binding] of provider.bindings) {
      if (wanted && !isAsked(key)) continue;
      try {
        const credentials = pick(held, key);
        if (!keepers.has(credentials))
          keepers.set(credentials, await findKeeper(hub, provider, subject, credentials));
        const keeper = keepers.get(credentials);
        sources.push(await makeSource(manager, keeper, key, binding, pick(overrides, key), autoRefresh));
      } catch (reason) {
        if (wanted || held.has(key) || held.has(provider.name)) throw reason;
        skipped.push({ name: key, reason });
      }
    }
  }
  if (!sources.length && skipped.length) throw skipped[0].reason;
  const since = ({ keeper }) => recordOf(keeper.current)?.signed_in_at ?? 0;
  sources.sort((one, other) => since(other) - since(one));
  return new Session(subject ?? sources[0]?.keeper.subject ?? null, sources, skipped, autoRefresh);
}

/** The keeper of given credentials (which are not stored), of stored ones, or of the app's own token. */
async function findKeeper(hub, provider, subject, given) {
  if (given !== undefined) {
    // The same ones again: refresh tokens are single use.
    const known = keeperOf.get(given);
    if (known?.provider === provider) return known;
    const keeper = new Keeper(
      hub,
      subject ?? "default",
      `portcullis:given:${Math.random()}`,
      new MemoryStore(),
    );
    keeper.provider = provider;
    await keeper.save(provider.recordFor(given));
    keeperOf.set(given, keeper);
    return keeper;
  }
  const found = subject ?? (await hub.accounts([provider]))[0]?.subject;
  const keeper = found !== undefined && hub.keeper(provider, found);
  if (keeper && (await keeper.load())) return keeper;
  const token = provider.appToken;
  if (token && (subject ?? "default") === "default") return tokenKeeper(provider, token);
  throw notSignedIn(provider.name);
}

function tokenKeeper(provider, current) {
  const renew = async () => {
    throw failure("refresh_not_supported", "A personal access token cannot be refreshed. Make a new one.");
  };
  const fresh = async (spent) => (spent ? renew() : current);
  return { provider, subject: "default", current, load: async () => current, fresh, renew, report() {} };
}
