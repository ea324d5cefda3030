// Owns: the package's own modules for the test page, as the global `Portcullis` (like the script-tag file). Loaded one after
// the other, in the order of their imports: the test runner's server leaves requests unanswered when a browser opens many
// connections at once. `api.rs` names the same files.
// Must not: hold anything of its own but the engine's class, which comes from the test's wasm.

const files = `
  errors names env page plain wasm app-credentials
  credentials flow http authorized-fetch oauth2-client oauth2-flow device-flow
  github-client lock tabs sealed-cookie keeper maybe hub awake
  server/server-session sign-in/relay sign-in/come-back sign-in/complete sign-in/environment sign-in/popup sign-in/run
  sign-in/flow-manager provider session stores/memory open-session stores/web stores/index
  manager server/py-oidc-auth server/host-provider server/authenticate exports stores/indexeddb
`;
const modules = {};
for (const file of files.trim().split(/\s+/)) modules[file] = await import(`../../www/${file}.js`);

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
