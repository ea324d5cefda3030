// `portcullis/react`: who is signed in, as a hook. Owns: what a server renders, where nobody is known yet.
// Must not: know more of a manager than `subscribe` and `getSnapshot`.

import { useSyncExternalStore } from "react";

// A server has no store to look into, and the first render in a page has to agree with what it sent.
const unknown = Object.freeze({ isLoading: true });
const getServerSnapshot = () => unknown;

export function useAuth(auth) {
  return useSyncExternalStore(auth.subscribe, auth.getSnapshot, getServerSnapshot);
}
