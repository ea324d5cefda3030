// The public types of `portcullis/slim`: those of `portcullis`, and `init`.

export * from "./index.js";

/**
 * Loads and compiles the wasm. Call it once before `createAuth`; further calls share the first one's promise.
 * @param source Where the wasm is: a URL, a `Response`, its bytes, or a compiled module. Default: `portcullis.wasm` beside
 *   this file.
 * @throws {AuthError} `wasm_blocked` when the Content Security Policy lacks `'wasm-unsafe-eval'`.
 */
export declare function init(
  source?: string | URL | Request | Response | Promise<Response> | BufferSource | WebAssembly.Module,
): Promise<void>;
