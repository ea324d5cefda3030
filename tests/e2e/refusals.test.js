// What the demo shows when somebody says no, and when somebody else's callback is brought to it.
// Owns: refusals as a person meets them. The same rules, case by case and without clicks, are in callback.test.js.

import assert from "node:assert/strict";
import {
  authorize,
  cancelButton,
  demoState,
  goToGithub,
  inThisTab,
  shownProblem,
  signIn,
  signInButton,
} from "./support/demo.js";
import { endToEnd } from "./support/harness.js";
import { portcullisKeys } from "./support/storage.js";
import { authorizeQueries, requestsTo, tokenRequests } from "./support/traffic.js";

const test = endToEnd();

test("Cancel at GitHub is access_denied in words; nothing is sent or kept; the next try works (C-06)", async ({
  page,
  url,
  github,
}) => {
  await goToGithub(page, url);
  await cancelButton(page).click();
  const { code, title, text } = await shownProblem(page);
  assert.equal(code, "access_denied");
  assert.equal(title, "You cancelled at GitHub");
  assert.match(text, /Sign in again whenever you like/);
  assert.equal(page.url(), `${url}/`);
  assert.deepEqual(tokenRequests(github), []);
  assert.deepEqual(await portcullisKeys(page), []);

  await signIn(page, url);
  assert.equal(await page.locator("#error").count(), 0);
});

test("a forged callback is refused and cleaned away, and the real sign-in still completes (C-05, C-07, C-63, T-01, T-02, T-03)", async ({
  page,
  url,
  proxyUrl,
  github,
  requests,
}) => {
  await goToGithub(page, url);
  const pending = await authorizeQueries(github)[0].get("state");
  for (const query of [
    `code=stolen&state=${"f".repeat(44)}`,
    "code=stolen",
    "code=stolen&state=",
    `error=access_denied&state=${"f".repeat(44)}`,
    "error=access_denied",
  ]) {
    await page.goto(`${url}/callback?${query}`);
    const { code, title } = await shownProblem(page);
    assert.equal(code, "state_mismatch", query);
    assert.equal(title, "That sign-in was not started here", query);
    assert.equal(page.url(), `${url}/`, query);
  }
  assert.deepEqual(requestsTo(requests, proxyUrl), []);
  assert.deepEqual(await portcullisKeys(page), [`portcullis:v1::transaction:${pending}`]);

  await page.goto(`${github.webUrl}/login/oauth/authorize?${authorizeQueries(github)[0]}`);
  await authorize(page);
  assert.equal(tokenRequests(github).length, 1);
  assert.notEqual(tokenRequests(github)[0].form.code, "stolen");
});

test("a callback in a tab that started nothing is refused (C-08)", async ({
  page,
  url,
  proxyUrl,
  requests,
}) => {
  await page.goto(`${url}/callback?code=stolen&state=${"f".repeat(44)}`);
  const { code } = await shownProblem(page);
  assert.equal(code, "state_mismatch");
  assert.equal(await signInButton(page).isVisible(), true);
  assert.deepEqual(requestsTo(requests, proxyUrl), []);
});

test("a used callback URL opened again sends nothing and leaves the session alone (C-09)", async ({
  page,
  url,
  github,
}) => {
  let callback;
  page.on("framenavigated", (frame) => {
    if (frame.url().startsWith(`${url}/callback?`)) callback = frame.url();
  });
  await signIn(page, url);
  assert.match(callback, /[?&]code=/);
  await page.goto(callback);
  const { code } = await shownProblem(page);
  assert.equal(code, "state_mismatch");
  await demoState(page, "signed-in");
  assert.equal(tokenRequests(github).length, 1);
});

test("a hostile error_description is text on the page, never markup (C-06, T-06)", async ({
  page,
  url,
  github,
}) => {
  await goToGithub(page, url);
  const state = authorizeQueries(github)[0].get("state");
  const markup = `<img src=x onerror="window.taken=1"><script>window.taken=1</script>`;
  const query = new URLSearchParams({
    error: `<b>${markup}</b>`,
    error_description: markup,
    error_uri: "javascript:window.taken=1",
    state,
  });
  await page.goto(`${url}/callback?${query}`);
  const { code, text } = await shownProblem(page);
  assert.equal(code, "authorization_failed");
  assert.ok(text.includes(`<b>${markup}</b>`));
  await page.getByText("Technical details").click();
  assert.ok((await page.locator("#error details").innerText()).includes(markup));
  assert.equal(await page.locator("#alerts :is(img, script, b, a)").count(), 0);
  assert.equal(await page.evaluate(() => window.taken), undefined);
  assert.deepEqual(tokenRequests(github), []);
});

test("an issuer that is not GitHub's is refused in words; GitHub's own is accepted (C-46)", async ({
  page,
  url,
  github,
}) => {
  github.switches.iss = "wrong";
  github.switches.autoApprove = true;
  await page.goto(inThisTab(url));
  await signInButton(page).click();
  const { code } = await shownProblem(page);
  assert.equal(code, "issuer_mismatch");
  assert.equal(page.url(), `${url}/`);
  assert.deepEqual(tokenRequests(github), []);

  github.switches.iss = "right";
  await page.goto(inThisTab(url));
  await signInButton(page).click();
  await demoState(page, "signed-in");
  assert.equal(page.url(), inThisTab(url));
});

test("a redirect URI that GitHub does not know is said in words (C-06)", async ({ page, url, github }) => {
  // GitHub answers at the registered callback, with the state: as the docs describe it.
  await page.route(`${github.webUrl}/login/oauth/authorize?*`, (route) => {
    const address = new URL(route.request().url());
    if (address.searchParams.get("redirect_uri") !== `${url}/callback`) return route.continue();
    address.searchParams.set("redirect_uri", `${url}/unregistered`);
    return route.fulfill({ status: 302, headers: { Location: address.href } });
  });
  await page.goto(inThisTab(url));
  await signInButton(page).click();
  const { code, text } = await shownProblem(page);
  assert.equal(code, "authorization_failed");
  assert.match(text, /redirect_uri_mismatch/);
  assert.deepEqual(tokenRequests(github), []);
});
