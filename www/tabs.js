// What the tabs of an app tell each other over a BroadcastChannel: that somebody signed in or out, and, to whoever still
// holds a spent refresh token (a duplicated tab), what it was exchanged for. Only the holder of the spent token can read
// that: it is the key. No token travels in the clear.

const ASK_MS = 250;
const cipher = "AES-GCM";
const encode = (text) => new TextEncoder().encode(text);

export class Tabs {
  #channel;
  #waiting = new Map();
  #handed = new Map();

  constructor(name, listener) {
    if (!globalThis.document || !globalThis.BroadcastChannel) return;
    try {
      this.#channel = new BroadcastChannel(name);
    } catch {
      return; // blocked, as storage is: this tab is on its own
    }
    this.#channel.onmessage = ({ data }) => {
      if (data?.ask) this.#answer(data.ask);
      else if (this.#waiting.has(data?.id)) this.#waiting.get(data.id)(data.sealed);
      else if (data) listener(data);
    };
  }

  tell(message) {
    this.#channel?.postMessage(message);
  }

  /** Hands on what a spent token was exchanged for; later askers get what `read` gives then. */
  async hand(token, read) {
    const lock = this.#channel && (await lockOf(token));
    if (!lock) return;
    this.#handed.set(lock.id, { lock, read });
    await this.#answer(lock.id);
  }

  /** What another tab got for a token; `undefined` when none says so in time. */
  async ask(token, milliseconds = ASK_MS) {
    const lock = this.#channel && (await lockOf(token));
    if (!lock) return undefined;
    const sealed = await new Promise((resolve) => {
      this.#waiting.set(lock.id, resolve);
      setTimeout(resolve, milliseconds);
      this.tell({ ask: lock.id });
    });
    this.#waiting.delete(lock.id);
    return sealed && lock.open(sealed);
  }

  async #answer(id) {
    const { lock, read } = this.#handed.get(id) ?? {};
    try {
      const record = await read?.();
      if (record) this.tell({ id, sealed: await lock.seal(record) });
    } catch {} // the store failed: as if nobody were there
  }
}

/** The name that a token is asked for by, and the key that it is; `undefined` on pages without cryptography. */
export async function lockOf(token) {
  const { subtle } = globalThis.crypto;
  if (!subtle) return undefined;
  const digest = (use) => subtle.digest("SHA-256", encode(`portcullis ${use} ${token}`));
  const id = btoa(String.fromCharCode(...new Uint8Array(await digest("name"))));
  const key = await subtle.importKey("raw", await digest("key"), cipher, false, ["encrypt", "decrypt"]);
  return {
    id,
    async seal(record) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      return { iv, data: await subtle.encrypt({ name: cipher, iv }, key, encode(JSON.stringify(record))) };
    },
    async open({ iv, data }) {
      return JSON.parse(new TextDecoder().decode(await subtle.decrypt({ name: cipher, iv }, key, data)));
    },
  };
}
