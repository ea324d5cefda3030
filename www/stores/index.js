// Which store an app's option `store` means, and the typed errors of a store that the app brings along. Must not: touch any
// storage; a store does, when it is used.

import { failure, misuse } from "../errors.js";
import { MemoryStore } from "./memory.js";
import { WebStore } from "./web.js";

const methods = ["get", "set", "delete", "keys"];

export function createStore(choice = "session") {
  if (choice === "memory") return new MemoryStore();
  if (choice === "session" || choice === "local") return new WebStore(`${choice}Storage`);
  if (methods.every((name) => typeof choice?.[name] === "function")) return guarded(choice);
  const message = `must be "session", "local", "memory" or an object with ${methods.join(", ")}.`;
  throw misuse("invalid_option", "store", message);
}

/** The same store; whatever it throws becomes an error of ours. */
function guarded(store) {
  const failed = (cause) => {
    throw failure(cause?.code === "storage_full" ? cause.code : "storage_unavailable", "The store failed.", {
      cause,
    });
  };
  const guard =
    (name) =>
    (...given) => {
      try {
        const done = store[name](...given);
        return typeof done?.then === "function" ? done.then(undefined, failed) : done;
      } catch (cause) {
        return failed(cause);
      }
    };
  return Object.fromEntries([["isPerTab", store.isPerTab], ...methods.map((name) => [name, guard(name)])]);
}
