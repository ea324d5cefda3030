// A popup: its window and whether it still lives. Must not: know OAuth.

const POLL_MS = 250;
/** Polls: about a second, in which a window that was cut off from us, or focus that comes back, shows. */
const GRACE = 4;

/** As `window.open` wants it; centred on the browser's window and never larger than the screen. */
function featuresOf({ width, height, center, resizable, left, top }) {
  const { screen, screenX = 0, screenY = 0, outerWidth = 0, outerHeight = 0 } = globalThis;
  const wide = Math.min(width, screen.availWidth || width);
  const high = Math.min(height, screen.availHeight || height);
  const place = {
    left: left ?? (center ? Math.round(screenX + (outerWidth - wide) / 2) : undefined),
    top: top ?? (center ? Math.round(screenY + (outerHeight - high) / 2) : undefined),
  };
  const features = { popup: 1, width: wide, height: high, ...place, resizable: resizable ? 1 : 0 };
  return Object.entries(features)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}=${value}`))
    .join();
}

/** The app's way to show it, or the browser's; `null` when it may not be opened. */
export function open(url, given, showWindow) {
  const config = { title: "Sign in", width: 500, height: 700, center: true, resizable: true, ...given };
  const features = featuresOf(config);
  if (showWindow) return showWindow(url, features, config);
  try {
    return globalThis.open(url, "_blank", features);
  } catch {
    return null; // Firefox throws where a sandbox forbids windows
  }
}

/**
 * Watches for its end. A page with `Cross-Origin-Opener-Policy` cuts the window off, and then it looks closed while it
 * lives; the person who closes it comes back to our page, or it has been at the provider's for a while. `closed()` when that
 * is so, else `perhaps()`. Gives the end of it.
 */
export function watch(popup, closed, perhaps) {
  let seen = 0;
  let gone = 0;
  let wasAway = false;
  const timer = setInterval(() => {
    const hasFocus = document.hasFocus();
    wasAway ||= !hasFocus;
    if (!popup.closed) {
      seen += isElsewhere(popup) ? 1 : 0;
      return;
    }
    gone += 1;
    if (wasAway ? hasFocus : seen > GRACE) closed();
    else if (gone === GRACE) perhaps();
    else if (gone < GRACE) return;
    clearInterval(timer);
  }, POLL_MS);
  return () => clearInterval(timer);
}

/** Whether it shows a page of another origin. */
function isElsewhere({ location }) {
  try {
    return !location.href;
  } catch {
    return true;
  }
}
