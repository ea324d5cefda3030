// The page that a sign-in comes back to, when that is not simply the app after a redirect: a popup, the page of
// `portcullis/callback`, or the app after its own server has signed the person in.

import { failure } from "../errors.js";
import { ServerSession } from "../server/server-session.js";
import { relay, STASH } from "./relay.js";

const CLOSING_MS = 1_000;

/** Under which a sign-in at the app's own server is pending. */
export const SERVER = "portcullis-server-session";

/** The callback URL that `portcullis/callback` left for the app; or the end of it. */
export function stashed(isOver) {
  try {
    if (isOver) sessionStorage.removeItem(STASH);
    return sessionStorage.getItem(STASH);
  } catch {
    return undefined; // blocked: then nothing was left there
  }
}

/** In a popup: the page that waits gets the URL, and the window closes. */
export async function handOver(state, url) {
  const failed = (code, message) => ({ success: false, error: failure(code, message) });
  if (!(await relay(state, url)))
    return failed(
      "nobody_waiting",
      "Nobody waits for this sign-in any more. Close this window and sign in again.",
    );
  globalThis.close();
  await new Promise((resolve) => setTimeout(resolve, CLOSING_MS));
  return failed("window_left_open", "You can close this window: the sign-in goes on where it began.");
}

/** Whom the app's own server has signed in meanwhile. */
export async function resume({ appState: { baseUrl, appState }, returnTo }) {
  try {
    const server = new ServerSession({ baseUrl });
    const { authenticated, userId: subject } = await server.status();
    if (!authenticated) throw failure("not_signed_in", "The server signed nobody in.");
    const userInfo = await server.userInfo().catch(() => undefined);
    return { success: true, credentials: null, subject: subject ?? "default", userInfo, appState, returnTo };
  } catch (error) {
    return { success: false, error };
  }
}
