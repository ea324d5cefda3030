// The device flow (RFC 8628) at WEB: the device authorization endpoint, the device grant, a person's decision.
// Owns: the checks of both, the switch that scripts polls, and the hooks for tests.
// Must not: print HTML (device-page.js), keep codes (device-store.js), or send CORS headers: GitHub sends none.

import { readParameters } from "./parameters.js";
import { people, signedIn } from "./people.js";
import { normalizeScopes, parseScope } from "./scopes.js";
import { answerFields, answerOAuthError, answerUnicorn, answerUnknownClient } from "./token-answers.js";

/** Scripted polls that are no answer of OAuth. */
const FAULTS = { server_error: answerUnicorn, connection_reset: () => ({ reset: true }) };

export function answerDeviceCode(world, request) {
  const { accept } = request.headers;
  const { client_id, scope } = readParameters(request);
  const app = world.apps.find(({ clientId }) => clientId === client_id);
  if (!app) return answerUnknownClient();
  if (app.deviceFlow === false) return answerOAuthError({ error: "device_flow_disabled" }, accept);
  const interval = world.switches.deviceInterval;
  const asked = parseScope(scope);
  const issued = world.devices.issue({
    clientId: client_id,
    scopes: normalizeScopes(asked),
    expiring: app.expiringTokens === true || asked.includes("offline_access"),
    interval,
  });
  const fields = {
    device_code: issued.deviceCode,
    user_code: issued.userCode,
    verification_uri: `${world.webUrl}/login/device`,
    expires_in: issued.expiresIn,
  };
  return answerFields(interval === null ? fields : { ...fields, interval }, accept);
}

/** The grant at the token endpoint. It takes no secret. */
export function pollDevice({ devices, credentials, switches }, app, { device_code }) {
  const [scripted, ...rest] = switches.devicePolls;
  if (scripted !== undefined) {
    switches.devicePolls = rest;
    return scriptedPoll(devices, scripted, device_code);
  }
  if (app.deviceFlow === false) return { error: "device_flow_disabled" };
  const { approved, ...refusal } = devices.poll(device_code, app.clientId);
  return approved ? { token: credentials.issueTokens({ ...approved, fromDevice: true }) } : refusal;
}

function scriptedPoll(devices, error, deviceCode) {
  if (Object.hasOwn(FAULTS, error)) return { answer: FAULTS[error]() };
  return error === "slow_down" ? { error, interval: devices.slowDown(deviceCode) } : { error };
}

export function approveDevice({ credentials }, entry, { login }) {
  const scopes = credentials.grantScopes(entry.clientId, login, entry.scopes);
  entry.decision = { login, scopes };
}

export function denyDevice(entry) {
  entry.decision = { denied: true };
}

/** What a test does in the place of a person, or of time. Each throws where there is nothing to do. */
export function createDeviceHooks(world) {
  const { devices } = world;
  const open = (userCode) => known(devices.findOpen(userCode), `no device waits with the code ${userCode}`);
  return {
    approve(userCode, login = signedIn(world.switches.user).login) {
      const person = people.find((candidate) => candidate.login === login);
      approveDevice(world, open(userCode), known(person, `nobody is called ${login}`));
    },
    deny: (userCode) => denyDevice(open(userCode)),
    expire: (userCode) => devices.expire(known(devices.find(userCode), `no device has the code ${userCode}`)),
    /** Puts the clock of all device codes forward, so that the next poll is not early. */
    advance: (seconds) => devices.advance(seconds),
  };
}

function known(thing, otherwise) {
  if (!thing) throw new Error(otherwise);
  return thing;
}
