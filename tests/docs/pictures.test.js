// The pictures of the demo: taken anew from the running demo, and those in docs/ as the README needs them.
// Owns: what they show. New ones land in test-results/; a person copies them to docs/ when the demo has changed.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startStack } from "../../scripts/stack.mjs";
import { ADA, authorize, goToGithub, launch, openPage } from "./support/browser.js";
import { root } from "./support/markdown.js";

const VIEWPORT = { width: 1120, height: 700 };
const LIMIT = 150 * 1024;
const results = join(root, "test-results");
let browser;
let stack;

before(async () => {
  mkdirSync(results, { recursive: true });
  [browser, stack] = await Promise.all([
    launch(),
    startStack({ ports: { demo: 0, proxy: 0, web: 0, api: 0 }, env: {} }),
  ]);
});
after(async () => {
  await browser?.close();
  await stack?.close();
});

/** Width, height and bytes of a PNG file. */
function measure(path) {
  const bytes = readFileSync(path);
  assert.equal(bytes.toString("latin1", 1, 4), "PNG", path);
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), size: bytes.length };
}

for (const colorScheme of ["light", "dark"]) {
  test(`the demo, signed in, ${colorScheme}: a picture of it is in docs/, in the right size`, async () => {
    const name = `demo-${colorScheme}.png`;
    const options = { colorScheme, viewport: VIEWPORT, locale: "en-GB", reducedMotion: "reduce" };
    const { page, problems } = await openPage(browser, options);
    await page.goto(`${stack.url}/?mode=redirect`);
    await goToGithub(page);
    await authorize(page);
    await page.getByRole("heading", { name: ADA.name }).waitFor();
    // The avatar counts as loaded only with its pixels.
    await page.waitForFunction(() => [...document.images].every((image) => image.naturalWidth > 0));
    const fresh = join(results, name);
    await page.mouse.move(0, 0);
    await page.screenshot({ path: fresh });
    assert.deepEqual(problems, []);

    const taken = measure(fresh);
    const shown = measure(join(root, "docs", name));
    assert.deepEqual([taken.width, taken.height], [VIEWPORT.width, VIEWPORT.height]);
    assert.deepEqual([shown.width, shown.height], [taken.width, taken.height]);
    for (const { size } of [taken, shown]) assert.ok(size < LIMIT, `${name}: ${size} bytes`);
  });
}
