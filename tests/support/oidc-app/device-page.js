// GET and POST /idp/device: a person types the code that their device shows, and decides.
// Must not: decide by itself when the code came in the address (RFC 8628 section 3.3.1).

import { renderDecision, renderMessage } from "../identity-page.js";
import { people } from "./people.js";

export function answerDevicePage({ devices }, { method, path, query, form }) {
  if (method === "GET") {
    const userCode = new URLSearchParams(query).get("user_code") ?? "";
    return renderDecision({ title: "Connect a device", action: path, people, userCode });
  }
  const userCode = form.user_code ?? "";
  if (!devices.isWaiting(userCode))
    return renderMessage(400, "Unknown code", "No device waits with this code.");
  const person = people.find(({ username }) => username === form.person);
  if (form.decision === "authorize" && person) {
    devices.approve(userCode, person);
    return renderMessage(200, "Connected", "You can go back to your device.");
  }
  if (form.decision === "cancel") {
    devices.deny(userCode);
    return renderMessage(200, "Not connected", "The device was refused.");
  }
  return renderMessage(400, "Nothing was decided", "Choose a person, then Authorize or Cancel.");
}
