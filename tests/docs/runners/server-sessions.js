// Runs docs/server-sessions.md, with the stand-in for pywry's routes as the app's own server.
// Owns: what must have happened after each block. Must not: know the session's cookie.

import assert from "node:assert/strict";
import { startSessionApp } from "../../support/session-app/index.js";
import { seen } from "../support/app.js";
import { bundle } from "../support/bundle.js";
import { block } from "../support/markdown.js";
import { PAGE } from "../support/site.js";

const press = (page, name) => page.getByRole("button", { name }).click();
const notice = (page, text) => page.locator("#notice").getByText(text, { exact: true }).waitFor();

/** The app's pages come from its own server; each has that module. */
async function withServer({ page }, code, run) {
  const script = await bundle(code);
  const html = `<!doctype html><link rel="icon" href="data:,">${PAGE}`;
  const server = await startSessionApp({
    files: (path) =>
      path === "/app.js"
        ? { type: "text/javascript", body: script }
        : { type: "text/html; charset=utf-8", body: html },
  });
  server.switches.autoApprove = true;
  try {
    await page.goto(server.url);
    await run(server);
  } finally {
    await server.close();
  }
}

export const serverSessions = {
  "server-session": (world) =>
    withServer(world, block("server-session"), async ({ people, url }) => {
      const { page } = world;
      await notice(page, "Not signed in");
      await press(page, "Sign in with GitHub");
      await notice(page, `Signed in as ${people[0].info.sub}`);
      assert.equal(page.url(), `${url}/`);
      await press(page, "Sign out");
      await notice(page, "Not signed in");
    }),

  async "server-options"(world) {
    const { page } = world;
    const asked = [];
    await page.route("**/api/session", (route) => {
      asked.push(route.request().headers()["x-csrf-token"]);
      return route.fulfill({ json: { authenticated: true, user_id: "ada", roles: ["viewer"] } });
    });
    const code = `document.querySelector("#token").value = "of-the-page";\n${block("server-options")}
      window.seen = roles;`;
    await withServer(world, code, async () => {
      assert.deepEqual(await seen(page), ["viewer"]);
      assert.deepEqual(asked, ["of-the-page"]);
    });
  },

  "server-mode": (world) =>
    withServer(world, block("server-mode"), async ({ people, url, log }) => {
      const { page } = world;
      await press(page, "Sign in with GitHub");
      await notice(page, `${people[0].info.sub}, back at /callback?tab=2`);
      assert.equal(page.url(), `${url}/`);
      assert.equal(log.filter(({ path }) => path === "/auth/login").length, 1);
    }),
};
