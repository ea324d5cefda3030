// The public types of `portcullis/device-code`.

import type { DevicePrompt } from "./types/device.js";

/**
 * `<portcullis-device-code>`: the user code, large, with a button that copies it, the address where it is entered, a QR code of
 * that address, and the time until it ends. Importing the entry registers it.
 *
 * Slots: `instruction`, `copy`. CSS parts: `box` (also `expired` after the end), `instruction`, `link`, `code`, `copy`, `button`,
 * `qr`, `countdown`, `status`.
 */
export declare class PortcullisDeviceCode extends HTMLElement {
  /** What `onPrompt` is given. Shows nothing while it is `null`, the default. */
  prompt: Omit<DevicePrompt, "interval" | "expiresIn" | "scope"> | null;
}

declare global {
  interface HTMLElementTagNameMap {
    "portcullis-device-code": PortcullisDeviceCode;
  }
}
