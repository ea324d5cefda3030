// sessionStorage that is blocked or full: a typed error before anybody leaves for GitHub.
// Owns: the places where a browser refuses to remember. Must not: fake what a real browser can be made to do.

import assert from "node:assert/strict";
import { demoState, shownProblem, signIn, signInButton } from "./support/demo.js";
import { endToEnd } from "./support/harness.js";
import { freshCallback, openLab, signInAtLab } from "./support/lab.js";
import { serveSite } from "./support/servers.js";
import { portcullisKeys } from "./support/storage.js";

const test = endToEnd();

/** Makes `window.fill`, which fills what is left of sessionStorage, down to the last character. */
function installFill() {
  window.fill = () => {
    for (let size = 2 ** 24; size >= 1; size /= 2) {
      for (;;) {
        try {
          sessionStorage.setItem(`filler ${size} ${sessionStorage.length}`, "x".repeat(size));
        } catch {
          break;
        }
      }
    }
  };
}

test("a sandboxed page without an origin: storage_unavailable, before any navigation (T-20)", async ({
  t,
  page,
  github,
}) => {
  const headers = { "Content-Security-Policy": "sandbox allow-scripts" };
  const site = await serveSite(t, { "/": { headers } });
  await page.goto(site.url);
  const codes = await page.evaluate(
    async ([origin, webUrl]) => {
      const auth = window.Portcullis.createAuth({
        github: {
          clientId: "Ov23liSandboxed",
          redirectUri: `${origin}/callback`,
          proxyUrl: `${origin}/proxy`,
          authorizationUrl: `${webUrl}/login/oauth/authorize`,
        },
      });
      const codeOf = (call) =>
        Promise.resolve()
          .then(call)
          .then(String, ({ code }) => code);
      return {
        signIn: (await auth.github.signIn()).error.code,
        authorize: await codeOf(() => auth.github.oauth2.authorize({})),
        session: await codeOf(() => auth.session()),
        signOut: await codeOf(() => auth.signOut()),
        handled: (await auth.handleRedirect(`${origin}/callback?code=a&state=b`)).error.code,
      };
    },
    [site.url, github.webUrl],
  );
  for (const [call, code] of Object.entries(codes)) assert.equal(code, "storage_unavailable", call);
  assert.deepEqual(github.log, []);
  assert.equal(page.url(), `${site.url}/`);
});

test("the demo says in words that the browser blocks storage, and stays (T-20)", async ({
  page,
  context,
  url,
  github,
}) => {
  await context.addInitScript(() => {
    Object.defineProperty(window, "sessionStorage", {
      get() {
        throw new DOMException("Access is denied for this document.", "SecurityError");
      },
    });
  });
  await page.goto(url);
  await demoState(page, "signed-out");
  await signInButton(page).click();
  const { code, title } = await shownProblem(page);
  assert.equal(code, "storage_unavailable");
  assert.equal(title, "The browser does not let this page remember anything");
  assert.equal(page.url(), `${url}/`);
  assert.deepEqual(github.log, []);
});

test("full storage: storage_full before any navigation; with room again the sign-in works (T-20)", async ({
  page,
  context,
  url,
  github,
}) => {
  await context.addInitScript(installFill);
  await page.goto(url);
  await demoState(page, "signed-out");
  await page.evaluate(() => window.fill());
  await signInButton(page).click();
  const { code, title } = await shownProblem(page);
  assert.equal(code, "storage_full");
  assert.equal(title, "This page's storage is full");
  assert.deepEqual(github.log, []);
  assert.deepEqual(await portcullisKeys(page), []);

  await page.evaluate(() => sessionStorage.clear());
  await signIn(page, url);
});

test("storage that fills up during the exchange: storage_full, and no half record is left", async (world) => {
  const { page, context } = world;
  await context.addInitScript(installFill);
  await openLab(world);
  const callback = await freshCallback(world);
  await page.evaluate((address) => {
    window.finishing = lab.auth().then((auth) => {
      const promise = auth.handleRedirect(address);
      // By now the transaction has left its room.
      window.fill();
      return promise;
    });
  }, callback);
  const { success, error } = await page.evaluate(async () => lab.plain(await window.finishing));
  assert.deepEqual([success, error?.code], [false, "storage_full"]);
  assert.deepEqual(await portcullisKeys(page), []);
});

test("records that were tampered with are nobody's: signed out, removed, no panic (T-17)", async (world) => {
  const { page } = world;
  await signInAtLab(world);
  const [key] = await portcullisKeys(page);
  const good = await page.evaluate((name) => sessionStorage.getItem(name), key);
  const subjectWith = (text) =>
    page.evaluate(
      async ([name, value]) => {
        sessionStorage.setItem(name, value);
        const auth = await lab.auth();
        return lab.outcome(async () => (await auth.session()).subject);
      },
      [key, text],
    );
  for (const text of ["", "{", "null", "[]", "7", "{}", good.replace('"access_token"', '"other"')]) {
    const { error } = await subjectWith(text);
    assert.equal(error?.code, "not_signed_in", text);
    assert.deepEqual(await portcullisKeys(page), [], text);
  }
  assert.equal((await subjectWith(good)).value, key.split(":").at(-1));
});
