// A sign-in: what it is asked for and what comes of it. Must not: know a step in between.

import type { OAuth2UserCredentials } from "./credentials.js";
import type { AuthError } from "./errors.js";
import type { Subject } from "./subjects.js";

/** Options of an authorization request. */
export interface AuthorizeOptions {
  /** Scopes to ask for, in place of the provider's default: an array, or one string with spaces. */
  scope?: string | readonly string[];
  /** Another registered callback than the provider's. Same rules as `AppOptions.redirectUri`. */
  redirectUri?: string;
  /** More query parameters, such as `{ prompt: "select_account" }`. Those that the flow sets are refused. Default: none. */
  extraParams?: Readonly<Record<string, string>>;
  /** A path on this origin to return to, handed back in the result. Anything that could leave the origin becomes `/`. */
  returnTo?: string;
  /** Your own data, handed back in the result. Plain JSON; kept in sessionStorage for at most ten minutes. */
  appState?: unknown;
  /** Your own `state`: 22 to 512 base64url characters that nobody can guess. Default: 32 random bytes. */
  state?: string;
  /** Whose credentials these will be. Default: what the provider says. */
  subject?: Subject | null;
}

/** Options of a sign-in. */
export interface SignInOptions extends AuthorizeOptions {
  /** Which flow of the provider. Default `"oauth2"`, or the first flow of a provider without that one. */
  flow?: string;
  /** How: both mean that the page is left for the provider's and comes back. Default `"auto"`. */
  mode?: "auto" | "redirect";
}

/** Options of a sign-in by a flow of the app's own, which can have any options it likes. */
export interface FlowSignInOptions extends SignInOptions {
  /** Which flow of the provider. */
  flow: string;
  /** The flow's own. */
  [option: string]: unknown;
}

/** What a provider says about a person. Nothing checks the types. */
export interface UserInfo {
  /** Whatever the provider calls it. */
  readonly [member: string]: unknown;
}

/** The outcome of a sign-in. Check `success`; a failed sign-in is a result, not an exception. */
export type AuthFlowResult =
  | {
      /** Somebody is signed in. */
      success: true;
      /** The new credentials, already stored. */
      credentials: OAuth2UserCredentials;
      /**
       * Whose they are: what was asked for, or what the user info has as `sub`, `id`, `login` or `email`, the first that is
       * there; `"default"` when there is no user info. For GitHub, the numeric user id as text.
       */
      subject: Subject;
      /** What `AuthProvider.getUserInfo` gave. GitHub's is a `GithubUser`. */
      userInfo?: UserInfo;
      /** What the sign-in was given. */
      appState: unknown;
      /** What the sign-in was given, made safe. */
      returnTo?: string;
    }
  | {
      /** Nobody is signed in by this. */
      success: false;
      /** Why. Nothing was stored. */
      error: AuthError;
    };
