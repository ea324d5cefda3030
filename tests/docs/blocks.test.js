// Every fenced code block of the documents runs: one test for each, and a block that no test knows fails.
// Owns: that nothing is left out on either side. What a run proves is in runners/.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inPage } from "./runners/page.js";
import { onServer } from "./runners/server.js";
import { inShell } from "./runners/shell.js";
import { launch, openPage } from "./support/browser.js";
import { blocksOf, documents } from "./support/markdown.js";
import { startSite } from "./support/site.js";

const blocks = documents.flatMap(blocksOf);
let browser;
let site;

before(async () => {
  [browser, site] = await Promise.all([launch(), startSite()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** A fresh page for one run; complaints of the page that the run does not expect fail it. */
async function withPage(run) {
  site.github.reset();
  const { page, problems } = await openPage(browser);
  const expected = [];
  try {
    await run({ page, site, expect: (pattern) => expected.push(pattern) });
    const unexpected = problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)));
    assert.deepEqual(unexpected, []);
  } finally {
    await page.context().close();
  }
}

const outside = { ...inShell, ...onServer };

for (const { title, name } of blocks) {
  test(title, (t) => {
    if (Object.hasOwn(inPage, name)) return withPage(inPage[name]);
    assert.ok(Object.hasOwn(outside, name), "no test knows this code block: write a runner, and name it");
    return outside[name]({ t });
  });
}

test("every runner has its code block", () => {
  const runners = Object.keys({ ...inPage, ...outside }).sort();
  assert.deepEqual(blocks.map(({ name }) => name).sort(), runners);
});

test("no code block hides from these tests: every fence is one that they read", () => {
  for (const { path, prose } of documents) assert.doesNotMatch(prose, /^[ \t>]*(?:```|~~~)/m, path);
});
