// The public types of `portcullis/indexeddb`.

import type { CredentialStore } from "./index.js";

/**
 * Credentials that outlive the tab, encrypted in IndexedDB by a key that no script can read out:
 * `createAuth({ store: new IndexedDbStore() })`. Shared by the tabs of the origin. Needs a secure context.
 */
export declare class IndexedDbStore implements CredentialStore {
  get(key: string): Promise<Record<string, unknown> | null | undefined>;
  set(key: string, record: Record<string, unknown>): Promise<void>;
  delete(key: string): Promise<void>;
  keys(prefix: string): Promise<string[]>;
}
