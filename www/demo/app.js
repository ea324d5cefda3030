// The demo application: signs in with the built package and reacts to what happens.
// It owns the order of things; words, markup and formatting live in the modules beside it.
import { config } from "/config.js";
import { AuthFlowCancelled, createAuth } from "/portcullis/index.js";
import { clearAccount, showProfile, showToken, showUnknownProfile } from "./account.js";
import { APP_SERVER, addAppServer, fetchPerson, leaveAppServer } from "./app-server.js";
import { byId } from "./dom.js";
import { explain } from "./messages.js";
import { clearRepositories, fetchRepositories, showRepositories } from "./repositories.js";
import { announce, showError, showLeftWindow, showState, whileBusy } from "./view.js";
import { hideWaiting, showDeviceCode, showWaiting, suggestCancel } from "./waiting.js";

/** The sign-in is over after these, whatever the page was doing. */
const ENDED = ["not_signed_in", "refresh_rejected"];

const here = () => location.pathname + location.search;
/** `?mode=redirect` and the like in the address; else a popup where that is possible. */
const usualMode = () => new URLSearchParams(location.search).get("mode") ?? "auto";
const isServed = () => auth.getSnapshot().provider === APP_SERVER;

let auth;
let session = null;

async function start() {
  byId("fallback").remove();
  byId("stand-in").hidden = !config.standIn;
  byId("app-server").hidden = !config.appServer;
  const onCallback = location.pathname.startsWith("/callback");
  if (onCallback) byId("loading-text").textContent = "Signing you in…";
  try {
    auth = createAuth({
      allowInsecureOrigin: config.allowInsecureOrigin,
      github: {
        clientId: config.clientId,
        redirectUri: config.redirectUri,
        proxyUrl: config.proxyUrl,
        sealedCookie: config.sealedCookie,
        authorizationUrl: config.authorizationUrl,
        apiUrl: config.apiUrl,
      },
    });
    if (config.appServer) addAppServer(auth, config.appServer);
  } catch (error) {
    for (const button of document.querySelectorAll("#choices button")) button.disabled = true;
    showState("signed-out");
    showError(error);
    return;
  }
  const result = await auth.handleRedirect();
  // This is the window that another page has opened to sign in.
  if (showLeftWindow(result?.error)) return;
  if (onCallback) history.replaceState(null, "", result?.returnTo ?? "/");

  const failed = result?.success === false;
  await openSession({ subject: result?.subject, focus: result !== null && !failed });
  if (failed) showError(result.error, { focus: true });
}

/** A sign-in from the click to its one outcome. A popup opens only inside the click, so nothing is awaited before it. */
async function signIn(button, name, where, options) {
  const flow = auth.provider(name).flowManager();
  if (options.mode === "device") options.onPrompt = (prompt) => showDeviceCode(where, prompt);
  const signingIn = flow.authenticate({ ...options, returnTo: here() });
  flow.addEventListener("popupmaybeclosed", suggestCancel);
  showWaiting(where, options.mode, () => flow.cancel());
  try {
    const { success, subject, error } = await signingIn;
    if (!success) throw error;
    await openSession({ subject, focus: true });
    hideWaiting();
  } catch (error) {
    hideWaiting();
    if (error instanceof AuthFlowCancelled) {
      announce(`${explain(error).title}.`);
      button.focus();
    } else showError(error, { focus: true });
  }
}

async function openSession({ subject, focus }) {
  const name = isServed() ? APP_SERVER : "github";
  try {
    session = await auth.session({ subject, providers: [name] });
  } catch (error) {
    showState("signed-out");
    if (error.code !== "not_signed_in") showError(error);
    return;
  }
  try {
    showProfile(await (isServed() ? fetchPerson(auth, session) : session.github.getAuthenticatedUser()));
  } catch (error) {
    if (ENDED.includes(error.code)) {
      leave(error);
      return;
    }
    showUnknownProfile(isServed() ? "Somebody at the app server" : `GitHub user ${session.subject}`);
    showError(error);
  }
  showToken(session.credentials());
  byId("call").hidden = isServed();
  showState("signed-in", { focus });
}

function leave(error) {
  session.close();
  session = null;
  clearAccount();
  clearRepositories();
  showState("signed-out", { focus: !error });
  if (error) showError(error, { focus: true });
}

/** Runs what a button does. An answer that arrives after the session has changed is dropped. */
function perform(button, busyLabel, work, done) {
  const asked = session;
  return whileBusy(button, busyLabel, async () => {
    try {
      const result = await work();
      if (session === asked) await done(result);
    } catch (error) {
      if (session !== asked) return;
      if (session && ENDED.includes(error.code)) leave(error);
      else showError(error);
    }
  });
}

// A page out of the back/forward cache shows what was true before it was left.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

const chosenScope = () => [...document.querySelectorAll("#scopes input:checked")].map(({ value }) => value);

for (const button of document.querySelectorAll("#sign-in, [data-mode]")) {
  button.addEventListener("click", () =>
    signIn(button, "github", "GitHub", { mode: button.dataset.mode ?? usualMode(), scope: chosenScope() }),
  );
}

byId("app-server").addEventListener("click", ({ currentTarget }) =>
  signIn(currentTarget, APP_SERVER, "the app server", { mode: usualMode() }),
);

byId("call-api").addEventListener("click", ({ currentTarget }) => {
  perform(
    currentTarget,
    "Asking GitHub…",
    () => fetchRepositories(session, config.apiUrl),
    (answer) => {
      announce(`${showRepositories(answer)} listed.`, { quiet: true });
      // The call may have renewed the token on its way.
      showToken(session.credentials());
    },
  );
});

byId("refresh").addEventListener("click", ({ currentTarget }) => {
  perform(
    currentTarget,
    "Refreshing…",
    () => session.refresh(),
    () => {
      showToken(session.credentials());
      announce("The token was renewed.");
    },
  );
});

byId("sign-out").addEventListener("click", ({ currentTarget }) => {
  perform(
    currentTarget,
    "Signing out…",
    () => (isServed() ? leaveAppServer(auth, here()) : auth.signOut()),
    () => {
      leave();
      announce("You are signed out. This page has removed what it kept about you.");
    },
  );
});

await start();
