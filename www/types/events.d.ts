// What a manager tells about who is signed in. Holds no token.

import type { Subject } from "./subjects.js";

/** Somebody with credentials. */
export interface AuthAccount {
  /** The provider's name. */
  readonly provider: string;
  /** Whose credentials. */
  readonly subject: Subject;
  /** When the access token ends, in epoch seconds; `null` when unknown. */
  readonly expiresAt: number | null;
  /** Whether the credentials are good for a request, or can be renewed. */
  readonly isLive: boolean;
}

/** Who is signed in, as plain facts; frozen, and the same object while nothing changes. */
export type AuthSnapshot =
  | {
      /** The store has not answered yet. With a store that answers at once there is no such time. */
      readonly isLoading: true;
      /** Not known yet, like all that follows. */
      readonly isAuthenticated?: undefined;
      readonly provider?: undefined;
      readonly subject?: undefined;
      readonly expiresAt?: undefined;
      readonly accounts?: undefined;
    }
  | {
      /** The store has answered. */
      readonly isLoading: false;
      /** Whether there is a live account. */
      readonly isAuthenticated: boolean;
      /** The provider of the first live account; `null` when there is none. */
      readonly provider: string | null;
      /** Its subject; `null` when there is none. */
      readonly subject: Subject | null;
      /** When its access token ends, in epoch seconds; `null` when unknown. */
      readonly expiresAt: number | null;
      /** Everybody, who signed in last first; then providers with a token of the app's own. */
      readonly accounts: readonly AuthAccount[];
    };

/** What happened to somebody's credentials. */
export interface AuthEventDetail {
  /** The provider's name. */
  readonly provider: string;
  /** Whose credentials. */
  readonly subject: Subject;
  /** Whether it happened in another tab. */
  readonly isRemote: boolean;
  /** With `reauthrequired` in this tab: what the provider answered. */
  readonly error?: unknown;
}

/** The events of a manager, by type. */
export interface AuthEventMap {
  /** The snapshot is another one. */
  change: CustomEvent<AuthSnapshot>;
  /** Credentials were stored: by a sign-in, or by the app. */
  signedin: CustomEvent<AuthEventDetail>;
  /** Credentials were removed by the app. */
  signedout: CustomEvent<AuthEventDetail>;
  /** Credentials were renewed. */
  tokenrefreshed: CustomEvent<AuthEventDetail>;
  /** The provider no longer renews them, so they were removed. Once for each tab; the person has to sign in again. */
  reauthrequired: CustomEvent<AuthEventDetail>;
  /** A renewal ahead of time has failed; it will be tried again. `detail.error` says why. */
  error: CustomEvent<AuthEventDetail>;
}
