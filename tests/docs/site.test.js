// The documentation site, built as `npm run docs` builds it and served as files: it can be used by everybody, in both colours
// and on small screens, finds what is looked for, and asks no other host for anything.
// Owns: the site as a whole. Must not: repeat what the tests of the documents prove; they are the same words.

import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { buildDocs, outDir } from "../../scripts/docs.mjs";
import { launch, openPage } from "./support/browser.js";
import { documentAt, root, rowsOf } from "./support/markdown.js";
import { serveFolder } from "./support/static.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const results = join(root, "test-results");
const PAGES = {
  home: "/",
  "quick-start": "/quick-start/vite-react.html",
  error: "/errors/popup_blocked.html",
  errors: "/errors/",
  reference: "/reference/manager.html",
  support: "/support.html",
};
const WIDTHS = [390, 1280];
let browser;
let site;

before(async () => {
  mkdirSync(results, { recursive: true });
  await buildDocs();
  [browser, site] = await Promise.all([launch(), serveFolder(outDir)]);
});
after(async () => {
  await browser?.close();
  site?.close();
});

/** A page whose complaints, and requests to other hosts, are in `problems`. */
async function openSite(path, options) {
  const { page, problems } = await openPage(browser, { reducedMotion: "reduce", ...options });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "data:" && origin !== site.url) problems.push(`asked ${origin}`);
  });
  await page.goto(site.url + path, { waitUntil: "networkidle" });
  return { page, problems };
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of WIDTHS) {
    for (const [name, path] of Object.entries(PAGES)) {
      test(`${name}, ${colorScheme}, ${width} px: no violation, no complaint, nothing of another host`, async () => {
        const { page, problems } = await openSite(path, { colorScheme, viewport: { width, height: 900 } });
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document));
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
        assert.deepEqual(found, []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${overflow} px wider than the screen`);
        await page.screenshot({ path: join(results, `docs-${name}-${colorScheme}-${width}.png`) });
        assert.deepEqual(problems, []);
        await page.context().close();
      });
    }
  }
}

test("search finds an error code, and leads to its page", async () => {
  const { page, problems } = await openSite("/", { viewport: { width: 1280, height: 900 } });
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("searchbox").fill("popup_blocked");
  await page.locator('a[href*="/errors/popup_blocked.html"]').first().click();
  await page.getByRole("heading", { level: 1, name: "popup_blocked" }).waitFor();
  assert.deepEqual(problems, []);
  await page.context().close();
});

test("the home page has the quick start of README.md, and the demo as it looks in the chosen colours", async () => {
  const { page } = await openSite("/", { colorScheme: "dark" });
  const code = await page.locator("main pre code").first().innerText();
  const flat = (text) => text.replaceAll(/\s+/g, " ").trim();
  const [, quickStart] = /^```js quick-start\n([\s\S]*?)^```$/m.exec(documentAt("README.md").text);
  assert.equal(flat(code), flat(quickStart));
  const shown = page.locator("main img:visible");
  assert.match(await shown.getAttribute("src"), /demo-dark\.png$/);
  assert.ok(await shown.evaluate((image) => image.decode().then(() => image.naturalWidth > 0)));
  await page.context().close();
});

test("every link of the site leads to a page and a place in it", () => {
  const files = readdirSync(outDir, { recursive: true }).filter((name) => name.endsWith(".html"));
  const pages = new Map(files.map((name) => [`/${name}`, readFileSync(join(outDir, name), "utf8")]));
  assert.ok(pages.size > 100);
  const lost = [];
  for (const [path, html] of pages) {
    const content = html.replaceAll(/<(nav|aside|header)\b[\s\S]*?<\/\1>/g, "");
    for (const [, href] of content.matchAll(/<a [^>]*?href="(\/[^"]*|#[^"]*)"/g)) {
      const [target, hash] = (href.startsWith("#") ? path + href : href).split("#");
      const found = pages.get(target.endsWith("/") ? `${target}index.html` : target);
      const isThere = found && (!hash || found.includes(`id="${decodeURIComponent(hash)}"`));
      if (!isThere && hash !== "VPContent") lost.push(`${path}: ${href}`);
    }
  }
  assert.deepEqual(lost, []);
});

test("the reference has every type file, and an error code leads from there to its page", async () => {
  const pages = readdirSync(join(outDir, "reference"));
  for (const name of readdirSync(join(root, "dist/types")))
    assert.ok(pages.includes(name.replace(".d.ts", ".html")), name);
  const html = readFileSync(join(outDir, "reference/errors.html"), "utf8");
  assert.match(html, /id="OAuthError"/);
  assert.match(html, /href="\/errors\/popup_blocked\.html"/);
});

test("the support page has the browsers that the package is built for, and the measured sizes", () => {
  const floor = rowsOf(documentAt("docs/support.md")).filter(([, version]) => /^\d+$/.test(version));
  const build = readFileSync(join(root, "www/build.mjs"), "utf8");
  const [, ...versions] = /target: \["chrome(\d+)", "firefox(\d+)", "safari(\d+)"\]/.exec(build);
  assert.deepEqual(
    floor.map(([, version]) => version),
    versions,
  );
  const html = readFileSync(join(outDir, "support.html"), "utf8");
  const budget = JSON.parse(readFileSync(join(root, "size-budget.json"), "utf8"));
  for (const [name, limit] of Object.entries(budget))
    assert.match(html, new RegExp(`<code>${name}</code>.*?>${(limit / 1024).toFixed(1)}</td></tr>`), name);
});
