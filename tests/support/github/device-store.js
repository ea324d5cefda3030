// The device codes that the stand-in has issued, and what became of each.
// Owns: lifetimes, the interval and its growth, single use, and a clock that tests can put forward.
// Must not: issue tokens, read requests or shape answers.

import { randomBytes, randomInt } from "node:crypto";

const LIFETIME = 899;
const INTERVAL = 5;
const GROWTH = 5;
// No vowels, so that no word comes out (RFC 8628 section 6.1).
const LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

const plain = (userCode) =>
  String(userCode)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "");

function newUserCode() {
  const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

export function createDeviceStore() {
  const entries = new Map();
  let ahead = 0;
  const now = () => Date.now() + ahead;

  /** The entry of a code as somebody typed it; null when it was never issued. */
  function find(userCode) {
    const wanted = plain(userCode);
    return [...entries.values()].find((entry) => plain(entry.userCode) === wanted) ?? null;
  }

  function slowDown(deviceCode) {
    const entry = entries.get(deviceCode) ?? { interval: INTERVAL };
    entry.interval += GROWTH;
    return entry.interval;
  }

  return {
    issue({ interval, ...details }) {
      const entry = {
        ...details,
        deviceCode: randomBytes(20).toString("hex"),
        userCode: newUserCode(),
        expiresAt: now() + LIFETIME * 1000,
        interval: interval ?? INTERVAL,
        polledAt: null,
        decision: null,
      };
      entries.set(entry.deviceCode, entry);
      return { ...entry, expiresIn: LIFETIME };
    },

    find,

    /** The entry that still waits for a person. */
    findOpen(userCode) {
      const entry = find(userCode);
      return entry && entry.decision === null && now() < entry.expiresAt ? entry : null;
    },

    /** What a poll gets: an error, with the new interval if it came too early, or what was approved; that once. */
    poll(deviceCode, clientId) {
      const entry = entries.get(deviceCode);
      if (entry?.clientId !== clientId) return { error: "incorrect_device_code" };
      if (now() >= entry.expiresAt) return { error: "expired_token" };
      const tooEarly = entry.polledAt !== null && now() - entry.polledAt < entry.interval * 1000;
      entry.polledAt = now();
      if (tooEarly) return { error: "slow_down", interval: slowDown(deviceCode) };
      if (entry.decision === null) return { error: "authorization_pending" };
      if (entry.decision.denied) return { error: "access_denied" };
      entries.delete(deviceCode);
      return { approved: { clientId, expiring: entry.expiring, ...entry.decision } };
    },

    /** The interval from now on; also for a code that was never issued, when a test scripts the answer. */
    slowDown,

    expire(entry) {
      entry.expiresAt = now();
    },

    advance(seconds) {
      ahead += seconds * 1000;
    },

    clear() {
      entries.clear();
      ahead = 0;
    },
  };
}
