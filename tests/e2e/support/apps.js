// An app in several tabs, with a store of the test's choice: what it holds, what it is told, and another tab of it.
// Owns: making it the same way in each tab. Must not: assert.

import { signInHere } from "./acme.js";
import { openLab } from "./lab.js";

/** Runs in the browser. Makes `window.startApp(kind)`, which makes `auth` and collects its news in `events`. */
function installApp() {
  // As an app might write one: over something that answers later, under names of its own.
  const slowStore = () => {
    const later = async (action) => {
      await new Promise((resolve) => setTimeout(resolve));
      return action();
    };
    const parse = (text) => (text === null ? undefined : JSON.parse(text));
    return {
      get: (key) => later(() => parse(localStorage.getItem(`app/${key}`))),
      set: (key, record) => later(() => localStorage.setItem(`app/${key}`, JSON.stringify(record))),
      delete: (key) => later(() => localStorage.removeItem(`app/${key}`)),
      keys: (prefix) =>
        later(() =>
          Object.keys(localStorage)
            .filter((name) => name.startsWith(`app/${prefix}`))
            .map((name) => name.slice(4)),
        ),
    };
  };
  const stores = {
    indexeddb: async () => new (await import("/portcullis/indexeddb.js")).IndexedDbStore(),
    custom: slowStore,
  };
  window.startApp = async (kind, changes) => {
    const store = stores[kind] ? await stores[kind]() : kind;
    window.auth = await lab.auth(changes, { store });
    window.firstSnapshot = auth.getSnapshot();
    window.events = [];
    for (const type of ["signedin", "signedout", "tokenrefreshed", "reauthrequired"]) {
      auth.addEventListener(type, ({ detail }) => events.push([type, detail.subject, detail.isRemote]));
    }
  };
}

/** The app in the first tab. */
export async function openApp(world, kind) {
  world.allowConsole(/Failed to load resource/); // the browser reports every 401
  world.github.switches.autoApprove = true;
  await world.context.addInitScript(installApp);
  await openLab(world);
  await startApp(world.page, kind);
}

export const startApp = (tab, kind) => tab.evaluate((chosen) => window.startApp(chosen), kind);

/** The app in one more tab: opened by hand, so with a sessionStorage of its own. */
export async function openTab({ context, url }, kind) {
  const tab = await context.newPage();
  await tab.goto(url);
  await startApp(tab, kind);
  return tab;
}

export const signInApp = (page) => signInHere(page, "github");

/** Waits until the tab's snapshot says so. */
export const untilSignedIn = (tab, isSignedIn = true) =>
  tab.waitForFunction((wanted) => auth.getSnapshot().isAuthenticated === wanted, isSignedIn);

/** The stored access token of the person who signs in first. */
export const tokenOf = (tab) =>
  tab.evaluate(async () => (await auth.loadCredentials("github", "7310452"))?.accessToken);
