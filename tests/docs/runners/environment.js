// Runs docs/environment.md: configuration that a bundler put into the page, by every documented name.
// Owns: what is then configured. Must not: know a variable that the document does not name.

import assert from "node:assert/strict";
import { open, seen } from "../support/app.js";
import { block, documentAt, rowsOf } from "../support/markdown.js";

const codeIn = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
const rows = () => rowsOf(documentAt("docs/environment.md")).map((cells) => cells.map(codeIn));
/** `[variables, [option]]` of each documented option. */
const variables = () => rows().filter(([[name]]) => /^_[A-Z_]+$/.test(name));
/** In the order that counts. */
const prefixes = () => {
  const [, list] = /first that is set counts: none, ([^.]+)\./.exec(documentAt("docs/environment.md").text);
  return ["", ...codeIn(list)];
};

/** The documented file, as Vite gives it to the page. */
const fromFile = () =>
  Object.fromEntries(new URLSearchParams(block("env-file").trim().replaceAll("\n", "&")));

async function configured(world, code, env) {
  const report = "const [{ appCredentials }] = auth; window.seen = { ...appCredentials };";
  const define = { "import.meta.env": JSON.stringify(env) };
  await open(world, `${code}\n${report}\nwindow.createAuth = createAuth;`, { define });
  return seen(world.page);
}

/** What such an environment configures; an error by its code and field. */
const tryOut = (page, env) =>
  page.evaluate((record) => {
    try {
      const auth = createAuth({ env: record });
      return { ...auth.github.appCredentials, token: auth.getSnapshot().isAuthenticated };
    } catch ({ code, field }) {
      return { code, field };
    }
  }, env);

async function checkVariable({ page, site }, variable, option) {
  const value =
    { host: "github.example.com", scope: "gist", redirectUri: `${site.url}/elsewhere` }[option] ??
    "https://one.example/a";
  // Without a proxy a token endpoint of one's own is needed, or a personal access token.
  const needed = { _CLIENT_ID: "an-app", _REDIRECT_URI: `${site.url}/callback`, _PROXY_URL: "/proxy" };
  if (option === "tokenUrl") delete needed._PROXY_URL;
  const env = Object.fromEntries(Object.entries(needed).map(([name, given]) => [`GITHUB${name}`, given]));
  const seenIn = { host: "apiUrl", proxyUrl: "tokenUrl" }[option] ?? option;
  for (const prefix of prefixes()) {
    const name = `${prefix}GITHUB${variable}`;
    const app = await tryOut(page, { ...env, [`GITHUB${variable}`]: undefined, [name]: value });
    if (option === "token") assert.equal(app.token, true, name);
    else assert.ok(app[seenIn].includes(value), `${name}: ${JSON.stringify(app)}`);
  }
}

async function checkOrder({ page }) {
  const env = { GITHUB_TOKEN: "a-token" };
  for (const prefix of prefixes().reverse()) {
    env[`${prefix}GITHUB_CLIENT_ID`] = `by ${prefix}`;
    assert.equal((await tryOut(page, env)).clientId, `by ${prefix}`);
  }
  for (const [[first, second]] of variables().filter(([names]) => names.length > 1)) {
    const both = { [`GITHUB${second}`]: "not a URL", [`GITHUB${first}`]: "https://one.example" };
    assert.equal((await tryOut(page, { ...env, ...both })).code, undefined, first);
  }
}

export const environment = {
  async env(world) {
    const app = await configured(world, block("env"), fromFile());
    assert.deepEqual([app.clientId, app.scope], ["Ov23li…", "read:user"]);
    assert.deepEqual(
      [app.tokenUrl, app.redirectUri],
      ["http://127.0.0.1:8787/token", "http://127.0.0.1:5173/callback"],
    );
    assert.equal(variables().length, 9);
    for (const [names, [option]] of variables())
      for (const variable of names) await checkVariable(world, variable, option);
    await checkOrder(world);
    const table = rows().flatMap(([[name]]) => (/^[A-Z_]+_$/.test(name) ? [name] : []));
    assert.deepEqual(["", ...table].sort(), prefixes().sort());
    for (const prefix of prefixes()) {
      const field = `${prefix}GITHUB_CLIENT_SECRET`;
      const refused = await tryOut(world.page, { [field]: "a-secret" });
      assert.deepEqual(refused, { code: "client_secret_in_browser", field });
    }
  },

  async "env-file"(world) {
    const env = { ...fromFile(), VITE_GITHUB_SCOPE: "" };
    assert.equal((await configured(world, block("env"), env)).scope, "", "empty is not set");
  },

  async "env-next"(world) {
    const values = Object.entries(fromFile()).map(([name, value]) => [
      `process.env.${name.replace("VITE_", "NEXT_PUBLIC_")}`,
      JSON.stringify(value),
    ]);
    const replaced = (text, [name, value]) => text.replaceAll(name, value);
    const app = await configured(world, values.reduce(replaced, block("env-next")), {});
    assert.deepEqual([app.clientId, app.tokenUrl], [world.site.clientId, "http://127.0.0.1:8787/token"]);
  },

  async "env-and-code"(world) {
    const app = await configured(world, block("env-and-code"), fromFile());
    assert.deepEqual([app.scope, app.redirectUri], ["read:user gist", `${world.site.url}/callback`]);
    assert.equal(app.tokenUrl, "http://127.0.0.1:8787/token");
  },

  async "env-other"(world) {
    const app = await configured(world, block("env-other"), { VITE_ACME_CLIENT_ID: "acme-app" });
    assert.deepEqual([app.name, app.clientId], ["acme", "acme-app"]);
  },
};
