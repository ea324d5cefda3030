// The authorize page as HTML: what a person and a test driver find in it, and that nothing can be injected.
// Must not test redirects; authorize.test.js does.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { app, authorizeUrl, get, start } from "./support.js";

const pageOf = async (url) => {
  const response = await get(url);
  return { headers: response.headers, html: await response.text() };
};

test("page: app name, three people by radio button, both buttons, and what it is", async (t) => {
  const github = await start(t, { apps: [app({ name: "Portcullis demo" })] });
  const { html } = await pageOf(authorizeUrl(github));
  assert.match(html, /<h1>Authorize Portcullis demo<\/h1>/);
  assert.match(html, /<button [^>]*value="authorize">Authorize Portcullis demo<\/button>/);
  assert.match(html, /<button [^>]*value="cancel">Cancel<\/button>/);
  assert.match(html, /GitHub stand-in, for local development/);
  const people = [...html.matchAll(/<input type="radio" name="login" value="([\w-]+)"/g)].map(
    ([, login]) => login,
  );
  assert.deepEqual(people, ["ada-brook", "jun-okafor", "rosa-lindqvist"]);
  for (const [, source] of html.matchAll(/<img src="([^"]+)"/g)) {
    assert.equal((await get(github.webUrl + source)).status, 200);
  }
});

test("page: scopes in words, normalised, and offline_access adds nothing", async (t) => {
  const github = await start(t);
  const none = await pageOf(authorizeUrl(github, { scope: "offline_access" }));
  assert.match(none.html, /Read your public profile/);
  const some = await pageOf(authorizeUrl(github, { scope: "user user:email gist" }));
  assert.match(some.html, /Read and update all your profile data/);
  assert.match(some.html, /Create gists/);
  assert.doesNotMatch(some.html, /user:email<\/code>|offline_access<\/code>/);
});

test("page: nothing from the request or the app's name becomes markup", async (t) => {
  const github = await start(t, { apps: [app({ name: `"><img src=x onerror=alert(1)>` })] });
  const { html } = await pageOf(`${authorizeUrl(github)}&state="><script>alert(1)</script>&scope='<b>`);
  assert.doesNotMatch(html, /<script|<img src=x|<b>'|'<b>/);
});

test("page: its policy allows its own style by hash, its own images, and no script", async (t) => {
  const github = await start(t);
  const { headers, html } = await pageOf(authorizeUrl(github));
  const style = /<style>([\s\S]*)<\/style>/.exec(html)[1];
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = headers.get("content-security-policy");
  assert.match(policy, /default-src 'none'/);
  assert.ok(policy.includes(`style-src 'sha256-${hash}'`));
  assert.doesNotMatch(policy, /unsafe|script-src|form-action/);
  assert.doesNotMatch(html, /<script| style=| on\w+=/);
});
