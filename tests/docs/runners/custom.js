// Runs docs/custom-provider.md and docs/custom-flow.md: classes of an app's own, against the stand-in of any provider.
// Owns: what must have happened after each block. Must not: know a class that the documents do not.

import assert from "node:assert/strict";
import { open, ourKeys, quickStart, seen } from "../support/app.js";
import { ADA, authorize } from "../support/browser.js";
import { block } from "../support/markdown.js";
import { connect } from "../support/web.js";

const press = (page, name) => page.getByRole("button", { name }).click();

/** Acme as the documents tell it: its answers are wrapped in `data`, and it has a second API. */
async function connectToAcme({ page, site }) {
  const change = (path, body) =>
    path === "/oauth/token" && !body.error
      ? { data: { ...body, token_type: "acme", tenant: "north" } }
      : body;
  const routes = {
    "https://acme.example": site.oauth.url,
    "https://reports.acme.example": site.oauth.url,
  };
  await connect(page.context(), routes, change);
}

/** Signs in at Acme, and runs the code for the session. */
async function runAtAcme(world, code) {
  await connectToAcme(world);
  const wait = `const session = await auth.session().catch(() => null);
    if (!session) await new Promise(() => {});`;
  await open(world, `${block("acme-provider")}\n${block("acme-app")}\n${wait}\n${code}`);
  await press(world.page, "Sign in with GitHub");
  return seen(world.page);
}

const runProvider = async (world) => {
  const report = `const { accessToken, scope } = session.credentials();
    window.seen = { subject: session.subject, tenant: await getTenant(), scope, isAcme: session.credentials() instanceof AcmeCredentials,
      status: (await session.fetch("https://acme.example/api/echo")).status,
      isPrinted: JSON.stringify(session.credentials()).includes(accessToken) };`;
  assert.deepEqual(await runAtAcme(world, report), {
    subject: "u-7",
    tenant: "north",
    scope: ["notes"],
    isAcme: true,
    status: 200,
    isPrinted: false,
  });
};

export const custom = {
  "acme-provider": runProvider,
  "acme-app": runProvider,

  async "acme-store"(world) {
    const report = `window.seen = { tenant: kept.tenant, lasts: kept.expiresIn, left: await auth.subjects("acme") };`;
    const told = await runAtAcme(world, `${block("acme-store")}\n${report}`);
    assert.deepEqual(told, { tenant: "north", lasts: 3600, left: ["u-7"] });
  },

  async "acme-binding"(world) {
    const report = "window.seen = { status: report.status, headers: (await report.json()).headers };";
    const { status, headers } = await runAtAcme(world, `${block("acme-binding")}\n${report}`);
    assert.equal(status, 200);
    assert.match(headers["x-api-key"], /^access-/);
    assert.deepEqual([headers["x-acme-tenant"], headers.authorization], ["north", undefined]);
  },

  async "chooser-flow"(world) {
    const { page } = world;
    const [before, after] = quickStart().split(/(?=await auth\.handleRedirect)/);
    // The quick start's own handler comes later, and would win.
    const rest = after.replace(/document.*onclick[\s\S]*?\n\};\n/, "");
    const report = `if (session) window.seen = {
      login: (await session.github.getAuthenticatedUser()).login, isOwn: auth.github.chooser instanceof ChooserFlow };`;
    await open(world, `${before}\n${block("chooser-flow")}\n${rest}\n${report}`);
    await press(page, "Sign in with GitHub");
    await page.getByRole("radio", { name: ADA.name }).check();
    assert.equal(new URL(page.url()).searchParams.get("prompt"), "select_account");
    await authorize(page);
    assert.deepEqual(await seen(page), { login: ADA.login, isOwn: true });
    const [stored] = await page.evaluate(() => Object.values(sessionStorage).map((text) => JSON.parse(text)));
    assert.equal(stored.flow, "chooser");
  },

  async "server-flow"(world) {
    const { page, site } = world;
    const asked = [];
    await page.route(`${site.url}/session/token`, (route) =>
      route.fulfill({
        json: { access_token: `of-the-server-${asked.push("token")}`, expires_in: asked.length > 1 ? 60 : 0 },
      }),
    );
    await page.route(`${site.url}/api/notes`, (route) => {
      asked.push(route.request().headers().authorization);
      return route.fulfill({ json: [] });
    });
    const report =
      "window.seen = { success: result.success, subject: session.subject, status: notes.status };";
    await open(world, `${block("server-flow")}\n${report}`);
    assert.deepEqual(await seen(page), { success: true, subject: "ada", status: 200 });
    // The first token was over at once, so the request waited for a second one.
    assert.deepEqual(asked, ["token", "token", "Bearer of-the-server-2"]);
  },

  async "own-client"(world) {
    const { page, site } = world;
    site.github.switches.autoApprove = true;
    await open(world, block("own-client"));
    await press(page, "Sign in with GitHub");
    await page.getByText(`${ADA.login}, until `).waitFor();
    assert.equal(page.url(), `${site.url}/`);
    assert.deepEqual(await ourKeys(page), []);
  },
};
