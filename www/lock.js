// One at a time, across tabs: a Web Lock where the browser has them. Without (plain http on a LAN, old browsers) each tab is
// on its own, and the loser of a race is helped by the others (tabs.js).

import { failure } from "./errors.js";

const LIMIT_MS = 60_000;

export const canLock = () => !!globalThis.navigator?.locks;

export async function exclusively(name, work) {
  let isHeld = false;
  const run = () => {
    isHeld = true;
    return Promise.race([work(), late()]);
  };
  if (!canLock()) return run();
  try {
    return await navigator.locks.request(name, { signal: AbortSignal.timeout(LIMIT_MS) }, run);
  } catch (error) {
    if (isHeld) throw error;
    if (error.name === "TimeoutError" || error.name === "AbortError") return late(0);
    return run(); // a sandboxed page may not lock
  }
}

/** A flow of the app's own could wait for ever, and every tab with it. */
const late = (milliseconds = LIMIT_MS) =>
  new Promise((_, reject) => {
    const error = failure("timeout", "The renewal took too long.", { retryable: true });
    setTimeout(reject, milliseconds, error);
  });
