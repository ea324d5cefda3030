// Every fenced code block of the documents runs: one test for each, and a block that no test knows fails.
// Owns: that nothing is left out on either side. What a run proves is in runners/.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { appServers } from "./runners/app-servers.js";
import { bundlers, bundlersOutside } from "./runners/bundlers.js";
import { custom } from "./runners/custom.js";
import { deviceFlow } from "./runners/device-flow.js";
import { elements } from "./runners/elements.js";
import { environment } from "./runners/environment.js";
import { errorPages } from "./runners/errors.js";
import { migrate, migrateOutside } from "./runners/migrate.js";
import { popup } from "./runners/popup.js";
import { providers } from "./runners/providers.js";
import { proxyOnPhone, proxyOutside } from "./runners/proxy.js";
import { quickStarts, quickStartsOutside } from "./runners/quick-start.js";
import { readme } from "./runners/readme.js";
import { refresh } from "./runners/refresh.js";
import { onServer } from "./runners/server.js";
import { serverSessions } from "./runners/server-sessions.js";
import { sessions } from "./runners/sessions.js";
import { inShell } from "./runners/shell.js";
import { signIn } from "./runners/sign-in.js";
import { stores } from "./runners/stores.js";
import { testing } from "./runners/testing.js";
import { launch, openPage, PHONE } from "./support/browser.js";
import { blocksOf, documents } from "./support/markdown.js";
import { startSite } from "./support/site.js";
import { connectToStandIns } from "./support/web.js";

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
async function withPage(run, device) {
  site.github.reset();
  site.oauth.reset();
  const { page, problems } = await openPage(browser, device);
  await connectToStandIns(page.context(), site);
  const expected = [];
  try {
    await run({ page, site, expect: (pattern) => expected.push(pattern) });
    const unexpected = problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)));
    assert.deepEqual(unexpected, []);
  } catch (error) {
    if (problems.length > 0) error.message += `\nThe page says:\n${problems.join("\n")}`;
    throw error;
  } finally {
    await page.context().close();
  }
}

/** Sign-ins by redirect: what these documents show comes after the page has loaded again. */
const onPhone = {
  ...{ ...providers, ...custom, ...stores, ...sessions, ...refresh, ...environment },
  ...proxyOnPhone,
  ...bundlers,
};
/** Sign-ins by popup. */
const onDesk = {
  ...{ ...readme, ...signIn, ...popup, ...deviceFlow },
  ...{ ...appServers, ...serverSessions, ...elements },
  ...{ ...errorPages, ...migrate, ...quickStarts },
};
const outside = {
  ...inShell,
  ...onServer,
  ...proxyOutside,
  ...bundlersOutside,
  ...testing,
  ...migrateOutside,
  ...quickStartsOutside,
};

for (const { title, name } of blocks) {
  test(title, (t) => {
    if (Object.hasOwn(onPhone, name)) return withPage(onPhone[name], PHONE);
    if (Object.hasOwn(onDesk, name)) return withPage(onDesk[name]);
    assert.ok(Object.hasOwn(outside, name), "no test knows this code block: write a runner, and name it");
    return outside[name]({ t });
  });
}

test("every runner has its code block", () => {
  const runners = Object.keys({ ...onPhone, ...onDesk, ...outside }).sort();
  assert.deepEqual(blocks.map(({ name }) => name).sort(), runners);
});

test("no code block hides from these tests: every fence is one that they read", () => {
  for (const { path, prose } of documents) assert.doesNotMatch(prose, /^[ \t>]*(?:```|~~~)/m, path);
});
