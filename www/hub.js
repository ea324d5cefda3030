// `Hub`: what the providers of a manager share. Owns who is signed in (the accounts in the store), the keepers of their
// credentials, and the news about both, in this tab and from the others.

import { recordOf } from "./credentials.js";
import { Keeper } from "./keeper.js";
import { all, whenKnown } from "./maybe.js";
import { subjectKey, subjectOf } from "./names.js";
import { Tabs } from "./tabs.js";

const PREFIX = "portcullis:v1";
const news = ["signedin", "signedout", "tokenrefreshed", "reauthrequired"];
const hubs = new WeakMap();

/** Of a manager; not a member, so that it is nobody else's. */
export const hubOf = (manager) => hubs.get(manager);

export class Hub {
  providers = new Map();
  snapshot = Object.freeze({ isLoading: true });
  /** Changes for a provider whenever somebody is signed out of it. */
  signOuts = new WeakMap();
  /** The sign-in that is under way in this page. */
  run;
  #keepers = new Map();
  /** Whose credentials this tab has had, by key, and who another tab says to be out: told once both are true. */
  #seen = new Set();
  #out = new Map();
  #turn = 0;
  #warnings = new Set();
  #manager;

  constructor(manager, store) {
    hubs.set(manager, this);
    this.#manager = manager;
    this.store = store;
    this.tabs = new Tabs(PREFIX, (message) => this.#hear(message).catch(() => {}));
    // A page that comes back from the history shows what is true now, and so does one whose localStorage comes late (under
    // whatever names a store of the app's own writes there).
    globalThis.addEventListener?.("pageshow", ({ persisted }) => persisted && this.#reload());
    globalThis.addEventListener?.("storage", () => !this.store.isPerTab && this.#reload());
  }

  /** The empty part of another key, that of pending sign-ins, is no client id. */
  #prefix({ name, appCredentials: { clientId } }) {
    return `${PREFIX}:${[clientId || "-", name].map(encodeURIComponent).join(":")}:`;
  }

  keeper(provider, subject) {
    const part = subjectKey(subject);
    const key = this.#prefix(provider) + part;
    const keeper = this.#keepers.get(key) ?? new Keeper(this, subjectOf(part), key);
    this.#keepers.set(key, keeper);
    return Object.assign(keeper, { provider });
  }

  /** Everybody with credentials, who signed in last first; a promise when the store answers later. */
  accounts(providers = [...this.providers.values()]) {
    const accountsOf = (provider) => {
      const prefix = this.#prefix(provider);
      const accountAt = (key) =>
        whenKnown(this.store.get(key), (record) => {
          const credentials = provider.credentialsFrom(record);
          if (credentials)
            return { key, provider, subject: subjectOf(key.slice(prefix.length)), credentials };
          // What cannot be read is nobody's.
          return record == null ? undefined : whenKnown(this.store.delete(key), () => undefined);
        });
      // Not every store of an app looks at the prefix.
      const isOurs = (key) => key.startsWith(prefix);
      return whenKnown(this.store.keys(prefix), (keys) => all([...keys].filter(isOurs).map(accountAt)));
    };
    const since = ({ credentials }) => recordOf(credentials).signed_in_at ?? 0;
    const sort = (found) => found.sort((one, other) => since(other) - since(one));
    return whenKnown(all(providers.map(accountsOf)), (lists) => sort(lists.flat().filter(Boolean)));
  }

  /** Looks again who is signed in, and says so when that has changed. */
  refresh() {
    this.#turn += 1;
    const turn = this.#turn;
    // Of two looks the later one counts; one that fails changes nothing, but that nobody is signed in at first.
    const show = (accounts) => turn === this.#turn && this.#show(accounts);
    const failed = () => this.snapshot.isLoading && this.#show([]);
    try {
      return Promise.resolve(whenKnown(this.accounts(), show)).catch(failed);
    } catch {
      return failed();
    }
  }

  async #reload() {
    await Promise.allSettled([...this.#keepers.values()].map((keeper) => keeper.load()));
    await this.refresh();
    for (const [keeper, type] of this.#out) {
      if (keeper.current) continue; // shared storage that comes late
      this.#out.delete(keeper);
      if (this.#seen.has(keeper.key)) await this.show(type, keeper, { isRemote: true });
    }
  }

  #show(found) {
    for (const { key } of found) this.#seen.add(key);
    const accounts = found.map(({ provider, subject, credentials: { expiresAt, refreshToken } }) => ({
      provider: provider.name,
      subject,
      expiresAt,
      isLive: refreshToken !== null || expiresAt === null || expiresAt * 1000 > Date.now(),
    }));
    for (const { name: provider, appToken } of this.providers.values()) {
      if (appToken) accounts.push({ provider, subject: "default", expiresAt: null, isLive: true });
    }
    const { provider = null, subject = null, expiresAt = null } = accounts.find(({ isLive }) => isLive) ?? {};
    const next = {
      isLoading: false,
      isAuthenticated: provider !== null,
      provider,
      subject,
      expiresAt,
      accounts,
    };
    if (JSON.stringify(next) === JSON.stringify(this.snapshot)) return;
    for (const one of [next, accounts, ...accounts]) Object.freeze(one);
    this.snapshot = next;
    this.#dispatch("change", next);
  }

  #dispatch(type, detail) {
    this.#manager.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Tells the developer, once. */
  warn(text) {
    if (text && !this.#warnings.has(text)) console.warn(text);
    this.#warnings.add(text);
  }

  /** Says what happened to somebody's credentials, here and, without them, in the other tabs. */
  emit(type, keeper) {
    this.tell(type, keeper);
    return this.show(type, keeper);
  }

  tell(type, { key }) {
    this.tabs.tell({ type, key, at: Date.now() });
  }

  async show(type, { provider, subject, key, current }, { isRemote = false, error } = {}) {
    await this.refresh();
    if (!current) this.#seen.delete(key);
    this.#dispatch(type, { provider: provider.name, subject, isRemote, error });
  }

  /** Signs somebody out; whether they were in. */
  async remove(keeper) {
    const credentials = await keeper.load();
    await keeper.remove();
    if (credentials) await this.emit("signedout", keeper);
    return credentials;
  }

  async #hear({ type, key, id, at, sealed }) {
    if (sealed) {
      for (const { provider, subject } of await this.accounts()) {
        const keeper = this.keeper(provider, subject);
        if (!(await keeper.adopt(id, sealed))) continue;
        if (keeper.current) await this.show("tokenrefreshed", keeper, { isRemote: true });
        else await this.#reload();
      }
      return;
    }
    const provider = [...this.providers.values()].find((one) => key.startsWith(this.#prefix(one)));
    if (!provider || !news.includes(type)) return;
    const keeper = this.keeper(provider, subjectOf(key.slice(this.#prefix(provider).length)));
    const since = recordOf(await keeper.load())?.signed_in_at;
    if (type === "signedout" || type === "reauthrequired") {
      this.#out.set(keeper, type);
      // What is shared is gone already. A message can come late: after it somebody may have signed in again.
      if (type === "signedout" && this.store.isPerTab && !(since >= at)) await keeper.remove();
      await this.#reload();
      return;
    }
    this.#out.delete(keeper);
    // Each tab has its own storage, so nothing is new here; the new credentials come sealed.
    if (!this.store.isPerTab || type === "signedin") await this.show(type, keeper, { isRemote: true });
  }
}
