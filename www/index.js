// `portcullis`: everything in one file. The wasm is inlined and compiled, synchronously, at the first createAuth();
// importing does nothing, so it is safe on a server and costs nothing when unused.

import wasm from "#wasm"; // the build puts the bytes here, as wasm-text.js writes them
import { Engine, initSync } from "../pkg/portcullis.js";
import { AuthManager } from "./manager.js";
import { loadEngineBy } from "./wasm.js";
import { wasmBlocked } from "./wasm-blocked.js";
import { decodeWasm } from "./wasm-text.js";

export * from "./exports.js";

let isReady = false;

loadEngineBy(() => {
  if (!isReady) {
    try {
      initSync({ module: decodeWasm(wasm) });
    } catch (cause) {
      throw wasmBlocked(cause);
    }
    isReady = true;
  }
  return Engine;
});

export const createAuth = (options) => new AuthManager(options);
