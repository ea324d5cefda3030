// The packed files in a real browser: the script-tag file's one global, and pages with and without 'wasm-unsafe-eval'.
// Owns: what only a browser shows of the package. Whole sign-ins are in tests/docs and tests/e2e.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { findBrowsers } from "../../scripts/lib/browsers.mjs";
import { install } from "./support/consumer.js";
import { serveSite } from "./support/site.js";

const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
const STRICT = "default-src 'none'; connect-src 'self'; img-src data:; script-src 'self'";
const { installed } = install();
let browser;
let site;
let page;

before(async () => {
  site = await serveSite(installed, {
    "/plain": {},
    "/strict": { policy: STRICT },
    "/right": { policy: `${STRICT} 'wasm-unsafe-eval'` },
  });
  browser = await chromium.launch({ executablePath: findBrowsers().chromium, args: ARGS });
  page = await browser.newPage();
});
after(async () => {
  await browser?.close();
  site?.close();
});

/** Loads the script-tag file, as a page would; the names it adds to `window`. */
const addScriptTag = () =>
  page.evaluate(async () => {
    const before = Object.getOwnPropertyNames(window);
    const script = document.createElement("script");
    script.src = "/portcullis/portcullis.global.js";
    await new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
    return Object.getOwnPropertyNames(window).filter((name) => !before.includes(name));
  });

/** createAuth of each entry on this page: "ok", or what it threw. */
const tryEntries = () =>
  page.evaluate(async () => {
    const options = {
      github: { clientId: "Ov23liConsumer", redirectUri: `${location.origin}/cb`, proxyUrl: "/auth" },
    };
    const outcome = async (call) => {
      try {
        return `ok: ${(await call()).github.name}`;
      } catch (error) {
        return `${error.name} ${error.code}: ${error.message}`;
      }
    };
    const main = await import("/portcullis/index.js");
    const slim = await import("/portcullis/slim.js");
    return {
      global: await outcome(() => window.Portcullis.createAuth(options)),
      main: await outcome(() => main.createAuth(options)),
      slim: await outcome(async () => {
        await slim.init();
        return slim.createAuth(options);
      }),
    };
  });

test("the script-tag file sets one global, Portcullis, with the exports of the module", async () => {
  await page.goto(`${site.url}/plain`);
  assert.deepEqual(await addScriptTag(), ["Portcullis"]);
  const [fromGlobal, fromModule] = await page.evaluate(async () => [
    Object.keys(window.Portcullis).sort(),
    Object.keys(await import("/portcullis/index.js")).sort(),
  ]);
  assert.deepEqual(fromGlobal, fromModule);
});

test("with 'wasm-unsafe-eval' in script-src all three entries work", async () => {
  await page.goto(`${site.url}/right`);
  await addScriptTag();
  assert.deepEqual(await tryEntries(), { global: "ok: github", main: "ok: github", slim: "ok: github" });
});

test("without it each of them is wasm_blocked and names what to add", async () => {
  await page.goto(`${site.url}/strict`);
  await addScriptTag();
  const expected = /^AuthError wasm_blocked: .*script-src 'self' 'wasm-unsafe-eval'/;
  for (const [entry, said] of Object.entries(await tryEntries())) assert.match(said, expected, entry);
});
