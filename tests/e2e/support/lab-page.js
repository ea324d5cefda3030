// Runs in the browser, before the page's own scripts: makes `window.lab`, the short way to the SDK for a test.
// Owns: the options of the running demo, and the SDK's objects as plain data that can leave the page.
// Must not: use anything outside the function: Playwright sends its text.

export function installLab() {
  const CREDENTIALS = [
    ...["accessToken", "tokenType", "refreshToken", "scope", "expiresIn", "expiresAt", "idToken", "raw"],
  ];
  const ERROR = [
    ...["name", "code", "message", "field", "status", "retryable"],
    ...["error", "errorDescription", "errorUri"],
  ];
  const pick = (object, names) => Object.fromEntries(names.map((name) => [name, object[name]]));

  const lab = {
    /** Everything the package exports, for a test that has classes of its own. */
    sdk: () => import("/portcullis/index.js"),

    /** A manager with the demo's options; `changes` replace those of `github`, null leaves one out, or GitHub as a whole. */
    async auth(changes = {}, others = {}) {
      const { createAuth } = await lab.sdk();
      if (changes === null) return createAuth(others);
      const { config } = await import("/config.js");
      const { clientId, redirectUri, proxyUrl, sealedCookie, authorizationUrl, apiUrl } = config;
      const own = { clientId, redirectUri, proxyUrl, sealedCookie, authorizationUrl, apiUrl };
      const github = { ...own, ...changes };
      for (const [name, value] of Object.entries(github)) if (value === null) delete github[name];
      return createAuth({ allowInsecureOrigin: config.allowInsecureOrigin, github, ...others });
    },

    /** An error of the SDK, or of the browser, with every documented member. */
    error: (error) => ({ ...pick(error, ERROR), isError: error instanceof Error }),

    credentials: (credentials) => pick(credentials, CREDENTIALS),

    /** An AuthFlowResult. */
    plain(result) {
      if (result === null) return null;
      if (!result.success) return { success: false, error: lab.error(result.error) };
      return { ...result, credentials: lab.credentials(result.credentials) };
    },

    /** Everything that an error could say in a log. */
    words(error) {
      const parts = Object.getOwnPropertyNames(error).map((name) => `${name}: ${error[name]}`);
      return [`${error}`, JSON.stringify(error), ...parts].join("\n");
    },

    /** What a call gives or throws: { value } or { error }. */
    async outcome(call) {
      try {
        return { value: await call() };
      } catch (error) {
        return { error: lab.error(error) };
      }
    },
  };
  window.lab = lab;
}
