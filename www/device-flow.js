// `DeviceFlow`: the device authorization grant (RFC 8628), for people whose browser is on another device. What an answer
// means and how long to wait, the engine (Rust) says; here is the waiting.

import { engineOf } from "./app-credentials.js";
import { failure, knownOptions, misuse } from "./errors.js";
import { ownerOf } from "./flow.js";
import { reasonOf } from "./http.js";
import { made, OAuth2Flow, send } from "./oauth2-flow.js";
import { plain } from "./plain.js";

export class DeviceFlow extends OAuth2Flow {
  kind = "device";

  /** Nobody is sent anywhere. */
  authorize() {}

  async getDeviceCode({ signal, ...given } = {}) {
    const { deviceCode, ...code } = await send(this, "device", { options: plain(given), signal });
    // Not to be shown, logged or stored (C-42).
    return Object.defineProperty(code, "deviceCode", { value: deviceCode });
  }

  /** Asks until the person has agreed or refused, or the code is over. */
  async poll(code, options) {
    const given = knownOptions("poll", options, ["interval", "expiresAt", "signal", "onTick"]);
    const { deviceCode = code, ...shown } = Object(code);
    if (typeof deviceCode !== "string" || !deviceCode)
      throw misuse("invalid_option", "poll.deviceCode", "must be what getDeviceCode() gave.");
    const { interval = 5, expiresAt = Infinity, scope, signal, onTick } = { ...shown, ...given };
    for (const [name, value] of Object.entries({ interval, expiresAt })) {
      if (typeof value !== "number" || !(value >= 1))
        throw misuse("invalid_option", `poll.${name}`, "must be a number of seconds.");
    }
    const started = Date.now();
    const tick = () =>
      onTick?.({ elapsed: (Date.now() - started) / 1000, remaining: expiresAt - Date.now() / 1000 });
    for (let polling = { interval, wait: interval }; ; ) {
      // Only upwards: a server counts from its own answer.
      await pause(Math.min(Date.now() / 1000 + polling.wait + Math.random() / 2, expiresAt), signal, tick);
      if (Date.now() / 1000 >= expiresAt)
        throw failure("device_code_expired", "The code was not entered in time. Please start again.");
      const asked = { ...polling, scope, deviceCode };
      try {
        polling = await send(this, "poll", { ...asked, signal });
      } catch (error) {
        if (signal?.aborted || !/^(network_error|timeout)$/.test(error.code)) throw error;
        polling = engineOf(this.appCredentials).step("answer", { ...asked, to: "poll", status: 0 });
      }
      if (polling.answer) return made(this, polling);
    }
  }

  /** What a sign-in in the mode "device" does. */
  async exchange({ scope, extraParams, onPrompt, onTick, autoOpen = false, signal } = {}) {
    if (typeof onPrompt !== "function")
      throw misuse("missing_option", "signIn.onPrompt", "is required: it shows the code to the person.");
    const code = await this.getDeviceCode({ scope, extraParams, signal });
    const page = code.verificationUriComplete ?? code.verificationUri;
    const openVerification = () => void globalThis.open(page, "_blank", "noopener");
    if (autoOpen && globalThis.navigator?.userActivation?.isActive) openVerification();
    onPrompt({ ...code, openVerification, copyCode: () => navigator.clipboard.writeText(code.userCode) });
    return this.poll(code, { signal, onTick });
  }

  /** Stored credentials while they are good, unless forced; else a sign-in. */
  async authenticate({ force = false, ...options } = {}) {
    const { provider, name } = ownerOf(this) ?? {};
    if (!provider) throw misuse("unknown_provider", "DeviceFlow", "must be a flow of a provider.");
    const held = force ? null : await provider.currentCredentials(options.subject);
    if (held) return held;
    const { success, credentials, error } = await provider.signIn({ ...options, mode: "device", flow: name });
    if (success) return credentials;
    throw error;
  }
}

/** Until that time, in steps of a second: timers stand still while a device sleeps, and those of a hidden tab come late. */
function pause(due, signal, tick) {
  return new Promise((resolve, reject) => {
    let timer;
    const end = (settle, value) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      settle(value);
    };
    const stop = () => end(reject, reasonOf(signal));
    const step = () => {
      const left = due * 1000 - Date.now();
      if (left <= 0) return end(resolve);
      timer = setTimeout(step, Math.min(1000, left));
      try {
        tick();
      } catch (error) {
        end(reject, error);
      }
    };
    signal?.addEventListener("abort", stop);
    if (signal?.aborted) stop();
    else step();
  });
}
