// Bindings: how somebody's credentials become a request. Must not: make one.

import type { AppCredentials } from "./app-credentials.js";
import type { OAuth2UserCredentials } from "./credentials.js";
import type { AuthManager } from "./manager.js";
import type { AuthProvider } from "./providers.js";
import type { Subject } from "./subjects.js";

/** What a request of a session gets. */
export interface RequestAuth {
  /** Headers to add. A request that has one of them already is refused. */
  headers: Readonly<Record<string, string>>;
  /** Only requests to its origin get the headers. Default: the provider's `apiUrl`. */
  baseUrl?: string;
  /** Milliseconds after which a request is given up. Default: none. */
  timeoutMs?: number;
}

/** What a binding is given. */
export interface BindingContext {
  /** The manager of the session. */
  readonly manager: AuthManager;
  /** The provider that the binding is registered with. */
  readonly provider: AuthProvider;
  /** Whose credentials. */
  readonly subject: Subject;
  /** What the app configured. */
  readonly appCredentials: AppCredentials;
  /** The credentials: for a request, good for it now. */
  readonly userCredentials: OAuth2UserCredentials;
}

/** How credentials become a request. Called when a session is opened, and again for every request. */
export type Binding = (context: BindingContext) => RequestAuth | Promise<RequestAuth>;
