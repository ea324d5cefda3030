// Runs docs/device-flow.md, with somebody at the stand-in who enters the code.
// Owns: what must have happened after each block. Must not: know how often is asked.

import assert from "node:assert/strict";
import { startOidcApp } from "../../support/oidc-app/index.js";
import { open, ourKeys, quickStart, seen } from "../support/app.js";
import { ADA } from "../support/browser.js";
import { block } from "../support/markdown.js";
import { connect } from "../support/web.js";

const press = (page) => page.getByRole("button", { name: "Sign in with GitHub" }).click();

/** The stand-in is GitHub here: its page for the code is at GitHub's address. */
async function connectToGithub({ page, site: { github, proxyUrl } }) {
  github.switches.deviceInterval = 1;
  await connect(page.context(), { "http://127.0.0.1:8787": proxyUrl }, (_path, { ...body }) => ({
    ...body,
    ...(body.verification_uri && {
      verification_uri: body.verification_uri.replace(github.webUrl, "https://github.com"),
    }),
  }));
}

async function readCode(page, words) {
  const notice = page.locator("#notice").getByText(words);
  await notice.waitFor();
  return words.exec(await notice.innerText())[1];
}

export const deviceFlow = {
  async "device-sign-in"(world) {
    const { page, site } = world;
    world.expect(/400 \(Bad Request\)/); // a person who says no
    await connectToGithub(world);
    await open(world, `${quickStart()}\n${block("device-sign-in")}`);
    await press(page);
    const words = /^Enter (\w{4}-\w{4}) at https:\/\/github\.com\/login\/device$/;
    site.github.device.deny(await readCode(page, words));
    await page
      .locator("#notice")
      .getByText(/denied/)
      .waitFor();
    await press(page);
    site.github.device.approve(await readCode(page, words));
    await page.locator("#notice").getByText(`Signed in as ${ADA.login}`).waitFor();
    assert.match(await page.title(), /^1[0-5] minutes left$/);
  },

  async "device-steps"(world) {
    const { page, site } = world;
    await connectToGithub(world);
    await open(world, `${quickStart()}\n${block("device-steps")}\nwindow.seen = credentials.scope;`);
    const words = /^(\w{4}-\w{4}) at https:\/\/github\.com\/login\/device$/;
    site.github.device.approve(await readCode(page, words));
    assert.deepEqual(await seen(page), ["read:user"]);
    assert.deepEqual(await ourKeys(page), []);
  },

  async "device-provider"(world) {
    const { page } = world;
    const acme = await startOidcApp({ dialect: "rfc", clientId: "acme-app" });
    try {
      acme.switches.deviceInterval = 1;
      await connect(page.context(), {
        "https://acme.example/oauth/device": `${acme.url}/auth/v2/device`,
        "https://acme.example/oauth/token": `${acme.url}/auth/v2/token`,
      });
      await open(world, block("device-provider"));
      await press(page);
      acme.device.approve(await readCode(page, /^Enter (\w{4}-\w{4}) at http/));
      await page.waitForFunction(() => sessionStorage.length > 0);
      assert.deepEqual(await ourKeys(page), ["portcullis:v1:acme-app:acme:default"]);
    } finally {
      await acme.close();
    }
  },
};
