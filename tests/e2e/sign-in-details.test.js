// What every sign-in has, whatever its mode: options, its one rule about errors, its limits, and what "auto" goes by.
// Owns: P1, P11, P14, P15, P41, O17 and O32 as far as no other file has them. Must not: repeat the endings of a popup.

import assert from "node:assert/strict";
import { devices } from "playwright-core";
import { endToEnd } from "./support/harness.js";
import { freshCallback, handle, openLab } from "./support/lab.js";
import { portcullisKeys } from "./support/storage.js";
import { authorizeQueries } from "./support/traffic.js";
import { until } from "./support/until.js";

const test = endToEnd();

test("P1 options of flowManager() hold for every sign-in of it, and those of one sign-in count more", async (world) => {
  const { page } = world;
  await openLab(world);
  const scopes = await page.evaluate(async () => {
    const shown = [];
    const showWindow = (url) => {
      shown.push(new URL(url).searchParams.get("scope"));
      return {};
    };
    const { github } = await lab.auth();
    const manager = github.flowManager({ mode: "popup", scope: "gist", showWindow });
    for (const options of [undefined, { scope: "repo" }, {}]) {
      const signIn = manager.authenticate(options);
      manager.cancel();
      await signIn;
    }
    return shown;
  });
  assert.deepEqual(scopes, ["gist", "repo", "gist"]);
});

test("P11 nobody comes back: AuthFlowTimeout after 120 seconds, and not before", async (world) => {
  const { page } = world;
  await page.clock.install();
  await openLab(world);
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 60_000));
  await page.evaluate(async () => {
    const { github } = await lab.auth();
    window.outcomes = [];
    github.signIn({ mode: "popup", showWindow: () => ({}) }).then(({ error, flowId }) => {
      outcomes.push([error.name, error.code, error.timeout, error.flowId === flowId && flowId !== undefined]);
    });
  });
  const outcomes = () => page.evaluate(() => outcomes);
  await page.clock.runFor(119_999);
  assert.deepEqual(await outcomes(), []);
  await page.clock.runFor(1);
  assert.deepEqual(await outcomes(), [["AuthFlowTimeout", "timeout", 120, true]]);
});

test("P1 P14 what is wrong in the page's own code rejects, by name, before anything is sent or kept", async (world) => {
  const { page, github } = world;
  await openLab(world);
  for (const [options, code, field] of [
    ["popup", "invalid_option", "signIn"],
    [{ mode: "window" }, "invalid_option", "signIn.mode"],
    [{ timeout: 0 }, "invalid_option", "signIn.timeout"],
    [{ timeout: 3601 }, "invalid_option", "signIn.timeout"],
    [{ signal: {} }, "invalid_option", "signIn.signal"],
    [{ usePkce: false }, "invalid_option", "signIn.usePkce"],
    [{ mode: "server" }, "invalid_option", "signIn.baseUrl"],
    [{ flow: "telepathy" }, "unknown_flow", "github.telepathy"],
    [{ mode: "popup", extraParams: { state: "x" } }, "reserved_parameter", "signIn.extraParams.state"],
  ]) {
    const { error } = await page.evaluate(
      (given) => lab.outcome(async () => (await lab.auth()).github.signIn(given)),
      options,
    );
    assert.deepEqual([error?.name, error?.code, error?.field], ["ConfigError", code, field]);
  }
  assert.deepEqual(authorizeQueries(github), []);
  assert.deepEqual(await portcullisKeys(page), []);
});

test("P15 user info that never comes is given up after 10 seconds: signed in without it", async (world) => {
  const { page, context, github } = world;
  await page.clock.install();
  await openLab(world);
  const callback = await freshCallback(world);
  let isAsked = false;
  await context.route(`${github.apiUrl}/user`, () => {
    isAsked = true;
  });
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 60_000));
  const finishing = handle(page, callback);
  await until(() => isAsked);
  await page.clock.runFor(9_999);
  assert.equal(await Promise.race([finishing, page.evaluate(() => "waiting")]), "waiting");
  await page.clock.runFor(1);
  const { success, subject, userInfo, credentials } = await finishing;
  assert.deepEqual([success, subject, userInfo], [true, "default", undefined]);
  assert.match(credentials.accessToken, /^gho_/);
});

test("P41 O32 a popup on a desktop; a redirect on a phone, in an installed app and in an isolated page", async (world) => {
  const { page, context, url, github } = world;
  await openLab(world);
  const seen = (where) => where.evaluate(async () => (await lab.sdk()).detectEnvironment());
  const desktop = {
    isBrowser: true,
    isFramed: false,
    isMobile: false,
    isStandalone: false,
    isCrossOriginIsolated: false,
    hasActivation: true,
    canPopup: true,
  };
  assert.deepEqual(await seen(page), desktop);
  await page.evaluate(() => Object.defineProperty(window, "crossOriginIsolated", { value: true }));
  assert.deepEqual(await seen(page), { ...desktop, isCrossOriginIsolated: true, canPopup: false });
  await page.reload();
  await page.evaluate(() => {
    window.matchMedia = (query) => ({ matches: query.includes("standalone") });
  });
  assert.deepEqual(await seen(page), { ...desktop, isStandalone: true, canPopup: false });

  const phone = await context.browser().newContext(devices["Pixel 7"]);
  try {
    const screen = await phone.newPage();
    await openLab({ page: screen, context: phone, url });
    assert.deepEqual(await seen(screen), { ...desktop, isMobile: true, canPopup: false });
    await screen.evaluate(async () => void (await lab.auth()).github.signIn());
    await screen.waitForURL(`${github.webUrl}/**`);
    assert.equal(phone.pages().length, 1);
  } finally {
    await phone.close();
  }
});

test("O32 on a server, where there is no page, detectEnvironment() says so and breaks nothing", async () => {
  const { detectEnvironment } = await import("../../dist/index.js");
  const { isBrowser, isFramed, canPopup } = detectEnvironment();
  assert.deepEqual({ isBrowser, isFramed, canPopup }, { isBrowser: false, isFramed: false, canPopup: false });
});

test("O17 where a host's credentials are kept: the option store", async (world) => {
  const { page } = world;
  await openLab(world);
  const kept = await page.evaluate(async () => {
    const { HostAuthProvider } = await lab.sdk();
    const found = [];
    for (const store of [undefined, "local", "memory"]) {
      const { manager, name } = HostAuthProvider.for("https://data.example/team", { store });
      await manager.storeCredentials(name, "default", { accessToken: "given" });
      const { accessToken } = await manager.loadCredentials(name, "default");
      const keys = [sessionStorage, localStorage].map((place) => Object.keys(place));
      found.push([...keys.map((all) => all.filter((key) => key.includes("data")).length), accessToken]);
      await manager.signOut();
      HostAuthProvider.resetInstances();
    }
    return found;
  });
  assert.deepEqual(kept, [
    [1, 0, "given"],
    [0, 1, "given"],
    [0, 0, "given"],
  ]);
});
