// `portcullis/slim`: the same API with the wasm as a file of its own, for apps that fetch, cache or preload it
// themselves. `init` once, then `createAuth`.

import { Engine, initSync } from "../pkg/portcullis.js";
import { failure } from "./errors.js";
import { AuthManager } from "./manager.js";
import { loadEngineBy } from "./wasm.js";
import { wasmBlocked } from "./wasm-blocked.js";

export * from "./exports.js";

let ready;
let isReady = false;

async function compile(source) {
  const given = await source;
  if (given instanceof WebAssembly.Module) return given;
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return WebAssembly.compile(given);
  const response = given instanceof Response ? given : await fetch(given);
  if (!response.ok)
    throw new TypeError(`The wasm could not be loaded: ${response.status} for ${response.url}`);
  return WebAssembly.compile(await response.arrayBuffer());
}

async function load(source) {
  try {
    initSync({ module: await compile(source) });
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

loadEngineBy(() => {
  if (!isReady) throw failure("not_initialized", "Call `await init()` before createAuth().");
  return Engine;
});

export const createAuth = (options) => new AuthManager(options);
