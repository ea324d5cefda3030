// Where the page runs, as far as a sign-in cares. Must not: change anything.

import { isFramed } from "../page.js";

export function detectEnvironment() {
  const { document, navigator = {}, crossOriginIsolated = false } = globalThis;
  const matches = (query) => globalThis.matchMedia?.(query).matches ?? false;
  const isBrowser = !!document && typeof globalThis.open === "function";
  const isMobile = navigator.userAgentData?.mobile ?? /Mobi|Android/.test(navigator.userAgent);
  // An app's own window, where a popup leaves the app.
  const isStandalone = matches("(display-mode: standalone)") || navigator.standalone === true;
  const hasActivation = navigator.userActivation?.isActive ?? true;
  const canPopup =
    isBrowser && hasActivation && (isFramed() || !(isMobile || isStandalone || crossOriginIsolated));
  return {
    isBrowser,
    isFramed: isFramed(),
    isMobile,
    isStandalone,
    isCrossOriginIsolated: crossOriginIsolated,
    hasActivation,
    canPopup,
  };
}
