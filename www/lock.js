// One at a time, across tabs: a Web Lock where the browser has them. Without (plain http on a LAN, old browsers) each tab is
// on its own, and the loser of a race is helped by the others (tabs.js).

import { failure } from "./errors.js";

const LIMIT_MS = 60_000;

export const canLock = () => !!globalThis.navigator?.locks;

export async function exclusively(name, work) {
  const signal = AbortSignal.timeout(LIMIT_MS);
  // A flow of the app's own could wait for ever, and every tab with it.
  const late = new Promise((_, reject) => {
    const error = failure("timeout", "The renewal took too long.", { retryable: true });
    signal.addEventListener("abort", () => reject(error));
  });
  let isHeld = false;
  const run = () => {
    isHeld = true;
    return Promise.race([work(), late]);
  };
  if (!canLock()) return run();
  try {
    return await navigator.locks.request(name, { signal }, run);
  } catch (error) {
    if (isHeld) throw error;
    return signal.aborted ? late : run(); // a sandboxed page may not lock
  }
}
