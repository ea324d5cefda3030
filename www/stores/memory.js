// `MemoryStore`: records that end with the page. Whoever reads or writes one gets a copy, as with every other store.

export class MemoryStore extends Map {
  isPerTab = true;

  get(key) {
    return structuredClone(super.get(key));
  }

  set(key, record) {
    return super.set(key, structuredClone(record));
  }

  keys(prefix) {
    return [...super.keys()].filter((key) => key.startsWith(prefix));
  }
}
