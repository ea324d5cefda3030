// A plain-http origin that is not loopback, as on a LAN in development: no crypto.subtle there.
// Owns: that such a page works only when the developer said so (C-03). The name is mapped to loopback by the browser.

import assert from "node:assert/strict";
import { demoState, inThisTab, shownProblem, signIn, signInButton } from "./support/demo.js";
import { endToEnd } from "./support/harness.js";
import { portcullisKeys } from "./support/storage.js";
import { authorizeQueries, requestsTo, tokenRequests } from "./support/traffic.js";

const demoHost = "portcullis.test";
const browserArgs = [`--host-resolver-rules=MAP ${demoHost} 127.0.0.1`];
const allowed = endToEnd({ demoHost, browserArgs, allowInsecureOrigin: true });
const refused = endToEnd({ demoHost, browserArgs });

const WARNING = /console\.warning: Portcullis: allowInsecureOrigin is on/;

allowed(
  "with allowInsecureOrigin the sign-in works without crypto.subtle (C-03, C-29)",
  async ({ page, url, github, allowConsole }) => {
    allowConsole(WARNING);
    await page.goto(url);
    assert.deepEqual(await page.evaluate(() => [isSecureContext, typeof crypto.subtle]), [
      false,
      "undefined",
    ]);
    await signIn(page, url);
    await page.getByRole("heading", { name: "Signed in as Ada Brook" }).waitFor();
    assert.equal(page.url(), inThisTab(url));
    assert.equal(
      authorizeQueries(github)[0].get("redirect_uri"),
      `http://${demoHost}:${new URL(url).port}/callback`,
    );
    assert.equal(tokenRequests(github).length, 1);
  },
);

allowed("each page that uses it warns in the console, once (C-03)", async ({ page, url, allowConsole }) => {
  allowConsole(WARNING);
  const warnings = [];
  page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  await page.goto(url);
  await demoState(page, "signed-out");
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /allowInsecureOrigin is on.*network/);
});

allowed(
  "it allows no other plain-http host, nor another origin of the same host (C-03, C-23)",
  async ({ page, url, allowConsole }) => {
    allowConsole(WARNING);
    await page.goto(url);
    await demoState(page, "signed-out");
    const outcomes = await page.evaluate(async (origin) => {
      const { createAuth } = await import("/portcullis/index.js");
      const good = { clientId: "id", redirectUri: `${origin}/callback`, proxyUrl: "/proxy" };
      const other = `http://${location.hostname}:1`;
      const variants = [
        { redirectUri: "http://elsewhere.test/callback" },
        { redirectUri: `${other}/callback` },
        { proxyUrl: "http://elsewhere.test/proxy" },
        { proxyUrl: `${other}/proxy` },
        { authorizationUrl: `${origin}/login/oauth/authorize` },
        { apiUrl: `${origin}/api` },
      ];
      const attempt = (changes) => {
        try {
          createAuth({ allowInsecureOrigin: true, github: { ...good, ...changes } });
          return "allowed";
        } catch ({ code, field }) {
          return `${code} ${field}`;
        }
      };
      return [attempt({}), ...variants.map(attempt)];
    }, url);
    assert.deepEqual(outcomes, [
      "allowed",
      "insecure_url github.redirectUri",
      "insecure_url github.redirectUri",
      "insecure_url github.proxyUrl",
      "insecure_url github.proxyUrl",
      "insecure_url github.authorizationUrl",
      "insecure_url github.apiUrl",
    ]);
  },
);

refused(
  "without the option a ConfigError says so, and nothing is sent (C-03)",
  async ({ page, url, proxyUrl, github, requests }) => {
    await page.goto(url);
    const { code, text } = await shownProblem(page);
    assert.equal(code, "insecure_origin");
    assert.match(text, /plain http/);
    assert.match(text, /allowInsecureOrigin/);
    assert.equal(await signInButton(page).isDisabled(), true);
    assert.deepEqual(github.log, []);
    assert.deepEqual(requestsTo(requests, proxyUrl), []);
    assert.deepEqual(await portcullisKeys(page), []);
  },
);
