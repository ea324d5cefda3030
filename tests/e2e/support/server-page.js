// Runs in the browser: the page of an app whose own server signs people in. Every page of that server is it, the one that the
// server comes back to included. Owns: `window.app`. Must not: judge.

import * as sdk from "/portcullis/index.js";

const error = ({ name, code, status, error: word, errorDescription, retryable, field }) => ({
  ...{ name, code, status, error: word, errorDescription, retryable, field },
});

const auth = sdk.createAuth({
  github: {
    clientId: "Ov23liServerPage",
    redirectUri: `${location.origin}/callback`,
    proxyUrl: `${location.origin}/proxy`,
  },
});

window.app = {
  sdk,
  auth,

  plain: (result) => (result?.error ? { success: false, error: error(result.error) } : result),

  /** What a call of a `ServerSession` gives or throws. */
  async ask(method, options) {
    try {
      return { value: (await new sdk.ServerSession(options)[method]()) ?? null };
    } catch (thrown) {
      return { error: error(thrown) };
    }
  },

  /** Leaves the page; what comes of it here goes to `app.outcome`. */
  leave(options) {
    auth.github.signIn({ mode: "server", baseUrl: location.origin, ...options }).then(
      (result) => {
        app.outcome = app.plain(result);
      },
      (thrown) => {
        app.outcome = { rejected: error(thrown) };
      },
    );
  },
};
app.handled = app.plain(await auth.handleRedirect());
document.title = "ready";
