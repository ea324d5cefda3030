// A sign-in: what it is asked for and what comes of it. Must not: know a step in between.

import type { OAuth2UserCredentials } from "./credentials.js";
import type { DevicePrompt, DeviceTick } from "./device.js";
import type { AuthError } from "./errors.js";
import type { AuthProvider } from "./providers.js";
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

/** How a popup looks. */
export interface PopupWindow {
  /** For `showWindow`; the browser shows the title of the provider's page. Default `"Sign in"`. */
  title?: string;
  /** CSS pixels, at most those of the screen. Default 500. */
  width?: number;
  /** CSS pixels, at most those of the screen. Default 700. */
  height?: number;
  /** Centred on the browser's window. Default `true`. */
  center?: boolean;
  /** Whether its size can be changed, where browsers still ask. Default `true`. */
  resizable?: boolean;
  /** CSS pixels from the left of the screen. Default: from `center`. */
  left?: number;
  /** CSS pixels from the top of the screen. Default: from `center`. */
  top?: number;
}

/** How a sign-in waits for the person. */
export interface WaitOptions {
  /** Seconds to wait for the person, at most 3600. Default 120; with a device code, as long as the code lives. */
  timeout?: number;
  /** Ends the sign-in with the error `aborted`. Default: none. */
  signal?: AbortSignal;
  /** PKCE (RFC 7636) is always used. Default `true`. */
  usePkce?: true;
}

/** Options of a popup. */
export interface PopupOptions {
  /** How it looks. */
  window?: PopupWindow;
  /**
   * Shows the URL in a window of yours, as desktop shells need it, and gives a handle for `closeWindow`; `null` when it cannot.
   * Only a `Window` is watched for being closed. Bring the callback URL by `auth.handleRedirect(url)` when that window cannot.
   * Default: `window.open(url, "_blank", features)`.
   */
  showWindow?: (
    url: string,
    features: string,
    window: Required<Pick<PopupWindow, "title">> & PopupWindow,
  ) => unknown;
  /** Closes it, once, whatever the outcome; what it throws is ignored. Default: `handle.close()`. */
  closeWindow?: (handle: unknown) => unknown;
}

/** Options of a sign-in. */
export interface SignInOptions extends AuthorizeOptions, WaitOptions, PopupOptions {
  /** Which flow of the provider. Default `"oauth2"`, or the first flow of a provider without that one. */
  flow?: string;
  /**
   * How the person signs in. `"popup"`: in a window of its own, beside the page. `"redirect"`: the page is left for the provider's
   * and comes back. `"device"`: on another device ({@link DeviceFlow}). `"server"`: at your own server ({@link ServerSession}).
   * `"auto"`: a popup inside a click, a redirect elsewhere, where the popup is blocked, and on phones. Default `"auto"`.
   */
  mode?: "auto" | "popup" | "redirect" | "device" | "server";
  /** With the mode `"server"`: your server's address. Given with `"auto"` it means that mode. */
  baseUrl?: string | URL;
  /** With the mode `"device"`, and required there: shows the code to the person. */
  onPrompt?: (prompt: DevicePrompt) => void;
  /** With the mode `"device"`: called every second. */
  onTick?: (tick: DeviceTick) => void;
  /** With the mode `"device"`: opens the page for the code in a new tab, when the sign-in begins inside a click. Default `false`. */
  autoOpen?: boolean;
}

/** Options of a sign-in by a flow of the app's own, which can have any options it likes. */
export interface FlowSignInOptions extends SignInOptions {
  /** Which flow of the provider. */
  flow: string;
  /** The flow's own. */
  [option: string]: unknown;
}

/** Where a sign-in is. */
export type AuthFlowState = "pending" | "in_progress" | "completed" | "cancelled" | "failed" | "timed_out";

/** Of the event `statechange`. */
export interface AuthFlowStateDetail {
  /** The new one. */
  readonly state: AuthFlowState;
  /** Which sign-in. */
  readonly flowId: string;
}

/** Events of {@link AuthFlowManager}. */
export interface AuthFlowEventMap {
  /** The sign-in's state has changed. */
  statechange: CustomEvent<AuthFlowStateDetail>;
  /** The popup looks closed and may live. */
  popupmaybeclosed: Event;
}

/**
 * One sign-in from the click to its one outcome, with its states. Dispatches `statechange` (a CustomEvent with an
 * {@link AuthFlowStateDetail}), and `popupmaybeclosed` when the popup looks closed but may live: the provider's page sends
 * `Cross-Origin-Opener-Policy`. A good moment to show a button that calls `cancel()`.
 */
export declare class AuthFlowManager extends EventTarget {
  /** `defaults` are for every sign-in of this object. */
  constructor(provider: AuthProvider, defaults?: SignInOptions);
  /** Of the last sign-in. `"pending"` before the first. */
  readonly state: AuthFlowState;
  /**
   * Signs somebody in. A sign-in of the same page that is still under way ends with `aborted`: the newer counts. With a redirect
   * the promise stays open while the page is left; when the person comes back by the back button, it ends with `aborted`.
   * @throws {ConfigError} for what is wrong in the page's own code. Everything else is a result.
   */
  authenticate(options?: SignInOptions): Promise<AuthFlowResult>;
  /** `authenticate` in the mode `"popup"`. Call it in a click. */
  runPopup(options?: SignInOptions): Promise<AuthFlowResult>;
  /** `authenticate` in the mode `"redirect"`. */
  runRedirect(options?: SignInOptions): Promise<AuthFlowResult>;
  /** `authenticate` in the mode `"server"`. */
  runServer(baseUrl: string | URL, options?: SignInOptions): Promise<AuthFlowResult>;
  /** Ends the sign-in that is under way with `aborted`. Nothing happens when there is none. */
  cancel(reason?: string): void;
  /** As every `EventTarget`, for the types of {@link AuthFlowEventMap}. */
  addEventListener<Type extends keyof AuthFlowEventMap>(
    type: Type,
    listener:
      | ((event: AuthFlowEventMap[Type]) => void)
      | { handleEvent(event: AuthFlowEventMap[Type]): void }
      | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** As every `EventTarget`. */
  removeEventListener<Type extends keyof AuthFlowEventMap>(
    type: Type,
    listener:
      | ((event: AuthFlowEventMap[Type]) => void)
      | { handleEvent(event: AuthFlowEventMap[Type]): void }
      | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** Where the page runs, as far as a sign-in cares. */
export interface AuthEnvironment {
  /** There is a document, and windows can be opened. */
  readonly isBrowser: boolean;
  /** Inside a frame: only a popup can sign in. */
  readonly isFramed: boolean;
  /** A phone or tablet. */
  readonly isMobile: boolean;
  /** An installed app's own window. */
  readonly isStandalone: boolean;
  /** `crossOriginIsolated`. */
  readonly isCrossOriginIsolated: boolean;
  /** Inside a click or key press, where windows may be opened; `true` in browsers that do not tell. */
  readonly hasActivation: boolean;
  /** What the mode `"auto"` goes by. */
  readonly canPopup: boolean;
}

/** Looks; changes nothing. Safe on a server. */
export declare function detectEnvironment(): AuthEnvironment;

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
      /** The new credentials, already stored; `null` when your own server has them (the mode `"server"`). */
      credentials: OAuth2UserCredentials | null;
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
      /** Which sign-in; for logs. Not there after a redirect. */
      flowId?: string;
      /** Of a failure. */
      error?: undefined;
    }
  | {
      /** Nobody is signed in by this. */
      success: false;
      /** Why. Nothing was stored. */
      error: AuthError;
      /** Which sign-in; for logs, and also in the error. Not there after a redirect. */
      flowId?: string;
      /** Of a success, as the others below. */
      credentials?: undefined;
      subject?: undefined;
      userInfo?: undefined;
      appState?: undefined;
      returnTo?: undefined;
    };
