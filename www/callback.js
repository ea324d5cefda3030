// `portcullis/callback`: the script of a page of its own at the redirect URI, without wasm. In a popup it hands its URL to the
// page that waits for it and closes; after a redirect it leaves for the app, whose `handleRedirect()` finds the URL in
// sessionStorage. Must not: judge the URL, or show anything of it.

import { recordKey, relay, STASH, stateOf } from "./sign-in/relay.js";

const words = {
  done: "You can close this window.",
  lost: "Nobody waits for this sign-in any more. Close this window and sign in again.",
};
const find = (name) => document.querySelector(`[data-${name}]`);
const url = location.href;
const state = stateOf(url);
// Before anything else: what the address bar shows, scripts and the Referer header can read (C-63).
history.replaceState(history.state, "", location.pathname);

function show(name) {
  const place = find(name);
  if (place) place.hidden = false;
  else document.body.textContent = words[name];
}

/** The mark of a state counts where there is no storage of ours: in a window that was cut off from its opener. */
function isPopup() {
  const pending = JSON.parse(sessionStorage.getItem(recordKey(state)));
  return pending ? pending.mode === "popup" : state.endsWith("p");
}

try {
  if (isPopup()) {
    const isHeard = await relay(state, url);
    if (isHeard) close();
    show(isHeard ? "done" : "lost");
  } else {
    sessionStorage.setItem(STASH, url);
    // As the page says: `<script type="module" src="callback.js" data-app="/app">`.
    location.replace(find("app")?.dataset.app ?? "/");
  }
} catch {
  show("lost");
}
