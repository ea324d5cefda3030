// `MemoryStore`: records that end with the page. Whoever reads or writes one gets a copy, as with every other store.

export class MemoryStore {
  #records = new Map();

  get(key) {
    return structuredClone(this.#records.get(key));
  }

  set(key, record) {
    this.#records.set(key, structuredClone(record));
  }

  delete(key) {
    this.#records.delete(key);
  }

  keys(prefix) {
    return [...this.#records.keys()].filter((key) => key.startsWith(prefix));
  }
}
