// Keeps credentials fresh ahead of their end: by a timer, and when the page wakes up, comes to the front or is online again.

import { renewAt } from "./credentials.js";

/** Short-lived tokens are renewed when they are used, rather than in a loop. */
const MIN_MS = 10_000;
const MAX_MS = 2 ** 31 - 1;

const watched = new WeakMap();

/** Starts, once for all sessions; returns what stops it when the last of them has. */
export function stayFresh(keeper) {
  const watch = watched.get(keeper) ?? { stop: start(keeper), sessions: new Set() };
  watched.set(keeper, watch);
  const session = {};
  watch.sessions.add(session);
  return () => {
    if (!watch.sessions.delete(session) || watch.sessions.size) return;
    watch.stop();
    watched.delete(keeper);
  };
}

function start(keeper) {
  const closing = new AbortController();
  let timer;
  let failures = 0;
  const plan = (soonest) => {
    clearTimeout(timer);
    const at = keeper.current && renewAt(keeper.current);
    if (!at || closing.signal.aborted) return;
    const wait = failures ? MIN_MS * 2 ** failures * (1 + Math.random()) : at * 1000 - Date.now();
    timer = setTimeout(check, Math.min(Math.max(wait, soonest), MAX_MS));
  };
  const check = async () => {
    try {
      await keeper.fresh();
      failures = 0;
    } catch (error) {
      keeper.report(error);
      if (!error?.retryable) return;
      failures = Math.min(failures + 1, 6);
    }
    plan(MIN_MS);
  };
  for (const sign of ["visibilitychange", "focus", "online", "pageshow"]) {
    globalThis.addEventListener?.(sign, check, closing);
  }
  plan(0);
  return () => {
    clearTimeout(timer);
    closing.abort();
  };
}
