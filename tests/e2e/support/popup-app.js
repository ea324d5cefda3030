// Runs in the browser: an app with two providers, as small as an app can be. The same page is its callback.
// Owns: `window.app`, which keeps everything that the SDK says. Must not: judge it.

import { options } from "/options.js";
import { createAuth } from "/portcullis/index.js";

const auth = createAuth(options);

const plain = (result) => {
  if (!result || result.success) {
    const { credentials, ...rest } = result ?? {};
    return result && { ...rest, accessToken: credentials?.accessToken };
  }
  const { name, code, message, flowId, provider, error, timeout } = result.error;
  return { success: false, error: { name, code, message, provider, error, timeout }, flowId };
};

const app = {
  auth,
  /** Every sign-in: its states and events in order, and what came of it. */
  runs: [],
  /** Everything that the manager has said about who is signed in. */
  news: [],
  /** Options that are functions, for the next sign-ins. */
  hooks: {},

  start({ provider = "github", ...given }) {
    const manager = auth.provider(provider).flowManager();
    const run = { manager, states: [manager.state], events: [], outcomes: [], flowIds: new Set() };
    app.runs.push(run);
    manager.addEventListener("statechange", ({ detail: { state, flowId } }) => {
      run.states.push(state);
      run.flowIds.add(flowId);
    });
    manager.addEventListener("popupmaybeclosed", ({ type }) => run.events.push(type));
    const ended = (outcome) => {
      run.outcomes.push(outcome);
      return outcome;
    };
    run.promise = manager.authenticate({ ...given, ...app.hooks }).then(
      (result) => ended(plain(result)),
      (error) => ended({ rejected: error.code }),
    );
    return run;
  },

  /** What is stored, as an app would ask for it. */
  async stored() {
    const names = auth.names();
    const subjects = await Promise.all(names.map((name) => auth.subjects(name)));
    return names.flatMap((name, index) => subjects[index].map((subject) => `${name}:${subject}`));
  },
};
for (const type of ["signedin", "signedout", "tokenrefreshed", "reauthrequired"])
  auth.addEventListener(type, ({ detail: { provider, subject } }) =>
    app.news.push([type, provider, subject]),
  );
auth.subscribe(() => app.news.push(["snapshot", auth.getSnapshot().isAuthenticated]));

window.app = app;
document.querySelector("button").onclick = () => app.start(app.options);
const { pathname, search } = location;
if (pathname.startsWith("/callback")) app.handled = auth.handleRedirect().then(plain);
// A sign-in that nobody clicked for.
const { unasked } = Object.fromEntries(new URLSearchParams(search));
if (unasked) setTimeout(() => app.start({ mode: unasked }));
else if (!pathname.startsWith("/callback")) app.handled = auth.handleRedirect().then(plain);
document.title = "ready";
