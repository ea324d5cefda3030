// Devices that wait for a person (RFC 8628): their codes, and what the next poll is told.
// Owns: the order expired, slow_down, pending, denied, approved. How fast a client polls is for tests to read in the log.
// Must not: issue tokens.

import { randomBytes, randomInt } from "node:crypto";

const LETTERS = "BCDFGHJKLMNPQRSTVWXZ"; // RFC 8628 section 6.1: no vowels, so no words
const letters = (count) => Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join("");
const normalize = (userCode) => userCode.toUpperCase().replace(/[^A-Z]/g, "");

export function createDevices() {
  const devices = new Map();
  const find = (userCode) => [...devices.values()].find((device) => device.key === normalize(userCode));

  function change(userCode, changes) {
    const device = find(userCode);
    if (!device) throw new Error(`no device waits with the code "${userCode}"`);
    Object.assign(device, changes);
  }

  return {
    start({ scope, expiresIn }) {
      const deviceCode = randomBytes(20).toString("hex");
      const userCode = `${letters(4)}-${letters(4)}`;
      const expiresAt = Date.now() + expiresIn * 1000;
      devices.set(deviceCode, { key: normalize(userCode), scope, expiresAt, decision: "pending" });
      return { deviceCode, userCode };
    },

    isWaiting(userCode) {
      const device = find(userCode);
      return device?.decision === "pending" && Date.now() < device.expiresAt;
    },

    approve: (userCode, person) => change(userCode, { decision: "approved", person }),
    deny: (userCode) => change(userCode, { decision: "denied" }),
    expire: (userCode) => change(userCode, { expiresAt: Date.now() }),
    slowDown: (userCode) => change(userCode, { tooFast: true }),

    /** An `error` of RFC 8628 section 3.5, or whose tokens the device gets, once. */
    poll(deviceCode) {
      const device = devices.get(deviceCode);
      if (!device) return { error: "invalid_grant" };
      if (Date.now() >= device.expiresAt) return { error: "expired_token" };
      if (device.tooFast) {
        device.tooFast = false;
        return { error: "slow_down" };
      }
      if (device.decision === "pending") return { error: "authorization_pending" };
      if (device.decision === "denied") return { error: "access_denied" };
      devices.delete(deviceCode);
      return { person: device.person, scope: device.scope };
    },

    clear: () => devices.clear(),
  };
}
