// `portcullis/slim`: the same API with the wasm as a file of its own, for apps that fetch, cache or preload it
// themselves. `init` once, then `createAuth`.

import start, { createAuth as create } from "../pkg/portcullis.js";
import { AuthError } from "./errors.js";
import { wasmBlocked } from "./wasm-blocked.js";

export * from "./api.js";

let ready;
let isReady = false;

async function load(source) {
  try {
    await start({ module_or_path: await source });
    isReady = true;
  } catch (cause) {
    ready = undefined; // a later init may succeed
    throw wasmBlocked(cause);
  }
}

export function init(source = new URL("./portcullis.wasm", import.meta.url)) {
  ready ??= load(source);
  return ready;
}

export function createAuth(options) {
  if (!isReady) {
    const message =
      "Call `await init()` before createAuth(), or import from 'portcullis', which needs no init.";
    throw new AuthError({ code: "not_initialized", message });
  }
  return create(options);
}
