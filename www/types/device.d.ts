// The device flow, for people whose browser is on another device. Must not: store credentials.

import type { AppCredentials } from "./app-credentials.js";
import type { OAuth2UserCredentials } from "./credentials.js";
import type { OAuth2Flow, OAuth2FlowOptions } from "./oauth2.js";
import type { SignInOptions } from "./sign-in.js";

/** What to ask a code for. */
export interface DeviceCodeOptions {
  /** Scopes to ask for: an array, or one string with spaces. Default: the provider's. */
  scope?: string | readonly string[];
  /** More parameters for the request. Those that the flow sets are refused. Default: none. */
  extraParams?: Readonly<Record<string, string>>;
  /** Ends the request. Default: none. */
  signal?: AbortSignal;
}

/** A code for the person and one for us (RFC 8628 section 3.2). */
export interface DeviceCode {
  /** What the person enters. Text, never HTML. */
  readonly userCode: string;
  /** Where: https, and at a built-in provider its own site. */
  readonly verificationUri: string;
  /** The same with the code in it, as for a QR code; not every provider has one. */
  readonly verificationUriComplete?: string;
  /** Seconds between two polls, 5 unless the provider says more, at most 300. */
  readonly interval: number;
  /** Seconds that the code lives. */
  readonly expiresIn: number;
  /** When it ends, in epoch seconds. */
  readonly expiresAt: number;
  /** What was asked for, with spaces. */
  readonly scope: string;
  /** Ours; not enumerable, because nobody should see it. */
  readonly deviceCode: string;
}

/** What there is to show, and what its buttons do. */
export interface DevicePrompt extends Omit<DeviceCode, "deviceCode"> {
  /** Opens the page for the code in a new tab. Call it in a click. */
  openVerification(): void;
  /** Copies the user code. Call it in a click. */
  copyCode(): Promise<void>;
}

/** Where the waiting is. */
export interface DeviceTick {
  /** Seconds since the code was shown. */
  readonly elapsed: number;
  /** Seconds until it ends. */
  readonly remaining: number;
}

/** How to poll. */
export interface DevicePollOptions {
  /** Seconds between two polls, when the device code is a string. Default 5. */
  interval?: number;
  /** Epoch seconds after which nobody asks any more. Default: that of the code, or never. */
  expiresAt?: number;
  /** Ends the waiting with `aborted`; no request is sent after it. Default: none. */
  signal?: AbortSignal;
  /** Called every second. */
  onTick?: (tick: DeviceTick) => void;
}

/**
 * The device authorization grant (RFC 8628): the person enters a code on another device. For televisions, kiosks and consoles;
 * where the person has a browser at hand, use a popup or a redirect: whoever sends somebody a code of yours gets their session
 * (RFC 10027). GitHub wants it switched on in the app's settings, and the token proxy in its configuration.
 */
export declare class DeviceFlow extends OAuth2Flow {
  /** @throws {ConfigError} for app credentials that are none, and for unknown options. */
  constructor(appCredentials: AppCredentials, options?: OAuth2FlowOptions);
  /** What sort of flow it is. */
  readonly kind: "device";
  /**
   * Asks for a code.
   * @throws {ConfigError} `missing_option` without a device authorization endpoint.
   * @throws {AuthError} `device_flow_disabled`, `invalid_response`, `network_error`, `timeout`, `server_error`, `rate_limited`.
   */
  getDeviceCode(options?: DeviceCodeOptions): Promise<DeviceCode>;
  /**
   * Asks until there is an answer: every `interval` seconds, later after `slow_down` and after failures.
   * @throws {AuthError} `access_denied`, `device_code_expired`, `device_code_rejected`, `device_flow_disabled`, `oauth_error`,
   *   `aborted`, `invalid_response`.
   */
  poll(deviceCode: DeviceCode | string, options?: DevicePollOptions): Promise<OAuth2UserCredentials>;
  /**
   * Stored credentials, renewed if need be; else a sign-in in the mode `"device"`.
   * @throws {ConfigError} `unknown_provider` when the flow is not a registered provider's.
   * @throws {AuthError} what went wrong with the sign-in.
   */
  authenticate(
    options: SignInOptions & {
      /** Sign in anew, whatever is stored. Default `false`. */
      force?: boolean;
    },
  ): Promise<OAuth2UserCredentials>;
}
