// `Keeper`: one subject's credentials at one provider, wherever they are stored. Owns their renewal: one at a time in this
// tab and across tabs, never again with a spent refresh token, and never against a sign-out.

import { isStale, recordOf } from "./credentials.js";
import { failure, notSignedIn } from "./errors.js";
import { canLock, exclusively } from "./lock.js";
import { endCookie } from "./sealed-cookie.js";
import { lockOf } from "./tabs.js";

/** In place of a record, for the tabs that hold the same refresh token. */
const REFUSED = { isRefused: true };

/** How long the loser of a race waits for the winner to say what it got. With locks there is hardly a race. */
const rescueMs = () => (canLock() ? 1_000 : 10_000);

export class Keeper {
  #hub;
  #store;
  #renewal;
  #removals = 0;
  /** What a store has not taken yet: the provider counts the older refresh token as spent. */
  #unsaved;

  constructor(hub, subject, key, store = hub.store) {
    this.#hub = hub;
    this.#store = store;
    Object.assign(this, { subject, key });
  }

  /** As stored now; what cannot be read is removed and counts as signed out. */
  async load() {
    const removals = this.#removals;
    const record = this.#unsaved ?? (await this.#store.get(this.key));
    const credentials = this.provider.credentialsFrom(record);
    if (record != null && !credentials) await this.#store.delete(this.key);
    this.current = removals === this.#removals ? credentials : undefined;
    return this.current;
  }

  /** Replaces the record in one write; a sign-out meanwhile wins. */
  async save(record, removals = this.#removals) {
    const whole = { ...record, issuer: this.provider.appCredentials.issuer };
    const old = this.current;
    if (removals === this.#removals) {
      this.#unsaved = whole;
      await this.#store.set(this.key, whole);
      this.#unsaved = undefined;
    }
    if (removals !== this.#removals) {
      await this.#store.delete(this.key);
      throw notSignedIn(this.provider.name);
    }
    this.current = this.provider.credentialsFrom(whole);
    if (old?.refreshToken !== this.current.refreshToken) await endCookie(this.provider, old);
    return this.current;
  }

  async remove() {
    const old = this.current;
    this.#removals += 1;
    this.#unsaved = this.current = undefined;
    await this.#store.delete(this.key);
    await endCookie(this.provider, old);
  }

  /** Credentials that are good for a request now, or in place of spent ones. */
  async fresh(spent, minValidity = 0) {
    const credentials = await this.load();
    if (!credentials) throw notSignedIn(this.provider.name);
    const isUsable = spent ? credentials.accessToken !== spent : !isStale(credentials);
    // No token lasts longer than it does.
    const lasts = !minValidity || !credentials.isExpired(Math.min(minValidity, credentials.expiresIn / 2));
    return isUsable && lasts ? credentials : this.renew(credentials.accessToken);
  }

  /** A renewal that nobody waits for has failed; one that may succeed later is tried again. */
  report(error) {
    return error?.retryable ? this.#hub.show("error", this, { error }) : this.#hub.refresh();
  }

  /** New credentials in place of those with the spent token (by default the stored ones). */
  renew(spent) {
    this.#renewal ??= this.#renew(spent).finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #renew(spent) {
    let event;
    // The other tabs are told at once. Events come after the lock: whoever listens may call us, and would wait for it.
    const announce = (...given) => {
      this.#hub.tell(...given);
      event = given;
    };
    try {
      return await exclusively(this.key, () => this.#exchange(spent, announce));
    } finally {
      if (event) await this.#hub.show(...event);
    }
  }

  async #exchange(spent, announce) {
    const removals = this.#removals;
    const current = await this.load();
    if (!current) throw notSignedIn(this.provider.name);
    if (spent && current.accessToken !== spent) return current;
    const { flow, signed_in_at } = recordOf(current);
    const { refreshToken } = current;
    // Where storage is shared, loading has told it already.
    let newer = this.#store.isPerTab ? await this.#askOthers(current) : undefined;
    const isAdopted = newer;
    // While we asked, somebody may have signed out.
    if (removals !== this.#removals) throw notSignedIn(this.provider.name);
    let lost =
      newer?.isRefused && failure("refresh_rejected", "The sign-in has ended. Please sign in again.");
    if (!newer) {
      try {
        const made = await this.provider.flow(flow).refresh({ credentials: current, subject: this.subject });
        const { answer, obtained_at } = this.provider.recordFor(made);
        // What a newer answer leaves out stays (RFC 6749 section 6).
        const whole = { ...(refreshToken && { refresh_token: refreshToken }), ...answer };
        newer = { answer: whole, obtained_at, signed_in_at, flow };
      } catch (error) {
        if (error?.code !== "refresh_rejected") throw error;
        // Perhaps another tab was quicker: then its answer is ours.
        const stored = await this.load();
        if (stored && stored.accessToken !== current.accessToken) return stored;
        newer = await this.#askOthers(current, rescueMs());
        if (!newer || newer.isRefused) lost = error;
      }
    }
    if (lost) {
      await this.#lose(current, lost, removals, announce);
      throw lost;
    }
    // Whoever changed the record meanwhile (a sign-out, a new sign-in) is right, and the answer is dropped.
    const stored = await this.load();
    const isOut = !stored || removals !== this.#removals;
    // The answer has made the cookie anew.
    if (isOut || stored.refreshToken !== refreshToken) await endCookie(this.provider, current);
    if (isOut) throw notSignedIn(this.provider.name);
    if (stored.accessToken !== current.accessToken) return stored;
    const saved = await this.save(newer, removals);
    // The other tab may have slept, too.
    if (isAdopted && isStale(saved)) return this.#exchange(undefined, announce);
    if (refreshToken) await this.#hub.tabs.hand(refreshToken, async () => recordOf(await this.load()));
    announce("tokenrefreshed", this);
    return saved;
  }

  /** What another tab got for this refresh token: a record, or that it is over. */
  async #askOthers({ refreshToken, accessToken }, milliseconds) {
    const record = refreshToken && (await this.#hub.tabs.ask(refreshToken, milliseconds));
    // A refresh token may stay the same: then the other tab has perhaps no more than we have.
    const other = this.provider.credentialsFrom(record)?.accessToken ?? accessToken;
    return record?.isRefused || other !== accessToken ? record : undefined;
  }

  /** The provider ended the session: out, in all tabs that hold the same refresh token, each with one event. */
  async #lose(current, error, removals, announce) {
    const stored = await this.load();
    if (stored?.accessToken !== current.accessToken || removals !== this.#removals) return;
    await this.remove();
    if (current.refreshToken) await this.#hub.tabs.hand(current.refreshToken, async () => REFUSED);
    announce("reauthrequired", this, { error });
  }

  /** What another tab got for a refresh token, if it is that of this one: whether something is different now. */
  async adopt(id, sealed) {
    const current = await this.load();
    const lock = current?.refreshToken && (await lockOf(current.refreshToken));
    const newer = lock?.id === id && (await lock.open(sealed));
    if ((await this.load())?.accessToken !== current?.accessToken) return false;
    if (newer.isRefused) await this.remove();
    else if (this.provider.credentialsFrom(newer)) await this.save(newer);
    else return false;
    return true;
  }
}
