// The identity provider behind the application: its token and device endpoints, standard forms in, {status, text} out.
// Owns: the checks of each grant, and what an answer leaves out by switch. Null: it cannot be reached.
// Must not: know how the application words any of it for a page; dialects do.

import { createHash } from "node:crypto";

const EXPIRES_IN = 300;
const REFRESH_EXPIRES_IN = 1800;
const DEVICE_EXPIRES_IN = 600;
const DEVICE_INTERVAL = 5;

export const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

const GRANTS = new Map([
  ["authorization_code", exchangeCode],
  ["refresh_token", refresh],
  [DEVICE_GRANT, exchangeDevice],
]);

const reply = (body, status = 200) => ({ status, text: JSON.stringify(body) });
const refuse = (error, error_description, status = 400) => reply({ error, error_description }, status);
const outage = (fault) =>
  fault === "unreachable" ? null : { status: 503, text: "The provider is being maintained" };

export function grantTokens(world, form) {
  const { token: fault } = world.switches;
  if (fault === "unreachable" || fault === "unavailable") return outage(fault);
  if (!isClient(world, form)) return refuse("invalid_client", "Unknown client", 401);
  const grant = GRANTS.get(form.grant_type);
  return grant ? grant(world, form) : refuse("unsupported_grant_type", "No such grant here");
}

export function startDevice(world, form) {
  const { switches, devices, url } = world;
  const { deviceEndpoint: fault, deviceInterval } = switches;
  if (fault === "unreachable" || fault === "unavailable") return outage(fault);
  if (fault === "missing") return refuse("unsupported_grant_type", "No device grant here");
  if (!isClient(world, form)) return refuse("invalid_client", "Unknown client", 401);
  const expiresIn = switches.deviceExpiresIn ?? DEVICE_EXPIRES_IN;
  const { deviceCode, userCode } = devices.start({ scope: form.scope ?? "", expiresIn });
  const page = `${url}/idp/device`;
  return reply({
    device_code: fault === "malformed" ? undefined : deviceCode,
    user_code: userCode,
    verification_uri: page,
    verification_uri_complete: switches.verificationUriComplete ? `${page}?user_code=${userCode}` : undefined,
    expires_in: expiresIn,
    interval: deviceInterval === "absent" ? undefined : (deviceInterval ?? DEVICE_INTERVAL),
  });
}

const isClient = ({ clientId }, form) => clientId === null || form.client_id === clientId;

const seconds = (switched, usual) => (Number.isInteger(switched) ? switched : usual);
const lifetimes = ({ expiresIn, refreshExpiresIn }) => ({
  expiresIn: seconds(expiresIn, EXPIRES_IN),
  refreshExpiresIn: seconds(refreshExpiresIn, REFRESH_EXPIRES_IN),
});

function exchangeCode(world, form) {
  const issued = world.store.redeemCode(form.code);
  if (!issued) return refuse("invalid_grant", "Unknown code");
  if (issued.redirectUri !== form.redirect_uri) return refuse("invalid_grant", "Another redirect_uri");
  const challenge = createHash("sha256").update(form.code_verifier ?? "");
  if (issued.challenge !== challenge.digest("base64url")) return refuse("invalid_grant", "Wrong verifier");
  return issueTo(world, issued);
}

function exchangeDevice(world, form) {
  const outcome = world.devices.poll(form.device_code);
  return outcome.error ? refuse(outcome.error, "Not yet, or no more") : issueTo(world, outcome);
}

function issueTo(world, { person, scope }) {
  const pair = world.store.issuePair({ person, scope }, lifetimes(world.switches));
  return replyWith(world, pair, world.switches.refreshToken !== "never");
}

function refresh(world, form) {
  const { refreshToken } = world.switches;
  const keep = refreshToken !== "rotated";
  const pair = world.store.refresh(form.refresh_token, { keep, ...lifetimes(world.switches) });
  if (!pair) return refuse("invalid_grant", "Unknown refresh token");
  return replyWith(world, pair, refreshToken === "rotated" || refreshToken === "same");
}

function replyWith({ switches }, { accessToken, refreshToken, scope }, withRefreshToken) {
  const told = lifetimes(switches);
  return reply({
    access_token: accessToken,
    token_type: "Bearer",
    expires_in: switches.expiresIn === "absent" ? undefined : told.expiresIn,
    ...(withRefreshToken && {
      refresh_token: refreshToken,
      refresh_expires_in: switches.refreshExpiresIn === "absent" ? undefined : told.refreshExpiresIn,
    }),
    scope,
  });
}
