// Runs the code of README.md in Chromium, as an app with the stand-in as its GitHub.
// Owns: one run for each block, and what must have happened after it. Must not: change a block.

import assert from "node:assert/strict";
import { open, ourKeys, quickStart, seen, tokenForms } from "../support/app.js";
import { ADA, authorize, cancel, openGithub } from "../support/browser.js";
import { block } from "../support/markdown.js";

/** What the page that waits has, whenever it is asked. */
const peek = "window.peek = () => session?.subject ?? null;";
const signedIn = (page) => page.waitForFunction(() => window.peek());

async function signInByPopup(page) {
  const popup = await openGithub(page);
  await Promise.all([popup.waitForEvent("close"), authorize(popup)]);
}

async function runQuickStart(world, headers) {
  const { page, site } = world;
  await open(world, `${quickStart()}\n${peek}`, { headers });
  assert.equal(await page.evaluate(() => peek()), null);
  await signInByPopup(page);
  await signedIn(page);
  assert.equal(await page.evaluate(() => peek()), String(ADA.id));
  assert.equal(page.url(), `${site.url}/`);
  const [{ code_verifier }, ...others] = tokenForms(site);
  assert.deepEqual([code_verifier.length, others], [43, []]);
}

export const readme = {
  "quick-start": (world) => runQuickStart(world),

  async session(world) {
    const { page, site } = world;
    const run = `window.run = async () => {\n${block("session")}
      window.seen = { user, status: response.status, repositories };\n};`;
    await open(world, `${quickStart()}\n${peek}\n${run}`);
    await signInByPopup(page);
    await signedIn(page);
    await page.evaluate(() => run());
    const { user, status, repositories } = await seen(page);
    assert.deepEqual([user.login, user.id, status], [ADA.login, ADA.id, 200]);
    assert.ok(
      repositories.length > 0 && repositories.every(({ full_name }) => full_name.startsWith(ADA.login)),
    );
    assert.deepEqual(await ourKeys(page), []);
    const api = site.github.log.filter(({ server, method }) => server === "api" && method === "GET");
    assert.deepEqual(
      api.map(({ path }) => path),
      ["/user", "/user", "/user/repos"],
    );
  },

  async errors(world) {
    const { page, site } = world;
    const notice = page.locator("#notice");
    await open(world, `${quickStart()}\n${block("errors")}\nwindow.seen = true;`);
    await seen(page);
    await cancel(await openGithub(page));
    await notice.getByText(/denied/).waitFor();
    await signInByPopup(page);
    await notice.getByText(/denied/).waitFor({ state: "hidden" });
    // Everything that GitHub knew is gone: the token is rejected, and then the refresh token too.
    world.expect(/401 \(Unauthorized\)|400 \(Bad Request\)/);
    site.github.reset();
    // Nor does the browser still have its answers, which it may keep for a minute.
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Network.clearBrowserCache");
    await page.reload();
    await notice.getByText("Please sign in again.").waitFor();
    assert.deepEqual(
      tokenForms(site).map(({ grant_type }) => grant_type),
      ["refresh_token"],
    );
  },

  async "script-tag"(world) {
    const { page, site } = world;
    site.show({ body: block("script-tag").replace("Ov23li…", site.clientId) });
    await page.goto(site.url);
    await signInByPopup(page);
    await page.waitForFunction(() => Object.keys(sessionStorage).some((key) => key.includes(":github:")));
    assert.deepEqual(await ourKeys(page), [`portcullis:v1:${site.clientId}:github:${ADA.id}`]);
  },

  async slim(world) {
    const { page, site } = world;
    const loaded = page.waitForResponse(`${site.url}/portcullis.wasm`);
    const report = "window.seen = auth.github.oauth2.authorize();";
    await open(world, `${block("slim")}\n${report}`, { headers: policyHeaders() });
    const { authorizationUrl, state } = await seen(page);
    assert.equal((await loaded).status(), 200);
    assert.ok(authorizationUrl.startsWith("https://github.com/login/oauth/authorize?"));
    assert.equal(new URL(authorizationUrl).searchParams.get("state"), state);
  },

  async policy(world) {
    const { page, site } = world;
    await runQuickStart(world, policyHeaders());
    // It is in force: the page reaches nobody else.
    world.expect(/Content Security Policy/);
    const elsewhere = (address) =>
      page.evaluate((target) => fetch(target).then(String, ({ name }) => name), address);
    assert.equal(await elsewhere("https://github.com"), "TypeError");
    for (const allowed of [site.url, "http://127.0.0.1:8787/healthz"])
      assert.equal(await elsewhere(allowed), "[object Response]");
  },
};

/** The documented header line as the server's headers. */
function policyHeaders() {
  const [, name, value] = /^([\w-]+): (.+)\n$/.exec(block("policy"));
  return { [name]: value };
}
