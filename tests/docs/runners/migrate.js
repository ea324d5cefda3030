// Runs docs/migrate: the code after the change signs somebody in; the code before it is held against the types of the library
// that it uses. Owns: what must have happened after each block. Must not: run another library.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import ts from "typescript";
import { open } from "../support/app.js";
import { ADA, authorize, goToGithub, openGithub } from "../support/browser.js";
import { block, root } from "../support/markdown.js";
import { connect } from "../support/web.js";

const notice = (page) =>
  page.locator("#notice").getByText(`Signed in as ${ADA.login}`, { exact: true }).waitFor();

/** Below the project, so that its packages are found. */
function compile(name) {
  return ({ t }) => {
    const folder = mkdtempSync(join(root, "node_modules", ".portcullis-docs-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "before.ts");
    writeFileSync(path, block(name));
    const program = ts.createProgram([path], {
      ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
      ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
      ...{ moduleResolution: ts.ModuleResolutionKind.Bundler, lib: ["lib.es2022.d.ts", "lib.dom.d.ts"] },
    });
    const found = ts.getPreEmitDiagnostics(program);
    assert.deepEqual(
      found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
      [],
    );
  };
}

export const migrateOutside = {
  "before-oidc-client-ts": compile("before-oidc-client-ts"),
  "before-auth0-spa-js": compile("before-auth0-spa-js"),
  // It is for a server and not among our dependencies: that it is JavaScript is all that is known here.
  "before-octokit-server": () => transform(block("before-octokit-server")),
};

export const migrate = {
  async "after-oidc-client-ts"(world) {
    const { page, site } = world;
    const { url } = site.oauth;
    await connect(page.context(), {
      "https://gitlab.com/oauth/authorize": `${url}/oauth/authorize`,
      "https://gitlab.com/oauth/token": `${url}/oauth/token`,
      "https://gitlab.com/api/v4/user": `${url}/api/user`,
      "https://gitlab.com/api/v4/projects": `${url}/api/echo`,
    });
    await open(world, `${block("after-oidc-client-ts")}\nwindow.getProjects = getProjects;`);
    const [popup] = await Promise.all([
      page.waitForEvent("popup"),
      page.getByRole("button", { name: "Sign in with GitHub" }).click(),
    ]);
    if (!popup.isClosed()) await popup.waitForEvent("close");
    await page.waitForFunction(() => Object.keys(sessionStorage).some((key) => key.includes(":gitlab:")));
    assert.equal(await page.evaluate(async () => (await getProjects()).status), 200);
  },

  async "after-auth0-spa-js"(world) {
    const { page, site } = world;
    await open(world, block("after-auth0-spa-js"));
    await goToGithub(page);
    await authorize(page);
    await notice(page);
    assert.equal(page.url(), `${site.url}/`);
    const kept = await page.evaluate(() => Object.keys(localStorage));
    assert.deepEqual(kept, [`portcullis:v1:${site.clientId}:github:${ADA.id}`]);
  },

  async "after-octokit"(world) {
    const { page } = world;
    await open(world, block("after-octokit"));
    const popup = await openGithub(page);
    await Promise.all([popup.waitForEvent("close"), authorize(popup)]);
    await notice(page);
  },
};
