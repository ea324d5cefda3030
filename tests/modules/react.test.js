// www/react.js under the real React: rendered by a server, hydrated in Chromium, in StrictMode.
// Owns: the hook. Must not: sign anybody in; the manager here is a snapshot that the test sets.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { createElement, StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { findBrowsers } from "../../scripts/lib/browsers.mjs";
import { useAuth } from "../../www/react.js";

const ADA = { isLoading: false, isAuthenticated: true, subject: "7310452" };

const APP = `
  import { createElement, StrictMode } from "react";
  import { createRoot, hydrateRoot } from "react-dom/client";
  import { useAuth } from "./react.js";

  const listeners = new Set();
  let snapshot;
  const auth = {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  function Account() {
    const { isLoading, isAuthenticated, subject } = useAuth(auth);
    window.rendered.push(isLoading ? "unknown" : isAuthenticated ? subject : "nobody");
    return createElement("p", null, window.rendered.at(-1));
  }
  const app = createElement(StrictMode, null, createElement(Account));
  const place = () => document.querySelector("#root");
  const listenersNow = () => listeners.size;
  const tell = (next) => {
    snapshot = next;
    for (const listener of [...listeners]) listener();
  };
  Object.assign(window, {
    rendered: [], complaints: [], listenersNow, tell,
    mount: (first) => { snapshot = first; window.root = createRoot(place()); window.root.render(app); },
    hydrate: (first) => {
      snapshot = first;
      const onRecoverableError = (error) => window.complaints.push(String(error));
      window.root = hydrateRoot(place(), app, { onRecoverableError });
    },
  });`;

let bundle;
let browser;
let page;
let problems;

before(async () => {
  const resolveDir = fileURLToPath(new URL("../../www", import.meta.url));
  const define = { "process.env.NODE_ENV": '"development"' };
  const options = { bundle: true, write: false, format: "iife", logLevel: "silent", define };
  const { outputFiles } = await build({ stdin: { contents: APP, resolveDir }, ...options });
  bundle = outputFiles[0].text;
  browser = await chromium.launch({
    executablePath: findBrowsers().chromium,
    args: ["--no-sandbox", "--disable-gpu"],
  });
});
after(() => browser?.close());

beforeEach(async () => {
  await page?.close();
  page = await browser.newPage();
  problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
});

async function open(html = "") {
  await page.setContent(`<!doctype html><link rel="icon" href="data:,"><div id="root">${html}</div>`);
  await page.addScriptTag({ content: bundle });
}

const shows = (text) => page.getByText(text, { exact: true }).waitFor();

/** What a server sends, with a manager that must not be asked. */
function renderOnServer() {
  const untouched = () => assert.fail("a server has nobody to ask");
  const auth = { subscribe: untouched, getSnapshot: untouched };
  const Account = () => createElement("p", null, useAuth(auth).isLoading ? "unknown" : "known");
  return renderToString(createElement(StrictMode, null, createElement(Account)));
}

test("a server renders that nobody is known yet, and asks the manager nothing", () => {
  assert.equal(renderOnServer(), "<p>unknown</p>");
});

test("a page hydrates what the server sent without a complaint, then shows who is signed in", async () => {
  await open(renderOnServer());
  await page.evaluate((ada) => hydrate(ada), ADA);
  await shows(ADA.subject);
  assert.equal(await page.evaluate(() => rendered[0]), "unknown");
  assert.deepEqual([await page.evaluate(() => complaints), problems], [[], []]);
});

test("a component renders anew when somebody signs in and out, in StrictMode too", async () => {
  await open();
  await page.evaluate(() => mount(Object.freeze({ isLoading: true })));
  await shows("unknown");
  await page.evaluate(() => tell({ isLoading: false, isAuthenticated: false }));
  await shows("nobody");
  await page.evaluate((ada) => tell(ada), ADA);
  await shows(ADA.subject);
  assert.deepEqual(problems, []);
});

test("news without a new snapshot renders nothing", async () => {
  await open();
  await page.evaluate((ada) => {
    mount(ada);
    window.ada = ada;
  }, ADA);
  await shows(ADA.subject);
  const renders = await page.evaluate(() => {
    const before = rendered.length;
    tell(ada);
    return new Promise((resolve) => requestAnimationFrame(() => resolve(rendered.length - before)));
  });
  assert.equal(renders, 0);
});

test("one listener while it is mounted, none after", async () => {
  await open();
  await page.evaluate((ada) => mount(ada), ADA);
  await shows(ADA.subject);
  assert.equal(await page.evaluate(() => listenersNow()), 1);
  await page.evaluate(() => root.unmount());
  await page.waitForFunction(() => listenersNow() === 0);
});
