// Sign-ins at an app server whose state says which redirect URI but not which window, and tokens with odd lives. Owns: what a
// hostile review found around `HostAuthProvider`; each of these went wrong once.

import assert from "node:assert/strict";
import { HostAuthProvider } from "../../dist/index.js";
import { endToEnd } from "./support/harness.js";
import {
  click,
  decide,
  openHost,
  outcome,
  popupOf,
  promptIn,
  signInHost,
  untilReady,
} from "./support/host.js";
import { until } from "./support/until.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

const begin = (given) => host.watch(() => host.provider.signIn({ mode: "popup", ...given }));
const ends = (page) =>
  page.evaluate(() =>
    host.outcomes.map(({ success, appState, error }) => [success, appState ?? error?.code]),
  );
const codes = (app) => app.forms().map(({ code }) => code);

test("O23 T-36 two tabs wait, a person agrees in the popup of one: that tab alone exchanges", async (world) => {
  const { page, context, url } = world;
  const app = await openHost(world);
  const other = await context.newPage();
  await other.goto(url);
  await untilReady(other);
  const othersPopup = await popupOf(other, begin, { appState: "of the other" });
  const popup = await popupOf(page, begin, { appState: "of the page" });
  await decide(popup);
  await outcome(page);
  assert.deepEqual([await ends(page), await ends(other)], [[[true, "of the page"]], []]);
  assert.equal(codes(app).length, 1);
  await decide(othersPopup);
  await outcome(other);
  assert.deepEqual(
    [await ends(page), await ends(other)],
    [[[true, "of the page"]], [[true, "of the other"]]],
  );
  assert.equal(new Set(codes(app)).size, 2);
  assert.equal(codes(app).length, 2);
});

test("O23 T-01 a made-up callback in a window of its own, with the mark of a popup: the tab that waits does not take it", async (world) => {
  const { page, context, url } = world;
  const app = await openHost(world);
  const popup = await popupOf(page, begin, { appState: "mine" });
  const stranger = await context.newPage();
  const state = encodeURIComponent(`x|${url}/|${"v".repeat(42)}p`);
  await stranger.goto(`${url}/?code=c0de&state=${state}`);
  await untilReady(stranger);
  const { success, error } = await stranger.evaluate(() => host.handled);
  assert.equal(success, false);
  assert.match(error.code, /^(state_mismatch|nobody_waiting)$/);
  assert.deepEqual([app.forms(), await ends(page)], [[], []]);
  await decide(popup);
  await outcome(page);
  assert.deepEqual(await ends(page), [[true, "mine"]]);
  assert.ok(!codes(app).includes("c0de"));
});

test("O23 T-36 the popup of a sign-in that a newer one ended does not complete the newer one", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  const open = (given) =>
    host.watch(() => host.provider.signIn({ mode: "popup", closeWindow: () => {}, ...given }));
  const older = await popupOf(page, open, { appState: "older" });
  const newer = await popupOf(page, open, { appState: "newer" });
  await decide(older);
  await untilReady(older);
  assert.equal(await older.evaluate(() => host.handled.error.code), "nobody_waiting");
  assert.deepEqual([await ends(page), app.forms()], [[[false, "aborted"]], []]);
  await decide(newer);
  await outcome(page, 2);
  assert.deepEqual(await ends(page), [
    [false, "aborted"],
    [true, "newer"],
  ]);
  assert.equal(codes(app).length, 1);
});

for (const [title, callbackOf] of [
  [
    "another sign-in's callback",
    async (page, { base }) => {
      await page.evaluate(() => void host.provider.oauth2.authorize({ appState: "another's" }));
      const login = `${base}/auth/v2/login?redirect_uri=${encodeURIComponent(page.url())}`;
      const authorize = (await fetch(login, { redirect: "manual" })).headers.get("location");
      return (await fetch(authorize, { redirect: "manual" })).headers.get("location");
    },
  ],
  [
    "a made-up callback",
    (page) => `${page.url()}?code=c0de&state=${encodeURIComponent(`x|${page.url()}|${"v".repeat(43)}`)}`,
  ],
]) {
  test(`T-36 T-01 a popup under way, and in the page's own address ${title}: the popup's sign-in does not take it`, async (world) => {
    const { page, url } = world;
    const app = await openHost(world, { isBare: true });
    const open = () =>
      page.evaluate(() => {
        host.provider = host.sdk.HostAuthProvider.for(host.base);
      });
    await open();
    app.switches.autoApprove = true;
    const callback = await callbackOf(page, app);
    app.switches.autoApprove = false;
    await page.goto(callback);
    await untilReady(page);
    await open();
    const popup = await popupOf(page, async () => {
      const promise = host.provider.signIn({ mode: "popup", appState: "the popup's" });
      host.watch(() => promise);
      host.handled = host.plain(await host.provider.manager.handleRedirect());
      document.title = "handled";
    });
    await page.waitForFunction(() => document.title === "handled");
    assert.equal(page.url(), `${url}/`);
    assert.notEqual(await page.evaluate(() => host.handled?.appState), "the popup's");
    assert.deepEqual(await ends(page), []);
    await decide(popup);
    await untilReady(popup);
    await popup.evaluate(() => void host.sdk.HostAuthProvider.for(host.base).manager.handleRedirect());
    await outcome(page);
    assert.deepEqual(await ends(page), [[true, "the popup's"]]);
    assert.ok(!codes(app).includes("c0de"));
  });
}

/** The token route answers with that status and text, until the function it gives is called. */
async function refuseTokens({ context }, app, status, answered = () => {}) {
  const address = `${app.base}/auth/v2/token`;
  const answer = (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    answered();
    const headers = { "access-control-allow-origin": "*" };
    return route.fulfill({ status, headers, json: { detail: "Not now." } });
  };
  await context.route(address, answer);
  return () => context.unroute(address, answer);
}

for (const status of [429, 403]) {
  test(`O13 a renewal that is answered ${status} says nothing about the token: the credentials stay, and renew later`, async (world) => {
    const { page } = world;
    const app = await openHost(world);
    const { credentials } = await signInHost(page);
    const allow = await refuseTokens(world, app, status);
    const { error } = await page.evaluate(() => lab.outcome(() => host.provider.refresh()));
    assert.deepEqual([error.status, error.retryable], [status, status === 429]);
    assert.equal((await page.evaluate(() => host.held())).refreshToken, credentials.refreshToken);
    assert.equal(await page.evaluate(() => host.provider.manager.getSnapshot().isAuthenticated), true);
    await allow();
    const renewed = await page.evaluate(async () => lab.credentials(await host.provider.refresh()));
    assert.notEqual(renewed.accessToken, credentials.accessToken);
  });
}

test("O28 C-38 a poll that is answered 429 is no end: the next one comes later", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  const refused = [];
  const allow = await refuseTokens(world, app, 429, () => refused.push(Date.now()));
  await page.evaluate(
    () => void host.watch(() => host.provider.signIn({ mode: "device", onPrompt: host.onPrompt })),
  );
  const { userCode, interval } = await promptIn(page);
  app.device.approve(userCode);
  await until(() => refused.length === 2);
  await allow();
  assert.equal((await outcome(page)).success, true);
  // Each time the pause doubles (RFC 8628 section 3.5), from the second that the server asked for.
  assert.equal(interval, 1);
  assert.ok(refused[1] - refused[0] >= 2_000, `${refused[1] - refused[0]}`);
  assert.ok(app.asked("token").at(-1).at - refused[1] >= 4_000);
});

for (const [title, seconds] of [
  ["that lives shorter than half a minute", 25],
  ["that is over by the page's clock, which is wrong", -300],
]) {
  test(`O10 O16 a token ${title}, without a refresh token: the sign-in has its credentials`, async (world) => {
    const { page, context } = world;
    const app = await openHost(world);
    await context.route(`${app.base}/auth/v2/token`, (route) =>
      route.fulfill({
        headers: { "access-control-allow-origin": "*" },
        json: {
          access_token: "short-lived",
          token_type: "Bearer",
          expires: Math.floor(Date.now() / 1000) + seconds,
        },
      }),
    );
    const { success, credentials } = await signInHost(page);
    assert.deepEqual([success, credentials.accessToken], [true, "short-lived"]);
    await decide(await popupOf(page, () => host.authenticate({ force: true })));
    assert.equal((await outcome(page, 2)).accessToken, "short-lived");
  });
}

test("O4 O33 the same line twice, with a function made anew each time: one provider, no conflict", async (world) => {
  const { page } = world;
  await openHost(world, { isBare: true });
  const call = () =>
    host.authenticate({ bootstrapToken: async () => ({ accessToken: "given", expiresIn: 3600 }) });
  for (const count of [1, 2]) {
    await click(page, call);
    const { accessToken, rejected } = await outcome(page, count);
    assert.deepEqual([accessToken, rejected], ["given", undefined]);
  }
});

test("O37 logout with a returnTo that is no URL goes to the start page", async (world) => {
  const { page, url } = world;
  const app = await openHost(world);
  await signInHost(page);
  await page.evaluate(() => {
    document.title = "leaving";
    return host.provider.logout({ returnTo: "http://[" });
  });
  await page.waitForURL(`${url}/`);
  await untilReady(page);
  const [{ query }] = app.asked("logout");
  assert.equal(new URLSearchParams(query).get("post_logout_redirect_uri"), `${url}/`);
  assert.deepEqual(await page.evaluate(() => host.kept()), []);
});

test("O6 where there is no page (Node), HostAuthProvider.for says so by a ConfigError", () => {
  assert.throws(() => HostAuthProvider.for("https://data.example"), { name: "ConfigError" });
});
