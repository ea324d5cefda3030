// What both pages of the demo show around their content: which view, busy buttons, status, errors.
// It knows nothing about signing in; it must not call the SDK.
import { byId, element } from "./dom.js";
import { explain } from "./messages.js";

/** Shows one view. `focus` moves focus to its heading, so a change is noticed without sight of it. */
export function showState(state, { focus = false } = {}) {
  for (const view of document.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== state;
  document.body.dataset.state = state;
  if (focus) document.querySelector(`[data-view="${state}"] h1`).focus();
}

/** Long enough to read twice; a message that stayed would cover the page on a phone. */
const MESSAGE_SHOWN = 7000;
let fading;

/** `quiet` is for what the page shows anyway: it is only read out. */
export function announce(text, { quiet = false } = {}) {
  clearTimeout(fading);
  byId("status").className = quiet ? "visually-hidden" : "status";
  byId("status").textContent = text;
  fading = setTimeout(() => byId("status").replaceChildren(), MESSAGE_SHOWN);
}

export function clearError() {
  byId("alerts").replaceChildren();
}

/** `focus` is for errors that arrive with the page: there is no button left that the person came from. */
export function showError(error, { focus = false } = {}) {
  const words = explain(error);
  const title = element("h2", { tabIndex: -1 }, words.title);
  const panel = element(
    "div",
    { id: "error", className: "problem" },
    title,
    element("p", {}, words.happened),
    element("p", {}, words.advice),
    element("p", { className: "code" }, words.facts.join(" · ")),
  );
  panel.dataset.code = words.code;
  if (words.detail) {
    panel.append(
      element("details", {}, element("summary", {}, "Technical details"), element("p", {}, words.detail)),
    );
  }
  announce("");
  byId("alerts").replaceChildren(panel);
  if (focus) title.focus();
  else panel.scrollIntoView({ block: "nearest" });
}

/** In a window that was opened for a sign-in there is nothing to do but to close it. Says whether this is one. */
export function showLeftWindow(error) {
  if (error?.code !== "window_left_open" && error?.code !== "nobody_waiting") return false;
  const { title, happened, advice } = explain(error);
  const heading = element("h1", { tabIndex: -1 }, title);
  const home = element("a", { href: "/" }, "Go to the demo");
  const words = [heading, element("p", {}, happened), element("p", {}, advice), element("p", {}, home)];
  const view = element("section", { className: "left-window" }, ...words);
  view.dataset.view = error.code;
  document.querySelector("main").append(view);
  showState(error.code, { focus: true });
  return true;
}

/** Runs a task while its button is busy; a second press meanwhile does nothing. */
export async function whileBusy(button, busyLabel, task) {
  if (button.ariaBusy === "true") return;
  const label = button.querySelector(".label");
  const idleLabel = label.textContent;
  // aria-disabled, not disabled: a disabled button drops keyboard focus.
  button.ariaBusy = button.ariaDisabled = "true";
  label.textContent = busyLabel;
  clearError();
  announce(busyLabel, { quiet: true });
  try {
    await task();
  } finally {
    button.ariaBusy = button.ariaDisabled = null;
    label.textContent = idleLabel;
    if (byId("status").textContent === busyLabel) announce("");
  }
}
