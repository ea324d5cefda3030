// Runs in the browser, before the page's own scripts: what a device sign-in sends, and all that the app is told about it.
// Owns: `window.device`. Must not: use anything outside the function (Playwright sends its text), or judge.

export function installDevice() {
  const device = {
    /** Requests by the page's clock: {path, at, endedAt}. */
    wire: [],
    flying: 0,
    most: 0,
    prompts: [],
    ticks: [],
    /** What came of each sign-in, in the order of their ends. */
    outcomes: [],
    ended: 0,
    stopper: new AbortController(),

    /** Nothing is on the wire, and the SDK waits for its next turn, or is done. */
    isQuiet: () => !device.flying && (device.outcomes.length > 0 || device.told === device.ended),

    onTick(tick) {
      device.told = device.ended;
      device.ticks.push({ ...tick, at: Date.now() / 1000 });
    },

    /** Everything that the app is told; `promise` gives a result or credentials. */
    watch(promise) {
      const note = (outcome) => device.outcomes.push(outcome);
      promise.then(
        (value) => note("success" in value ? lab.plain(value) : { credentials: lab.credentials(value) }),
        (error) => note({ rejected: lab.error(error) }),
      );
    },

    begin(options) {
      const onPrompt = (prompt) => device.prompts.push(prompt);
      device.watch(auth.github.signIn({ mode: "device", onPrompt, onTick: device.onTick, ...options }));
    },

    stored: () => Object.keys(sessionStorage).filter((key) => key.startsWith("portcullis:")),
  };

  const send = window.fetch;
  window.fetch = async (url, init) => {
    const entry = { path: new URL(url, location.href).pathname, at: Date.now() };
    device.wire.push(entry);
    device.flying += 1;
    device.most = Math.max(device.most, device.flying);
    try {
      const response = await send(url, init);
      await response.clone().text();
      return response;
    } finally {
      entry.endedAt = Date.now();
      device.flying -= 1;
      device.ended += 1;
    }
  };
  window.device = device;
}
