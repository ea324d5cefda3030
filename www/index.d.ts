// The public types of `portcullis`, by hand; each subject has a file of its own in `types/`. Times are epoch seconds unless
// a name says otherwise; sources are named by RFC section or page of a provider's docs. `slim.d.ts` re-exports all.

import type { AuthManager } from "./types/manager.js";
import type { AuthOptions } from "./types/options.js";

export * from "./types/app-credentials.js";
export * from "./types/bindings.js";
export * from "./types/credentials.js";
export * from "./types/device.js";
export * from "./types/errors.js";
export * from "./types/events.js";
export * from "./types/flows.js";
export * from "./types/github.js";
export * from "./types/manager.js";
export * from "./types/oauth2.js";
export * from "./types/options.js";
export * from "./types/providers.js";
export * from "./types/servers.js";
export * from "./types/sessions.js";
export * from "./types/sign-in.js";
export * from "./types/stores.js";
export * from "./types/subjects.js";

/**
 * Checks the options and makes the manager. Synchronous, sends nothing.
 * @throws {ConfigError} naming the first wrong field; `missing_option` when there is no provider.
 * @throws {AuthError} `not_initialized` before `init` (slim entry), `wasm_blocked` when the Content Security Policy lacks
 *   `'wasm-unsafe-eval'`.
 */
export declare function createAuth(options: AuthOptions): AuthManager;
