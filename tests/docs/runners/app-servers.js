// Runs docs/app-servers.md, with the stand-in for py-oidc-auth as the server.
// Owns: what must have happened after each block. Must not: know the dialect.

import assert from "node:assert/strict";
import { startOidcApp } from "../../support/oidc-app/index.js";
import { open, ourKeys } from "../support/app.js";
import { block } from "../support/markdown.js";
import { connect } from "../support/web.js";

const press = (page, name) => page.getByRole("button", { name }).click();
const notice = (page, text) => page.locator("#notice").getByText(text, { exact: true }).waitFor();

async function withServer(run) {
  const server = await startOidcApp();
  server.switches.autoApprove = true;
  try {
    await run(server);
  } finally {
    await server.close();
  }
}

/** Signs in by popup, which comes back to the very page. */
async function signIn(world, server) {
  const { page } = world;
  await connect(page.context(), { "https://data.example": server.url });
  await open(world, block("app-server"));
  const [popup] = await Promise.all([page.waitForEvent("popup"), press(page, "Sign in with GitHub")]);
  if (!popup.isClosed()) await popup.waitForEvent("close");
  await notice(page, server.people[0].username);
}

const tokenRequests = ({ log }) => log.filter(({ path }) => path === "/auth/v2/token").length;

export const appServers = {
  "app-server": (world) =>
    withServer(async (server) => {
      const { page, site } = world;
      await signIn(world, server);
      assert.equal(page.url(), `${site.url}/`);
      assert.equal((await ourKeys(page)).length, 1);
      // What is stored is good: nobody is asked again.
      await page.reload();
      await press(page, "Sign in with GitHub");
      await notice(page, server.people[0].username);
      assert.equal(tokenRequests(server), 1);
    }),

  "app-server-session": (world) =>
    withServer(async (server) => {
      const { page, site } = world;
      await signIn(world, server);
      await open(world, `import { HostAuthProvider } from "portcullis";\n${block("app-server-session")}`);
      await notice(page, server.people[0].email);
      const leaves = page.waitForRequest(/^https:\/\/data\.example\/auth\/v2\/logout/);
      await press(page, "Sign out");
      await leaves;
      await page.waitForURL(`${site.url}/`);
      assert.deepEqual(await ourKeys(page), []);
    }),
};
