// The custom elements on a page of the demo server, under its Content Security Policy.
// Owns: the page's script in place of the demo's, and the few steps that every test of an element begins with.
// Must not: decide what is right.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** What an app with the elements runs, at its page and at its callback. */
const APP = `
  import { createAuth } from "/portcullis/index.js";
  import { config } from "/config.js";
  const { clientId, redirectUri, proxyUrl, authorizationUrl, apiUrl } = config;
  window.auth = createAuth({ github: { clientId, redirectUri, proxyUrl, authorizationUrl, apiUrl } });
  window.events = [];
  for (const type of ["signin-start", "signed-in", "signin-error", "signed-out"])
    document.addEventListener(type, ({ detail, composed }) => events.push({ type, composed, detail }));
  window.result = await auth.handleRedirect();
  document.body.replaceChildren(document.createElement("main"));
  // Only the elements' own looks.
  for (const sheet of document.querySelectorAll("link[rel=stylesheet]")) sheet.remove();
`;

/** Opens the page; `entries` are the elements' modules that it loads. */
export async function openApp({ page, context, url }, entries = ["sign-in", "device-code"]) {
  const imports = entries.map((entry) => `await import("/portcullis/${entry}.js");\n`).join("");
  await context.route(`${url}/app.js`, (route) =>
    route.fulfill({ contentType: "text/javascript", body: `${APP}${imports}window.ready = true;` }),
  );
  await page.goto(url);
  await page.waitForFunction(() => window.ready);
}

/** Puts the element into the page, with these attributes. */
export async function showSignIn(page, attributes = {}) {
  await page.evaluate((given) => {
    const element = document.createElement("portcullis-sign-in");
    for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
    element.auth = auth;
    document.querySelector("main").append(element);
  }, attributes);
  return page.locator("portcullis-sign-in");
}

/** A prompt as `onPrompt` is given one; what its buttons do is counted in `window.used`. */
export async function showCode(page, changes = {}) {
  await page.evaluate((given) => {
    window.used = { opened: 0 };
    const prompt = {
      userCode: "WDJB-MJHT",
      verificationUri: "https://github.com/login/device",
      interval: 5,
      expiresIn: 900,
      expiresAt: Date.now() / 1000 + 900,
      scope: "",
      openVerification() {
        used.opened += 1;
      },
      copyCode: () => navigator.clipboard.writeText(prompt.userCode),
      ...given,
    };
    const element = document.createElement("portcullis-device-code");
    element.prompt = prompt;
    document.querySelector("main").append(element);
  }, changes);
  return page.locator("portcullis-device-code");
}

/** The types of the elements' events so far. */
export const eventTypes = (page) => page.evaluate(() => events.map(({ type }) => type));

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds wrong, or cannot tell, with an element and all in it, in words. */
export async function complaints(page, selector) {
  await page.evaluate(axe);
  return page.evaluate(async (given) => {
    const { violations, incomplete, passes } = await window.axe.run(given);
    if (passes.length === 0) return ["axe found nothing to look at"];
    return [...violations, ...incomplete].map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ failureSummary }) => failureSummary).join(" ")}`,
    );
  }, selector);
}
