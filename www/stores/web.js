// `WebStore`: records as JSON text in sessionStorage or localStorage, and the two errors that every store of the browser
// throws. Must not: judge what a record says.

import { failure } from "../errors.js";

/** `storage_full` or `storage_unavailable`. */
export function storageError(isFull, name, cause) {
  const problem = isFull ? "full" : "unavailable";
  return failure(`storage_${problem}`, `${name} is ${problem} here.`, { cause });
}

export class WebStore {
  #name;

  constructor(areaName) {
    this.#name = areaName;
  }

  /** Only sessionStorage is a tab's own; duplicating the tab copies it. */
  get isPerTab() {
    return this.#name === "sessionStorage";
  }

  /** What is no JSON is something that is no record. */
  get(key) {
    const text = this.#use((area) => area.getItem(key));
    if (text === null) return undefined;
    try {
      const record = JSON.parse(text);
      return Object(record) === record ? record : {};
    } catch {
      return {};
    }
  }

  set(key, record) {
    const text = JSON.stringify(record);
    this.#use((area) => area.setItem(key, text), true);
  }

  delete(key) {
    this.#use((area) => area.removeItem(key));
  }

  keys(prefix) {
    // Not Object.keys: that leaves out names such as "getItem" and "__proto__".
    const names = this.#use((area) => Array.from(area, (_, index) => area.key(index)));
    return names.filter((name) => name.startsWith(prefix));
  }

  /** Looked up each time: a page may lose its storage, and merely naming it throws where it is blocked. */
  #use(action, isWrite) {
    let area;
    try {
      area = globalThis[this.#name];
      return action(area);
    } catch (cause) {
      throw storageError(area && isWrite, this.#name, cause);
    }
  }
}
