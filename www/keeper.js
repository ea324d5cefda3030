// `Keeper`: one subject's credentials at one provider, wherever they are stored. Owns their renewal: one at a time in this
// tab and across tabs, never again with a spent refresh token, and never against a sign-out.

import { isStale, recordOf } from "./credentials.js";
import { notSignedIn } from "./errors.js";
import { canLock, exclusively } from "./lock.js";
import { lockOf } from "./tabs.js";

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
    return this.current;
  }

  async remove() {
    this.#removals += 1;
    this.#unsaved = this.current = undefined;
    await this.#store.delete(this.key);
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
    let newer = this.#store.isPerTab ? await this.#askOthers(refreshToken) : undefined;
    // While we asked, somebody may have signed out.
    if (removals !== this.#removals) throw notSignedIn(this.provider.name);
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
        newer = await this.#askOthers(refreshToken, rescueMs());
        if (!newer) {
          await this.#lose(current, error, removals, announce);
          throw error;
        }
      }
    }
    // Whoever changed the record meanwhile (a sign-out, a new sign-in) is right, and the answer is dropped.
    const stored = await this.load();
    if (!stored || removals !== this.#removals) throw notSignedIn(this.provider.name);
    if (stored.accessToken !== current.accessToken) return stored;
    const saved = await this.save(newer, removals);
    if (refreshToken) await this.#hub.tabs.hand(refreshToken, async () => recordOf(await this.load()));
    announce("tokenrefreshed", this);
    return saved;
  }

  /** What another tab got for this refresh token: a record. */
  async #askOthers(refreshToken, milliseconds) {
    const record = refreshToken && (await this.#hub.tabs.ask(refreshToken, milliseconds));
    return this.provider.credentialsFrom(record) && record;
  }

  /** The provider ended the session: out, in all tabs that hold the same refresh token, each with one event. */
  async #lose(current, error, removals, announce) {
    const stored = await this.load();
    if (stored?.accessToken !== current.accessToken || removals !== this.#removals) return;
    await this.remove();
    const lock = await lockOf(current.refreshToken);
    announce("reauthrequired", this, { error, id: lock?.id });
  }

  /** What another tab got for this refresh token, if it is that one. */
  async adopt(id, sealed) {
    const current = await this.load();
    const lock = await this.#lock(id);
    const newer = lock && (await lock.open(sealed));
    if (!this.provider.credentialsFrom(newer) || (await this.load())?.accessToken !== current.accessToken)
      return false;
    await this.save(newer);
    return true;
  }

  /** Another tab learned that a refresh token is refused. */
  async removeIf(id) {
    await this.load();
    if (await this.#lock(id)) await this.remove();
  }

  async #lock(id) {
    const lock = this.current?.refreshToken && (await lockOf(this.current.refreshToken));
    return lock?.id === id ? lock : undefined;
  }
}
