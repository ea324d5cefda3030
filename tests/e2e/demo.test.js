// The demo as a product: by keyboard, on a phone's width, in light and dark, with words for every error.
// Owns: what its other tests take for granted about the page. Screenshots for people go to test-results/.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { explain } from "../../www/demo/messages.js";
import {
  authorizeButton,
  demoState,
  goToGithub,
  inThisTab,
  shownProblem,
  signIn,
  signInButton,
  signOutButton,
} from "./support/demo.js";
import { endToEnd } from "./support/harness.js";
import { portcullisKeys, storedTokens } from "./support/storage.js";
import { tokenRequests } from "./support/traffic.js";

const test = endToEnd();
const results = fileURLToPath(new URL("../../test-results/", import.meta.url));
const types = await readFile(new URL("../../www/types/errors.d.ts", import.meta.url), "utf8");

/** Presses Tab until that element has the focus, as far as a person would. */
async function tabTo(page, target) {
  for (let presses = 0; presses < 25; presses += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail("Tab does not get there");
}

test("sign in, look around and sign out by keyboard alone", async ({ page, url }) => {
  await page.goto(inThisTab(url));
  await demoState(page, "signed-out");
  await tabTo(page, page.getByRole("checkbox", { name: "Your private repositories" }));
  await page.keyboard.press("Space");
  await tabTo(page, signInButton(page));
  await page.keyboard.press("Enter");
  await authorizeButton(page).waitFor();
  await tabTo(page, page.getByRole("radio", { name: "Ada Brook" }));
  await page.keyboard.press("ArrowDown");
  await tabTo(page, authorizeButton(page));
  await page.keyboard.press("Enter");
  await demoState(page, "signed-in");
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  assert.equal(await focused(), "Signed in as Jun Okafor");
  await tabTo(page, page.getByRole("button", { name: "List my repositories" }));
  await page.keyboard.press("Enter");
  await page.getByText("Private", { exact: true }).first().waitFor();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await focused(), "Sign out");
  await page.keyboard.press("Space");
  await demoState(page, "signed-out");
});

test("after a refusal the focus is on the words that say so", async ({ page, url }) => {
  await page.goto(`${url}/callback?code=stolen&state=forged`);
  const { title } = await shownProblem(page);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), title);
});

test("the demo says in words that the server is down, and the next try works", async (world) => {
  const { page, url, proxyUrl, allowConsole } = world;
  allowConsole(/Failed to load resource/);
  await page.route(`${proxyUrl}/token`, (route) => route.abort("connectionrefused"));
  await goToGithub(page, url);
  await authorizeButton(page).click();
  const { code, title, text } = await shownProblem(page);
  assert.equal(code, "network_error");
  assert.equal(title, "No answer from the server");
  assert.match(text, /try again/);
  assert.equal(page.url(), `${url}/`);
  assert.deepEqual(await portcullisKeys(page), []);

  await page.unroute(`${proxyUrl}/token`);
  await signIn(page, url);
  assert.equal(await page.locator("#error").count(), 0);
});

test("token facts: scopes, expiry and the refresh are shown; the token never is", async ({
  page,
  url,
  github,
}) => {
  await signIn(page, url);
  await page.locator("#token-scope", { hasText: "read:user" }).waitFor();
  await page.locator("#token-expiry", { hasText: /in 7 h 59 min|in 8 h 0 min/ }).waitFor();
  const before = await storedTokens(page);
  await page.getByRole("button", { name: "Refresh now" }).click();
  await page.getByText("The token was renewed.").waitFor();
  const after = await storedTokens(page);
  assert.notEqual(before.accessToken, after.accessToken);
  assert.equal(tokenRequests(github).length, 2);
});

test("a token that does not expire is shown as such, without a refresh", async ({ page, url, proxyUrl }) => {
  await page.route(`${proxyUrl}/token`, async (route) => {
    const response = await route.fetch();
    const { access_token, token_type, scope } = await response.json();
    await route.fulfill({ response, json: { access_token, token_type, scope } });
  });
  await signIn(page, url);
  await page.locator("#token-expiry", { hasText: "Never" }).waitFor();
  await page.locator("#token-refreshable", { hasText: "No" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Refresh now" }).count(), 0);
});

test("every error code of the types has words of its own in the demo, and none is left over", async () => {
  const union = (name) => {
    const [, members] = new RegExp(`export type ${name} =([^;]+);`).exec(types);
    const uncommented = members.replaceAll(/\/\*\*.*?\*\//gs, "");
    return [...uncommented.matchAll(/"(\w+)"/g)].map(([, code]) => code);
  };
  const codes = [...union("AuthErrorCode"), ...union("ConfigErrorCode")];
  assert.ok(codes.length >= 35);
  const unknown = explain({ code: "no_such_code" });
  const titles = new Set();
  for (const code of codes) {
    const words = explain({ code });
    assert.notEqual(words.title, unknown.title, code);
    for (const part of ["title", "happened", "advice"])
      assert.match(words[part], /^[A-Z].*\S$/s, `${code} ${part}`);
    assert.doesNotMatch(`${words.title} ${words.happened}`, /_|\bundefined\b/, code);
    titles.add(words.title);
  }
  const files = ["messages-setup.js", "messages-sign-in.js", "messages-session.js"];
  const tables = await Promise.all(files.map((file) => import(`../../www/demo/${file}`)));
  const written = tables.flatMap((table) => Object.values(table).flatMap(Object.keys));
  assert.deepEqual(written.sort(), codes.sort());
});

for (const [colorScheme, width] of [
  ["light", 1280],
  ["dark", 360],
]) {
  test(`signed out and signed in, ${colorScheme}, ${width} pixels wide: nothing is cut off`, async ({
    page,
    url,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(url);
    await demoState(page, "signed-out");
    await lookAt(page, `signed-out-${colorScheme}`, signInButton(page));
    await signIn(page, url);
    await page.getByRole("button", { name: "List my repositories" }).click();
    await page.getByText("GET /user/repos").waitFor();
    await lookAt(page, `signed-in-${colorScheme}`, signOutButton(page));
  });
}

/** A picture for people; for the test: no sideways scrolling, and the main button is really there. */
async function lookAt(page, name, button) {
  await page.screenshot({ path: `${results}demo-${name}.png`, fullPage: true });
  const [needed, given] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth];
  });
  assert.ok(needed <= given, `${name}: ${needed} pixels needed, ${given} given`);
  const { x, width } = await button.boundingBox();
  assert.ok(x >= 0 && x + width <= given, name);
}
