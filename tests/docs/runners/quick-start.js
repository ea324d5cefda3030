// Runs docs/quick-start: the files of each app together, from its first page to somebody signed in, and its commands.
// Owns: what must have happened after each block. Must not: install, or run a framework's own build; tests/package does.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { open, ourKeys, tokenForms } from "../support/app.js";
import { ADA, authorize, cancel, openGithub } from "../support/browser.js";
import { bundle } from "../support/bundle.js";
import { block, root } from "../support/markdown.js";

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const body = (html = "") => `<div id="root">${html}</div><script type="module" src="/app.js"></script>`;
const status = (page, text) => page.getByRole("status").getByText(text, { exact: true }).waitFor();
const button = (page, name) => page.getByRole("button", { name, exact: true });

async function signInByPopup(page) {
  const popup = await openGithub(page);
  await Promise.all([popup.waitForEvent("close"), authorize(popup)]);
  await status(page, `Signed in as ${ADA.login}`);
}

async function openVite(world) {
  const files = { "./auth.js": block("vite-auth"), "./App.jsx": block("vite-app") };
  for (const path of Object.keys(files)) files[path] = files[path].replaceAll("Ov23li…", world.site.clientId);
  // React's own checks are in its development build.
  const define = { "process.env.NODE_ENV": '"development"' };
  await open(world, block("vite-main"), { files, define, body: body() });
}

/** Next's files; its address is that of the test's page. */
function nextFiles({ clientId, url }) {
  const auth = block("next-auth").replace("Ov23li…", clientId).replace("http://127.0.0.1:3000", url);
  return { "./auth.js": auth, "./account.js": block("next-account"), "./page.js": block("next-page") };
}

const development = { "process.env.NODE_ENV": '"development"' };

/** What a server sends before anybody is known. The edge's renderer leaves nothing open when it is done. */
async function renderNext(site, page = "./page.js") {
  const code = `import { renderToString } from "react-dom/server.edge";
    import Page from "${page}";
    export const html = renderToString(<Page />);`;
  const callback = block("next-callback-page").replace("../page.js", "./page.js");
  const files = { ...nextFiles(site), "./callback.js": callback };
  const text = await bundle(code, { files, define: development });
  return (await import(`data:text/javascript,${encodeURIComponent(text)}`)).html;
}

/** The app's name for it, the callback, and the proxy's list say the same. */
function checkProxy(name, callback) {
  const lines = block(name).trim().split("\n");
  assert.equal(lines.pop(), "npx --no -- portcullis-proxy");
  const env = Object.fromEntries(lines.map((line) => /^export (\w+)="?([^"\s]*)/.exec(line).slice(1)));
  const filled = { ...env, GITHUB_CLIENT_ID: "Ov23liReader", GITHUB_CLIENT_SECRET: "a-secret-of-the-reader" };
  const path = join(root, manifest.bin["portcullis-proxy"]);
  const options = { env: { PATH: process.env.PATH, ...filled }, encoding: "utf8" };
  const { stdout, stderr, status } = spawnSync(process.execPath, [path, "--check"], options);
  assert.equal(status, 0, stderr);
  assert.ok(stdout.includes(block(callback).trim()), stdout);
}

/** Commands of other tools are compared with their forms; ours name files that there are. */
function checkLines(name, ...forms) {
  const lines = block(name).trim().split("\n");
  assert.equal(lines.length, forms.length);
  lines.forEach((line, index) => {
    assert.match(line, forms[index]);
  });
}

const tarball = new RegExp(`^npm install \\.\\./portcullis/${manifest.name}-${manifest.version}\\.tgz$`);
const callbackOf = (name, port) => () =>
  assert.match(block(name), new RegExp(`^http://127\\.0\\.0\\.1:${port}/callback(?:\\.html)?\n$`));

export const quickStarts = {
  async "vite-main"(world) {
    const { page, site } = world;
    await openVite(world);
    await signInByPopup(page);
    assert.equal(tokenForms(site).length, 1);
    await page.goto(`${site.url}/callback`);
    await status(page, `Signed in as ${ADA.login}`);
  },

  async "vite-app"(world) {
    const { page } = world;
    await openVite(world);
    await cancel(await openGithub(page));
    await page.getByText(/denied/).waitFor();
    await signInByPopup(page);
    await button(page, "Sign out").click();
    await button(page, "Sign in with GitHub").waitFor();
    assert.deepEqual(await ourKeys(page), []);
  },

  async "vite-auth"(world) {
    await open(world, `${block("vite-auth")}\nwindow.seen = auth.github.oauth2.authorize();`);
    const { authorizationUrl } = await world.page.evaluate(() => seen);
    const { searchParams } = new URL(authorizationUrl);
    assert.equal(searchParams.get("redirect_uri"), `${world.site.url}/callback`);
  },

  async "tag-page"(world) {
    const { page, site } = world;
    // The stand-in has this callback registered.
    const text = block("tag-page").replace("Ov23li…", site.clientId).replace("/callback.html", "/callback");
    const index = text.replace("<head>", '<head><link rel="icon" href="data:,">');
    const callback = block("tag-callback-page").replace("<head>", '<head><link rel="icon" href="data:,">');
    site.show({ body: index, pages: { "/callback": { body: callback } } });
    await page.goto(site.url);
    await signInByPopup(page);
    // And by a redirect, which leaves the callback's page for the app's.
    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    await page.evaluate(() => {
      globalThis.open = () => null;
    });
    await button(page, "Sign in with GitHub").click();
    await page.getByRole("radio", { name: ADA.name }).check();
    await authorize(page);
    await status(page, `Signed in as ${ADA.login}`);
    assert.equal(page.url(), `${site.url}/`);
  },

  async "tag-callback-page"({ page, site }) {
    const text = block("tag-callback-page").replace("<head>", '<head><link rel="icon" href="data:,">');
    site.show({ body: "<h1>My page</h1>", pages: { "/callback": { body: text } } });
    await page.goto(`${site.url}/callback`);
    await page.getByRole("heading", { name: "My page" }).waitFor();
    assert.equal(page.url(), `${site.url}/`);
  },

  async "next-account"(world) {
    const { page, site } = world;
    const html = await renderNext(site);
    const code = `import { hydrateRoot } from "react-dom/client";
      import Page from "./page.js";
      hydrateRoot(document.querySelector("#root"), <Page />);`;
    await open(world, code, { files: nextFiles(site), define: development, body: body(html) });
    await signInByPopup(page);
    // What a server has rendered knows nobody, and the page that has somebody agrees with it at first.
    await page.reload();
    await status(page, `Signed in as ${ADA.login}`);
    await button(page, "Sign out").click();
    await status(page, "Signed out");
    await button(page, "Sign in with GitHub").waitFor();
  },
};

export const quickStartsOutside = {
  "vite-callback": callbackOf("vite-callback", 5173),
  "vite-create": () =>
    checkLines(
      "vite-create",
      /^npm create vite@latest my-app -- --template react$/,
      /^cd my-app$/,
      /^npm install$/,
    ),
  "vite-install": () => checkLines("vite-install", tarball),
  "vite-proxy": () => checkProxy("vite-proxy", "vite-callback"),
  "vite-start": () => checkLines("vite-start", /^npm run dev -- --host 127\.0\.0\.1$/),

  "tag-callback": callbackOf("tag-callback", 8000),
  "tag-files"() {
    checkLines("tag-files", /^mkdir my-page$/, /^cp( portcullis\/dist\/[\w.]+)+ my-page\/$/);
    for (const [, file] of block("tag-files").matchAll(/portcullis\/(dist\/\S+)/g))
      assert.ok(readFileSync(join(root, file)).length > 0, file);
  },
  "tag-proxy": () => checkProxy("tag-proxy", "tag-callback"),
  "tag-start": () =>
    checkLines("tag-start", /^cd my-page$/, /^python3 -m http\.server 8000 --bind 127\.0\.0\.1$/),

  "next-callback": callbackOf("next-callback", 3000),
  "next-create": () =>
    checkLines("next-create", /^npx create-next-app@latest my-app --js --app --empty --yes$/, /^cd my-app$/),
  "next-install": () => checkLines("next-install", tarball),
  "next-proxy": () => checkProxy("next-proxy", "next-callback"),
  "next-start": () => checkLines("next-start", /^npx next dev --hostname 127\.0\.0\.1$/),

  async "next-auth"() {
    // In a server there is no page: nobody is signed in, and nothing fails.
    const { auth } = await import(
      `data:text/javascript,${encodeURIComponent(await bundle(block("next-auth").replace("Ov23li…", "an-app")))}`
    );
    assert.equal(auth.github.appCredentials.redirectUri, block("next-callback").trim());
    assert.equal(await auth.handleRedirect(), null);
  },
  async "next-page"() {
    const html = await renderNext({ clientId: "an-app", url: "https://app.example" });
    assert.equal(html, "<p>Just a moment…</p>");
  },
  async "next-callback-page"() {
    const html = await renderNext({ clientId: "an-app", url: "https://app.example" }, "./callback.js");
    assert.equal(html, "<p>Just a moment…</p>");
  },
};
