// Where credentials are kept. Must not: say what is in a record, which is the package's own business.

/** Somebody's credentials as a store keeps them: plain JSON, tokens included. Give back what you were given. */
export type CredentialRecord = Readonly<Record<string, unknown>>;

/**
 * A store of the app's own. Each method may answer at once or with a promise. What a store throws reaches the app as an
 * `AuthError` with the code `storage_unavailable` and the store's error as `cause`; an error whose own `code` is
 * `storage_full` keeps that code.
 */
export interface CredentialStore {
  /**
   * Whether every tab has records of its own, as with sessionStorage. Tabs then hand renewed credentials on to their
   * duplicates. Read once, by `createAuth`. Default `false`: the tabs share the records.
   */
  readonly isPerTab?: boolean;
  /** The record of that key; `undefined` or `null` when there is none. What is no record is removed, and signs out. */
  get(key: string): CredentialRecord | null | undefined | Promise<CredentialRecord | null | undefined>;
  /** Keeps a record, in place of an older one. */
  set(key: string, record: CredentialRecord): unknown;
  /** Removes a record, if there is one. */
  delete(key: string): unknown;
  /** The keys that begin so. Every key of this package begins with `portcullis:`. */
  keys(prefix: string): string[] | Promise<string[]>;
}

/**
 * Which store an app uses. `"session"`: sessionStorage, which ends with the tab. `"local"`: localStorage, which stays.
 * `"memory"`: ends with the page.
 */
export type StoreOption = "session" | "local" | "memory" | CredentialStore;
