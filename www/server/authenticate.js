// `authenticate`: credentials for an app server, in one line.

import { failure, oneOf } from "../errors.js";
import { detectEnvironment } from "../sign-in/environment.js";
import { HostAuthProvider } from "./host-provider.js";

export async function authenticate(host, options) {
  const {
    force,
    interactive,
    flow = "auto",
    timeout,
    signal,
    window,
    onPrompt,
    onTick,
    ...shared
  } = Object(options);
  oneOf("authenticate.flow", flow, ["auto", "code", "device"]);
  const provider = HostAuthProvider.for(host, shared);
  // After a redirect this very line is where it comes back to.
  const back = await provider.manager.handleRedirect();
  if (back) return outcome(back);
  const strategy = await provider.getStrategy({ force, interactive });
  if (/token$/.test(strategy)) {
    const held = await provider.currentCredentials();
    if (held) return held;
  }
  if ((await provider.getStrategy({ force: true, interactive })) === "fail")
    throw failure("interaction_required", "Somebody has to sign in, and may not be asked now.");

  let isShown = false;
  const show =
    onPrompt &&
    ((prompt) => {
      isShown = true;
      onPrompt(prompt);
    });
  const signIn = (mode) => provider.signIn({ mode, timeout, signal, window, onPrompt: show, onTick });
  let result;
  if (flow === "device") {
    result = await signIn("device");
    if (!isShown && hasNoDevices(result.error)) result = await signIn("auto");
  } else {
    const isChoice = flow !== "code" && onPrompt && detectEnvironment().canPopup;
    result = await signIn(isChoice ? "popup" : "auto");
    if (isChoice && result.error?.code === "popup_blocked") result = await signIn("device");
  }
  return outcome(result);
}

function outcome({ success, credentials, error }) {
  if (success) return credentials;
  throw error;
}

/** The server has no device flow, or not for pages. */
const hasNoDevices = (error) =>
  /^(device_flow_disabled|network_error)$/.test(error?.code) ||
  [404, 405, 501, 502, 503].includes(error?.status);
