// The public types of `portcullis/react`. They need no types of React's.

import type { AuthManager, AuthSnapshot } from "./index.js";

/**
 * Who is signed in: `auth.getSnapshot()`, and a new render whenever it is another one. On a server, and in the first render of a
 * page that a server has rendered, it is `{ isLoading: true }`. Needs React 18 or later, and to be called in a component.
 * Source: react.dev/reference/react/useSyncExternalStore
 */
export declare function useAuth(auth: Pick<AuthManager, "subscribe" | "getSnapshot">): AuthSnapshot;
