// What a page has kept: every place in which a browser remembers something.
// Owns: looking. Must not: write, or judge what may be there.

/** Keys of sessionStorage that the SDK wrote, or could have written. */
export const portcullisKeys = (page) =>
  page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("portcullis:")));

/** The tokens in the credentials record, found by how GitHub's tokens look; null without one. */
export const storedTokens = (page) =>
  page.evaluate(() => {
    const key = Object.keys(sessionStorage).find((name) => /^portcullis:v1:.*:github:/.test(name));
    const [accessToken, refreshToken] = [/gho_\w+/, /ghr_\w+/].map(
      (look) => look.exec(sessionStorage[key])?.[0] ?? null,
    );
    return key ? { accessToken, refreshToken } : null;
  });

/** Cookies are asked of the context, which also knows those that scripts cannot see. */
export const storedEverywhere = (page) =>
  page.evaluate(async () => ({
    sessionKeys: Object.keys(sessionStorage),
    localKeys: Object.keys(localStorage),
    databases: await indexedDB.databases(),
    windowName: window.name,
  }));
