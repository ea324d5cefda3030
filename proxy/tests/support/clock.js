// Holds back the timers of one length, so that a test decides when a deadline has passed; all others run.
// Must not fake time as a whole: sockets and the fetch of the runtime keep timers of their own.

import { setImmediate } from "node:timers/promises";

export function holdTimers(t, milliseconds) {
  const real = { setTimeout, clearTimeout };
  const held = new Map();
  t.mock.method(globalThis, "setTimeout", (callback, delay, ...rest) => {
    if (delay !== milliseconds) return real.setTimeout(callback, delay, ...rest);
    const handle = { delay };
    held.set(handle, callback);
    return handle;
  });
  t.mock.method(globalThis, "clearTimeout", (handle) => held.delete(handle) || real.clearTimeout(handle));
  return {
    /** Lets the deadline pass, as soon as somebody waits for it. */
    async expire() {
      while (held.size === 0) await setImmediate();
      for (const callback of held.values()) callback();
      held.clear();
    },
  };
}
