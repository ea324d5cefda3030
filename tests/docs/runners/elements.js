// Runs docs/elements.md: the two elements on a reader's page, by code and as markup.
// Owns: what must have happened after each block. Must not: repeat the end-to-end tests of the elements.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { open, quickStart } from "../support/app.js";
import { ADA, authorize } from "../support/browser.js";
import { block, root } from "../support/markdown.js";

const button = (page, name) => page.getByRole("button", { name, exact: true });
const inElement = (page, name) => page.locator("portcullis-sign-in").getByRole("button", { name });

async function signInBy(page, name) {
  const [popup] = await Promise.all([page.waitForEvent("popup"), inElement(page, name).click()]);
  await popup.getByRole("radio", { name: ADA.name }).check();
  return popup;
}

export const elements = {
  async "sign-in-element"(world) {
    const { page } = world;
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    await open(world, `${quickStart()}\n${block("sign-in-element")}`);
    await page.getByRole("heading", { name: "Welcome" }).waitFor();
    const refused = await signInBy(page, "Sign in with GitHub");
    await button(refused, "Cancel").click();
    await page.getByText("Access was denied.").waitFor();
    assert.ok(said.includes("access_denied"));
    const popup = await signInBy(page, "Sign in with GitHub");
    assert.equal(new URL(popup.url()).searchParams.get("scope"), "read:user");
    await authorize(popup);
    await page.getByText(`Signed in as ${ADA.name}`).waitFor();
    await inElement(page, "Sign out").click();
    await inElement(page, "Sign in with GitHub").waitFor();
  },

  async "sign-in-markup"({ page, site }) {
    await page
      .context()
      .route(`${site.url}/sign-in.js`, (route) =>
        route.fulfill({ contentType: "text/javascript", body: readFileSync(join(root, "dist/sign-in.js")) }),
      );
    site.show({ body: block("sign-in-markup").replaceAll("Ov23li…", site.clientId) });
    await page.goto(site.url);
    await page.getByText("Your repositories, in one place.").waitFor();
    const popup = await signInBy(page, "Continue with GitHub");
    await authorize(popup);
    await page.getByText(`Signed in as ${ADA.name}`).waitFor();
  },

  async "device-code-element"(world) {
    const { page } = world;
    const answers = {
      "/device/code": {
        ...{ device_code: "secret", user_code: "WDJB-MJHT", expires_in: 899, interval: 1 },
        verification_uri: "https://github.com/login/device",
      },
      "/token": { error: "access_denied" },
    };
    await open(world, `${quickStart()}\n${block("device-code-element")}\nwindow.seen = true;`);
    await page.waitForFunction(() => window.seen);
    for (const [path, json] of Object.entries(answers))
      await page.route(`http://127.0.0.1:8787${path}`, (route) =>
        route.fulfill({ json, headers: { "access-control-allow-origin": "*" } }),
      );
    await button(page, "Sign in with GitHub").click();
    const code = page.locator("portcullis-device-code");
    await code.getByText("WDJB-MJHT").waitFor();
    await code.getByRole("img", { name: "QR code: https://github.com/login/device" }).waitFor();
    await code.getByText("WDJB-MJHT").waitFor({ state: "hidden" });
  },

  async "elements-looks"(world) {
    const { page } = world;
    const sheet = `const sheet = document.createElement("style");
      sheet.textContent = ${JSON.stringify(block("elements-looks"))};
      document.head.append(sheet);`;
    await open(world, `${quickStart()}\n${block("sign-in-element")}\n${sheet}`);
    const look = await inElement(page, "Sign in with GitHub").evaluate((element) => {
      const { backgroundColor, borderTopLeftRadius, textTransform } = getComputedStyle(element);
      return { backgroundColor, borderTopLeftRadius, textTransform };
    });
    assert.deepEqual(look, {
      backgroundColor: "rgb(91, 33, 182)",
      borderTopLeftRadius: "4px",
      textTransform: "uppercase",
    });
  },
};
