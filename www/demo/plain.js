// The script-tag page: a classic script that signs in through the global `Portcullis` and the element `<portcullis-sign-in>`.
// It borrows the demo's views by dynamic import; it must not import the SDK.
/* global Portcullis */

(async () => {
  const { config } = await import("/config.js");
  const { clearAccount, showProfile } = await import("/account.js");
  const { byId } = await import("/dom.js");
  const { announce, showError, showLeftWindow, showState, whileBusy } = await import("/view.js");

  byId("fallback").remove();
  byId("stand-in").hidden = !config.standIn;
  let auth;
  try {
    auth = Portcullis.createAuth({
      allowInsecureOrigin: config.allowInsecureOrigin,
      github: {
        clientId: config.clientId,
        redirectUri: config.plainRedirectUri,
        proxyUrl: config.proxyUrl,
        sealedCookie: config.sealedCookie,
        authorizationUrl: config.authorizationUrl,
        apiUrl: config.apiUrl,
      },
    });
  } catch (error) {
    showState("signed-out");
    showError(error);
    return;
  }

  const open = async (result) => {
    let problem = result?.error;
    try {
      const session = await auth.session({ subject: result?.subject });
      showProfile(await session.github.getAuthenticatedUser());
      showState("signed-in", { focus: result !== null });
    } catch (error) {
      showState("signed-out");
      if (error.code !== "not_signed_in") problem ??= error;
    }
    if (problem) showError(problem, { focus: true });
  };

  // The button, the waiting, Cancel and what went wrong are the element's.
  const signIn = document.querySelector("portcullis-sign-in");
  signIn.mode = new URLSearchParams(location.search).get("mode");
  signIn.auth = auth;
  signIn.addEventListener("signed-in", ({ detail }) => open(detail));

  byId("sign-out").onclick = ({ currentTarget }) =>
    whileBusy(currentTarget, "Signing out…", async () => {
      await auth.signOut();
      clearAccount();
      showState("signed-out", { focus: true });
      announce("You are signed out. This page has removed what it kept about you.");
    });

  // A page out of the back/forward cache shows what was true before it was left.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

  if (location.pathname !== "/plain") byId("loading-text").textContent = "Signing you in…";
  const result = await auth.handleRedirect();
  if (showLeftWindow(result?.error)) return;
  if (result) history.replaceState(null, "", result.returnTo ?? "/plain");
  await open(result);
})();
