// An app whose own server signs people in: `ServerSession` and the mode "server", with the server's cookie. Owns: the way there
// and back, and what the server is asked (P39 to P41, P47). Its refusals are in server-refusals.test.js.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { ask, openServerApp, signInAtServer, untilReady } from "./support/server-app.js";
import { storedEverywhere } from "./support/storage.js";
import { until } from "./support/until.js";

const test = endToEnd();
const SIGNED_OUT = { authenticated: false, userId: null, roles: [], expiresAt: null };

test("P39 P40 P41 mode server: away to the server, back with a session, and handleRedirect gives the result, once", async (world) => {
  const { page } = world;
  const server = await openServerApp(world);
  const result = await signInAtServer(page, { returnTo: "/inside?a=1#b", appState: { n: 7 } });
  const [ada] = server.people;
  assert.deepEqual(result, {
    success: true,
    credentials: null,
    subject: ada.info.sub,
    userInfo: { user_id: ada.info.sub, roles: ["viewer"], user_info: ada.info },
    appState: { n: 7 },
    returnTo: "/inside?a=1#b",
  });
  assert.equal(server.asked("/auth/login").length, 1);
  await page.reload();
  await untilReady(page);
  assert.equal(await page.evaluate(() => app.handled), null);
  assert.equal(server.asked("/auth/status").length, 1);
});

test("P41 baseUrl alone means that mode; runServer is the same", async (world) => {
  const { page } = world;
  const server = await openServerApp(world);
  assert.equal((await signInAtServer(page, { mode: "auto", returnTo: "/a" })).returnTo, "/a");
  await page.evaluate(() => {
    app.auth.github.flowManager().runServer(location.origin, { appState: "again" });
  });
  await page.getByRole("button", { name: "Authorize" }).click();
  await untilReady(page);
  assert.equal(await page.evaluate(() => app.handled.appState), "again");
  assert.equal(server.asked("/auth/login").length, 2);
});

test("P39 a returnTo that leaves the origin becomes the start page", async (world) => {
  const { page } = world;
  await openServerApp(world);
  for (const returnTo of [
    "https://evil.example/",
    "//evil.example",
    "javascript:alert(1)",
    "/\\evil.example",
  ]) {
    assert.equal((await signInAtServer(page, { returnTo })).returnTo, "/");
    await ask(page, "logout");
  }
});

test("P40 P47 signed out, signed in, with roles, and out again: status, userInfo, refresh, logout", async (world) => {
  const { page } = world;
  const server = await openServerApp(world);
  assert.deepEqual(await ask(page, "status"), { value: SIGNED_OUT });
  await signInAtServer(page, {}, "Rosa Lindqvist");
  const rosa = server.people[1].info;
  const { value: status } = await ask(page, "status");
  assert.deepEqual(
    [status.authenticated, status.userId, status.roles],
    [true, rosa.sub, ["viewer", "admin"]],
  );
  assert.ok(status.expiresAt > Date.now() / 1000);
  const { value: info } = await ask(page, "userInfo");
  assert.deepEqual(info.user_info, rosa);
  assert.deepEqual(await ask(page, "refresh"), { value: { expiresIn: 3600 } });
  assert.deepEqual(await ask(page, "logout"), { value: null });
  assert.deepEqual(await ask(page, "status"), { value: SIGNED_OUT });
  assert.deepEqual(await ask(page, "logout"), { value: null });
});

test("P40 the cookie goes along, and nothing of a session or a token is in the page", async (world) => {
  const { page, context } = world;
  const server = await openServerApp(world);
  await signInAtServer(page);
  for (const method of ["status", "userInfo", "refresh"]) await ask(page, method);
  const [{ value: cookie, httpOnly }] = (await context.cookies()).filter(
    ({ name }) => name === "pywry_session",
  );
  assert.equal(httpOnly, true);
  for (const path of ["/auth/status", "/auth/userinfo", "/auth/refresh"]) {
    const { headers } = server.asked(path).at(-1);
    assert.ok(headers.cookie.includes(cookie), path);
    assert.equal(headers.authorization, undefined);
  }
  const kept = await storedEverywhere(page);
  assert.deepEqual([kept.sessionKeys, kept.localKeys, kept.databases], [[], [], []]);
  const seen = await page.evaluate(() =>
    [document.cookie, location.href, JSON.stringify(app.handled)].join(),
  );
  assert.equal(seen.includes(cookie), false);
  assert.equal(await page.evaluate(() => app.auth.getSnapshot().isAuthenticated), false);
});

test("P40 headers of the app's own go with every request, and a base with a path is where the routes are", async (world) => {
  const { page } = world;
  const server = await openServerApp(world);
  const headers = { "X-Requested-With": "the-page" };
  await ask(page, "status", { headers });
  assert.equal(server.asked("/auth/status").at(-1).headers["x-requested-with"], "the-page");
  const below = (baseUrl, paths) => ask(page, "status", { baseUrl, ...(paths && { paths }) });
  for (const [baseUrl, expected] of [
    [`${server.url}/base`, "/base/auth/status"],
    [`${server.url}/base/`, "/base/auth/status"],
    ["/base", "/base/auth/status"],
    [`${server.url}/base?a=1#b`, "/base/auth/status"],
  ]) {
    assert.equal((await below(baseUrl)).error.status, 404);
    assert.equal(server.log.at(-1).path + server.log.at(-1).query, expected);
  }
  await below(server.url, { status: "/me" });
  assert.equal(server.log.at(-1).path, "/me");
});

test("P40 without a baseUrl it is the page's own origin, wherever the page is", async (world) => {
  const { page } = world;
  const server = await openServerApp(world);
  await page.goto(`${server.url}/base/page`);
  await untilReady(page);
  assert.deepEqual(await ask(page, "status"), { value: SIGNED_OUT });
  assert.equal(server.log.at(-1).path, "/auth/status");
});

test("P41 back by the back button without a login: the sign-in ends, and nobody is signed in", async (world) => {
  const { page } = world;
  const server = await openServerApp(world);
  await page.evaluate(() => app.leave({ appState: 1 }));
  await page.getByRole("button", { name: "Cancel" }).waitFor();
  await page.goBack();
  await until(() => page.evaluate(() => document.title === "ready" && Boolean(app.outcome ?? app.handled)));
  const { success, error } = await page.evaluate(() => app.outcome ?? app.handled);
  assert.equal(success, false);
  assert.ok(["aborted", "not_signed_in"].includes(error.code), error.code);
  // Whichever of the two the browser did, it is over: the next visit has nothing to handle.
  await page.goto(`${server.url}/inside`);
  await untilReady(page);
  assert.equal(await page.evaluate(() => app.handled), null);
});

test("P41 the person refuses at the server, and comes to the app later: not_signed_in, once", async (world) => {
  const { page } = world;
  const server = await openServerApp(world);
  await signInAtServer(page, {}, "Ada Brook", "Cancel");
  await page.waitForURL(/\/auth\/callback/);
  await page.goto(server.url);
  await untilReady(page);
  const { success, error } = await page.evaluate(() => app.handled);
  assert.deepEqual([success, error.code], [false, "not_signed_in"]);
  await page.reload();
  await untilReady(page);
  assert.equal(await page.evaluate(() => app.handled), null);
});

test("P46 P41 a sign-in that was begun more than ten minutes ago is no longer pending", async (world) => {
  const { page } = world;
  const server = await openServerApp(world);
  await page.evaluate(() => app.leave());
  await page.getByRole("button", { name: "Authorize" }).waitFor();
  // The provider's page is of the same origin here, and so has the same storage.
  await page.evaluate(() => {
    const [key] = Object.keys(sessionStorage);
    const record = JSON.parse(sessionStorage[key]);
    sessionStorage[key] = JSON.stringify({ ...record, created_at: record.created_at - 660 });
  });
  await page.goto(server.url);
  await untilReady(page);
  const handled = await page.evaluate(() => app.handled);
  assert.ok(handled === null || handled.error?.code === "transaction_expired", JSON.stringify(handled));
  assert.deepEqual((await storedEverywhere(page)).sessionKeys, []);
});

test("P40 login() leaves the page for the server's login", async (world) => {
  const { page } = world;
  const server = await openServerApp(world);
  await page.evaluate(() => new app.sdk.ServerSession().login());
  await page.getByRole("button", { name: "Authorize" }).click();
  await untilReady(page);
  assert.equal((await ask(page, "status")).value.userId, server.people[0].info.sub);
  assert.equal(await page.evaluate(() => app.handled), null);
});
