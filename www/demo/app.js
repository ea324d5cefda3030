// The demo application: signs in with the built package and reacts to what happens.
// It owns the order of things; words, markup and formatting live in the modules beside it.
import { config } from "/config.js";
import { createAuth } from "/portcullis/index.js";
import { clearAccount, showProfile, showToken, showUnknownProfile } from "./account.js";
import { byId } from "./dom.js";
import { clearRepositories, fetchRepositories, showRepositories } from "./repositories.js";
import { announce, showError, showState, whileBusy } from "./view.js";

/** The sign-in is over after these, whatever the page was doing. */
const ENDED = ["not_signed_in", "refresh_rejected"];

let auth;
let session = null;

async function start() {
  byId("fallback").remove();
  byId("stand-in").hidden = !config.standIn;
  try {
    auth = createAuth({
      allowInsecureOrigin: config.allowInsecureOrigin,
      github: {
        clientId: config.clientId,
        redirectUri: config.redirectUri,
        proxyUrl: config.proxyUrl,
        authorizationUrl: config.authorizationUrl,
        apiUrl: config.apiUrl,
      },
    });
  } catch (error) {
    byId("sign-in").disabled = true;
    showState("signed-out");
    showError(error);
    return;
  }
  if (onCallback()) byId("loading-text").textContent = "Finishing your sign-in…";
  const result = await auth.handleRedirect();
  if (onCallback()) history.replaceState(null, "", result?.returnTo ?? "/");

  const failed = result?.success === false;
  await openSession({ subject: result?.subject, focus: result !== null && !failed });
  if (failed) showError(result.error, { focus: true });
}

function onCallback() {
  return location.pathname === new URL(config.redirectUri).pathname;
}

async function openSession({ subject, focus }) {
  try {
    session = await auth.session({ subject });
  } catch (error) {
    showState("signed-out");
    if (error.code !== "not_signed_in") showError(error);
    return;
  }
  try {
    showProfile(await session.github.getAuthenticatedUser());
  } catch (error) {
    if (ENDED.includes(error.code)) {
      leave(error);
      return;
    }
    showUnknownProfile(session.subject);
    showError(error);
  }
  showToken(session.credentials());
  showState("signed-in", { focus });
}

function leave(error) {
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

/** A navigation that the person stops gives no event, so the button comes back by itself after a while. */
function stayBusyWhileLeaving() {
  return new Promise((resolve) => setTimeout(resolve, 8000));
}

// A page out of the back/forward cache shows what was true before it was left.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

byId("sign-in").addEventListener("click", ({ currentTarget }) => {
  const scope = [...document.querySelectorAll("#scopes input:checked")].map((box) => box.value);
  const returnTo = onCallback() ? "/" : location.pathname + location.search;
  perform(
    currentTarget,
    "Going to GitHub…",
    () => auth.github.signIn({ scope, returnTo }),
    stayBusyWhileLeaving,
  );
});

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
    () => auth.github.oauth2.refresh({ subject: session.subject }),
    (credentials) => {
      showToken(credentials);
      announce("The token was renewed.");
    },
  );
});

byId("sign-out").addEventListener("click", ({ currentTarget }) => {
  perform(
    currentTarget,
    "Signing out…",
    () => auth.signOut(),
    () => {
      leave();
      announce("You are signed out. This page has removed what it kept about you.");
    },
  );
});

await start();
