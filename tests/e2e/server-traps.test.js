// The way to the app's own server and back, where something else looks like it. Owns: what a hostile review found around the
// mode "server"; each of these went wrong once.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { handle, openLab } from "./support/lab.js";
import { openServerApp, signInAtServer, untilReady } from "./support/server-app.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });
const RESOURCE = /Failed to load resource/;

test("P39 C-05 T-01 a callback with the name of the pending sign-in as its state is refused, and sends nothing", async (world) => {
  const { page, url, requests, allowConsole } = world;
  allowConsole(RESOURCE); // the demo's server has no such routes
  await openLab(world);
  // An answer that leaves the page where it is.
  await page.route("**/auth/login", (route) => route.fulfill({ status: 204 }));
  await page.route("**/auth/status", (route) =>
    route.fulfill({ json: { authenticated: true, user_id: "u-7" } }),
  );
  const [redirectUri] = await Promise.all([
    page.evaluate(async () => {
      const auth = await lab.auth();
      auth.signIn({ mode: "server", baseUrl: location.origin, appState: "kept" });
      return auth.github.appCredentials.redirectUri;
    }),
    page.waitForResponse("**/auth/login"),
  ]);
  await page.goto(`${redirectUri}?code=c0de&state=portcullis-server-session`);
  const { success, error } = await handle(page);
  assert.equal(success, false);
  assert.match(error.code, /^(state_mismatch|callback_mismatch|invalid_callback)$/);
  assert.equal(page.url(), redirectUri);
  assert.deepEqual(
    requests.filter((request) => request.method() === "POST").map((request) => request.url()),
    [],
  );
  // The real one is still good.
  await page.goto(url);
  const result = await page.evaluate(async () => (await lab.auth()).handleRedirect());
  assert.deepEqual([result.success, result.subject, result.appState], [true, "u-7", "kept"]);
});

test("P41 baseUrl may be a URL object", async (world) => {
  const { page } = world;
  const server = await openServerApp(world);
  await page.evaluate(() => app.leave({ baseUrl: new URL(location.origin), appState: { n: 7 } }));
  await page.getByRole("button", { name: "Authorize" }).click();
  await untilReady(page);
  const { success, subject, appState } = await page.evaluate(() => app.handled);
  assert.deepEqual([success, subject, appState], [true, server.people[0].info.sub, { n: 7 }]);
});

test("P39 after the way back it is over: asked again, handleRedirect gives null, and asks the server nothing", async (world) => {
  const { page } = world;
  const server = await openServerApp(world);
  assert.equal((await signInAtServer(page)).success, true);
  assert.equal(await page.evaluate(() => app.auth.handleRedirect()), null);
  assert.equal(server.asked("/auth/status").length, 1);
});
