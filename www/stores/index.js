// Which store an app's option `store` means. Must not: touch any storage; a store does, when it is used.

import { misuse } from "../errors.js";
import { IndexedDbStore } from "./indexeddb.js";
import { MemoryStore } from "./memory.js";
import { WebStore } from "./web.js";

const methods = ["get", "set", "delete", "keys"];

export function createStore(choice = "session") {
  if (choice === "memory") return new MemoryStore();
  if (choice === "session" || choice === "local") return new WebStore(`${choice}Storage`);
  if (choice === "indexeddb") return new IndexedDbStore();
  if (methods.every((name) => typeof choice?.[name] === "function")) return choice;
  throw misuse(
    "invalid_option",
    "store",
    `must be "memory", "session", "local", "indexeddb" or an object with ${methods.join(", ")}.`,
  );
}
