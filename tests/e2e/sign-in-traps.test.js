// Sign-ins that could be taken for one another, and ends of a sign-in that could be lost. Owns: what a hostile review found
// around `signIn()` and `handleRedirect()`; each of these went wrong once. Its app servers have host-traps and server-traps.

import assert from "node:assert/strict";
import { ADA } from "./support/demo.js";
import { beginDevice, openDevice, outcomeOf, pass } from "./support/device.js";
import { endToEnd } from "./support/harness.js";
import { approve, freshCallback, handle, openLab } from "./support/lab.js";
import { portcullisKeys } from "./support/storage.js";
import { tokenRequests } from "./support/traffic.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

const STASH = "portcullis:v1::callback";
const RESOURCE = /Failed to load resource/; // GitHub does not know the tokens of an own flow
const OUTSIDE = ["https://evil.example/x", "//evil.example/x", "javascript:alert(1)", "/\\evil.example"];
const INSIDE = "/inside?a=1#b";

test("C-62 T-07 a device sign-in's returnTo stays at the origin", async (world) => {
  for (const [returnTo, expected] of [
    [OUTSIDE[0], "/"],
    [INSIDE, INSIDE],
  ]) {
    await openDevice(world);
    const { userCode } = await beginDevice(world, { returnTo });
    world.github.device.approve(userCode, ADA.login);
    await pass(world, 6);
    const { success, returnTo: given } = await outcomeOf(world.page);
    assert.deepEqual([success, given], [true, expected]);
  }
});

test("C-62 T-07 so does that of an own flow without a URL", async (world) => {
  world.allowConsole(RESOURCE);
  await openLab(world);
  const found = await world.page.evaluate(
    async (asked) => {
      const auth = await lab.auth();
      const exchange = () => ({ accessToken: "of-the-flow" });
      auth.github.defineFlow("own", () => ({ authorize() {}, exchange, refresh() {} }));
      const given = [];
      for (const returnTo of asked) {
        const result = await auth.github.signIn({ flow: "own", subject: "someone", returnTo });
        given.push(result.success ? result.returnTo : lab.error(result.error));
      }
      return given;
    },
    [...OUTSIDE, INSIDE],
  );
  assert.deepEqual(found, [...OUTSIDE.map(() => "/"), INSIDE]);
});

test("T-36 another sign-in begun by whoever hears that the older one ended: all settle, and the last one begun wins", async (world) => {
  const { page } = world;
  world.allowConsole(RESOURCE);
  await openLab(world);
  const found = await page.evaluate(async () => {
    const auth = await lab.auth();
    const { github } = auth;
    const waiting = [];
    const exchange = ({ signal }) =>
      new Promise((resolve, reject) => {
        waiting.push(resolve);
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    github.defineFlow("own", () => ({ authorize() {}, exchange, refresh() {} }));
    const first = github.flowManager({ flow: "own", subject: "first" });
    const promises = {};
    first.addEventListener("statechange", ({ detail }) => {
      if (detail.state === "cancelled") promises.third = github.signIn({ flow: "own", subject: "third" });
    });
    promises.first = first.authenticate();
    promises.second = github.signIn({ flow: "own", subject: "second" });
    for (const resolve of waiting) resolve({ accessToken: "of-the-flow" });
    const ends = {};
    for (const name of ["first", "second", "third"]) {
      const { subject, error } = await promises[name];
      ends[name] = subject ?? error.code;
    }
    return { ends, accounts: auth.getSnapshot().accounts.map(({ subject }) => subject) };
  });
  assert.deepEqual(found, {
    ends: { first: "aborted", second: "aborted", third: "third" },
    accounts: ["third"],
  });
});

/** `portcullis/callback` as the page at the redirect URI, for an app at the start page. */
async function openCallbackPage({ context, url }) {
  const body = `<!doctype html><link rel="icon" href="data:,">
    <body><script type="module" src="/portcullis/callback.js" data-app="/"></script>`;
  await context.route(`${url}/callback?**`, (route) => route.fulfill({ contentType: "text/html", body }));
}

test("P5 the URL that portcullis/callback left is for the manager that it belongs to, not for the one that asks first", async (world) => {
  const { page, url, github } = world;
  await openLab(world);
  await openCallbackPage(world);
  const callback = await freshCallback(world, { appState: "ours" });
  await page.goto(callback);
  await page.waitForURL(`${url}/`);
  const found = await page.evaluate(async () => {
    const { origin } = location;
    const acme = { clientId: "c", authorizationUrl: "https://a.example/a", tokenUrl: "https://a.example/t" };
    const one = await lab.auth(null, { providers: { acme: { ...acme, redirectUri: `${origin}/acme` } } });
    const two = await lab.auth();
    const results = [await one.handleRedirect(), await two.handleRedirect(), await two.handleRedirect()];
    return results.map((result) => result && [result.success, result.appState]);
  });
  assert.deepEqual(found, [null, [true, "ours"], null]);
  assert.equal(tokenRequests(github).length, 1);
  assert.equal(await page.evaluate((key) => sessionStorage.getItem(key), STASH), null);
});

test("P5 an old URL that nobody has taken does not hide the callback in the address bar", async (world) => {
  const { page, url, github } = world;
  await openLab(world);
  const callback = await freshCallback(world, { appState: "fresh" });
  await page.evaluate(
    ([key, stale]) => sessionStorage.setItem(key, stale),
    [STASH, `${url}/callback?code=stale&state=${"y".repeat(42)}r`],
  );
  await page.goto(callback);
  const { success, appState } = await handle(page);
  assert.deepEqual([success, appState, page.url()], [true, "fresh", `${url}/callback`]);
  assert.equal(tokenRequests(github).length, 1);
  assert.equal(await handle(page), null);
});

test("T-36 a popup under way on a page whose address is another sign-in's callback: each result is its own sign-in's", async (world) => {
  const { page, url, github } = world;
  await openLab(world);
  await page.goto(await freshCallback(world, { appState: "of the redirect" }));
  github.switches.autoApprove = false;
  const [popup, byRedirect] = await Promise.all([
    page.waitForEvent("popup"),
    page.evaluate(async () => {
      const auth = await lab.auth();
      window.byPopup = auth.github.signIn({ mode: "popup", appState: "of the popup" });
      const { success, appState } = await auth.handleRedirect();
      return [success, appState];
    }),
  ]);
  assert.deepEqual(byRedirect, [true, "of the redirect"]);
  assert.equal(page.url(), `${url}/callback`);
  const callback = await approve(github, popup.url());
  await popup.goto(callback);
  await popup.evaluate(() => void lab.auth().then((auth) => auth.handleRedirect()));
  const result = await page.evaluate(async () => {
    const { success, appState } = await byPopup;
    return [success, appState];
  });
  assert.deepEqual(result, [true, "of the popup"]);
  assert.equal(tokenRequests(github).length, 2);
  assert.deepEqual(
    (await portcullisKeys(page)).filter((key) => key.includes("transaction")),
    [],
  );
});

test("O27 T-58 polling every half a second, or an interval that is no number of seconds: a ConfigError, and nothing is sent", async (world) => {
  await openLab(world);
  for (const interval of [0.5, "5", 0, -1, Number.NaN]) {
    const { error } = await world.page.evaluate(async (given) => {
      const { device } = (await lab.auth()).github;
      // Already over, so that a poll that began could not go on.
      const signal = AbortSignal.abort();
      return lab.outcome(() => device.poll("d".repeat(40), { interval: given, signal }));
    }, interval);
    const found = [error.name, error.code, error.field];
    assert.deepEqual(
      found,
      ["ConfigError", "invalid_option", "poll.interval"],
      `${typeof interval} ${interval}`,
    );
  }
  assert.deepEqual(tokenRequests(world.github), []);
});
