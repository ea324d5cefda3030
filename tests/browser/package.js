// Owns: the package's own modules for the test page, as the global `Portcullis` (like the script-tag file). Loaded one after
// the other, in the order of their imports: the test runner's server leaves requests unanswered when a browser opens many
// connections at once. `api.rs` names the same files.
// Must not: hold anything of its own but the engine's class, which comes from the test's wasm.

const files = [
  ...["errors", "maybe", "plain", "page", "wasm", "names", "env", "app-credentials", "credentials", "flow"],
  ...[
    "http",
    "authorized-fetch",
    "oauth2-client",
    "oauth2-flow",
    "lock",
    "tabs",
    "stores/web",
    "keeper",
    "hub",
  ],
  ...["sign-in", "provider", "github-client", "awake", "session", "stores/memory", "stores/indexeddb"],
  ...["stores/index", "open-session", "manager", "exports"],
];
const modules = {};
for (const file of files) modules[file] = await import(`../../www/${file}.js`);

const { AuthManager } = modules.exports;
const { hubOf } = modules.hub;

export const createAuth = (options) => new AuthManager(options);
const { IndexedDbStore } = modules["stores/indexeddb"];
globalThis.Portcullis = { ...modules.exports, IndexedDbStore, createAuth };

export function useEngine(Engine) {
  modules.wasm.loadEngineBy(() => Engine);
}

/** The one that renews a subject's credentials; sessions have no other. */
export function keeperOf(auth, subject) {
  return hubOf(auth).keeper(auth.github, subject);
}
