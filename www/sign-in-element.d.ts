// The public types of `portcullis/sign-in`.

import type { AuthError } from "./types/errors.js";
import type { AuthManager, SignOutResult } from "./types/manager.js";
import type { AuthFlowResult } from "./types/sign-in.js";

/** What the element tells about what was done in it. All bubble, also out of shadow trees. */
export interface SignInEventMap {
  /** The button was pressed. */
  "signin-start": CustomEvent<{
    /** The provider's name. */
    readonly provider: string;
  }>;
  /** Somebody is signed in. After a redirect the element is a new one: `handleRedirect()` has the result. */
  "signed-in": CustomEvent<Extract<AuthFlowResult, { success: true }>>;
  /** Nobody is; also when the person gave it up, which the element does not show (an `AuthFlowCancelled`). */
  "signin-error": CustomEvent<AuthError>;
  /** The person signed out with the button. */
  "signed-out": CustomEvent<SignOutResult>;
}

/**
 * `<portcullis-sign-in>`: a button that signs in, what comes of it, and who is signed in. Every property but `auth` is also an
 * attribute. Importing the entry registers it.
 *
 * Slots: `heading`, `subheading`, `label`, `waiting`, `cancel`, `account`, `sign-out`. CSS parts: `card`, `heading`,
 * `subheading`, `button`, `status`, `device`, `cancel`, `account`, `sign-out`, `error`, and those of
 * `<portcullis-device-code>`, which shows the code in the mode `"device"` when its entry is imported.
 */
export declare class PortcullisSignIn extends HTMLElement {
  /** Shows nothing while it is `null`, the default. */
  auth: AuthManager | null;
  /** Default: the first provider of `auth`. */
  provider: string | null;
  /** Default `"auto"`. */
  mode: "auto" | "popup" | "redirect" | "device" | null;
  /** Scopes to ask for, with spaces. Default: the provider's. */
  scope: string | null;
  /** A path on this origin, as `SignInOptions.returnTo`. The attribute is `return-to`. Default: none. */
  returnTo: string | null;
  /** Default: none. */
  heading: string | null;
  /** Default: none. */
  subheading: string | null;
  /** As every element, for the types of {@link SignInEventMap}. */
  addEventListener<Type extends keyof SignInEventMap>(
    type: Type,
    listener: (this: PortcullisSignIn, event: SignInEventMap[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Type extends keyof HTMLElementEventMap>(
    type: Type,
    listener: (this: PortcullisSignIn, event: HTMLElementEventMap[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "portcullis-sign-in": PortcullisSignIn;
  }
}
