// Says in words why WebAssembly did not start. A page's Content Security Policy is the usual reason.

import { failure } from "./errors.js";

export function wasmBlocked(cause) {
  // Browsers word it differently, but every one names the policy.
  if (!/content.security.policy/i.test(String(cause?.message))) return cause;
  const message =
    "This page's Content Security Policy forbids WebAssembly. It needs: script-src 'self' 'wasm-unsafe-eval'";
  return failure("wasm_blocked", message, { cause });
}
