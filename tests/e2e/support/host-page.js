// Runs in the browser, before the page's own scripts: an app of one app server. Every page of the app's origin is it, the one
// that a popup comes back to included. Owns: `window.host`. Must not: use anything outside the function, or judge.

export function installHost({ app, base, options, isBare }) {
  if (location.origin !== app) return;
  const host = {
    base,
    prompts: [],
    outcomes: [],
    warnings: [],
    /** What the button does. */
    click: () => {},

    plain(value) {
      if (value === null || typeof value !== "object") return value;
      if ("success" in value) return lab.plain(value);
      return lab.credentials(value);
    },

    /** What comes of it goes to `host.outcomes`. */
    watch(call) {
      const note = (outcome) => host.outcomes.push(outcome);
      return Promise.resolve()
        .then(call)
        .then(
          (value) => note(host.plain(value)),
          (error) => note({ rejected: lab.error(error) }),
        );
    },

    onPrompt: (prompt) => host.prompts.push(prompt),

    authenticate: (given) => host.watch(() => host.sdk.authenticate(base, { ...options, ...given })),

    store: (given) => host.provider.manager.storeCredentials(host.provider.name, "default", given),

    held: async () => host.plain(await host.provider.manager.loadCredentials(host.provider.name, "default")),

    kept: () => Object.keys(sessionStorage).filter((key) => key.startsWith("portcullis:")),
  };
  window.host = host;

  addEventListener("DOMContentLoaded", async () => {
    host.sdk = await lab.sdk();
    document.body.innerHTML = "<button>Sign in</button>";
    document.querySelector("button").onclick = () => host.click();
    if (!isBare) {
      host.provider = host.sdk.HostAuthProvider.for(base, options);
      host.handled = host.plain(await host.provider.manager.handleRedirect());
    }
    document.title = "ready";
  });
}
