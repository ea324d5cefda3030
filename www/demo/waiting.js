// What takes the place of the buttons while somebody signs in elsewhere: words, the device's code, and Cancel.
// It must not sign in or cancel anything by itself.
import "/portcullis/device-code.js";
import { byId } from "./dom.js";
import { announce, clearError } from "./view.js";

const ELSEWHERE = "This page goes on by itself as soon as you are done there.";

const wordsFor = (where) => ({
  redirect: [`Going to ${where}…`, "You come back here afterwards."],
  device: [`Asking ${where} for a code…`, ""],
});

export function showWaiting(where, mode, cancel) {
  const [title, text] = wordsFor(where)[mode] ?? [`Waiting for ${where}…`, ELSEWHERE];
  clearError();
  announce("");
  byId("waiting-title").textContent = title;
  byId("waiting-text").textContent = text;
  byId("waiting-hint").textContent = "";
  byId("waiting-spinner").hidden = byId("waiting-hint").hidden = false;
  byId("cancel").onclick = cancel;
  byId("choices").inert = true;
  byId("waiting").inert = false;
  // Read out, and a key that is still down presses nothing here.
  byId("waiting-title").focus();
}

export function showDeviceCode(where, prompt) {
  byId("waiting-title").textContent = `Waiting for ${where}…`;
  byId("device-code").prompt = prompt;
  byId("device-code").hidden = false;
  byId("waiting-spinner").hidden = byId("waiting-hint").hidden = true;
}

/** The browser cannot tell whether the window is closed; the person can. */
export function suggestCancel() {
  byId("waiting-hint").textContent = "Closed the window? Cancel and try again.";
}

export function hideWaiting() {
  byId("device-code").prompt = null;
  byId("device-code").hidden = true;
  byId("waiting").inert = true;
  byId("choices").inert = false;
}
