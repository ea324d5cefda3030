// The page on which a person enters a device's code: its steps, its forms, its headers, and no injection.
// Must not test polling; device.test.js does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { app, corsHeaders, deviceCode, enterCode, get, poll, start } from "./support.js";

const page = (github) => get(`${github.webUrl}/login/device`);

test("device page: asks for the code, with no script and no framing, COOP by switch", async (t) => {
  const github = await start(t);
  for (const coop of [false, true]) {
    github.switches.coop = coop;
    for (const response of [await page(github), await enterCode(github, { user_code: "x" })]) {
      assert.equal(response.headers.get("x-frame-options"), "deny");
      assert.equal(response.headers.get("cache-control"), "no-cache");
      assert.match(
        response.headers.get("content-security-policy"),
        /default-src 'none'.*frame-ancestors 'none'/,
      );
      assert.equal(response.headers.get("cross-origin-opener-policy"), coop ? "same-origin" : null);
      assert.deepEqual(corsHeaders(response), []);
      assert.match(
        await response.text(),
        /<form [^>]*method="post" action="\/login\/device">.*name="user_code"/s,
      );
    }
  }
});

test("device page: the code leads to the app's page with scopes, people, both buttons and a warning", async (t) => {
  const github = await start(t);
  github.switches.user = "jun-okafor";
  const { user_code } = await deviceCode(github, { scope: "gist" });
  const response = await enterCode(github, { user_code });
  const html = await response.text();
  assert.equal(response.status, 200);
  assert.match(html, /<h1>Authorize Test app<\/h1>/);
  assert.match(html, /Create gists/);
  assert.match(html, /value="jun-okafor" checked/);
  assert.match(html, /value="authorize">Authorize Test app<\/button>/);
  assert.match(html, /value="cancel">Cancel<\/button>/);
  assert.match(html, /Authorize only what you started yourself/);
  assert.match(html, new RegExp(`<input type="hidden" name="user_code" value="${user_code}">`));
});

test("device page: Authorize gives the device a token, Cancel denies it", async (t) => {
  const github = await start(t);
  for (const [decision, title] of [
    ["authorize", /<h1>Your device is connected<\/h1>/],
    ["cancel", /<h1>Nothing was connected<\/h1>/],
  ]) {
    const { user_code, device_code } = await deviceCode(github);
    const response = await enterCode(github, { user_code, login: "ada-brook", decision });
    assert.match(await response.text(), title);
    const answer = await poll(github, device_code);
    if (decision === "authorize") assert.ok(answer.access_token);
    else assert.equal(answer.error, "access_denied");
  }
});

test("device page: case, dash and spaces of the code do not matter", async (t) => {
  const github = await start(t);
  const { user_code } = await deviceCode(github);
  const [first, second] = user_code.toLowerCase().split("-");
  for (const typed of [user_code, first + second, `${first} ${second}`, ` ${first}-${second} `]) {
    assert.match(await (await enterCode(github, { user_code: typed })).text(), /<h1>Authorize Test app/);
  }
});

test("device page: a wrong, used, decided or expired code is asked for again, and decides nothing", async (t) => {
  const github = await start(t);
  const [used, denied, old] = [await deviceCode(github), await deviceCode(github), await deviceCode(github)];
  github.device.approve(used.user_code);
  await poll(github, used.device_code);
  github.device.deny(denied.user_code);
  github.device.expire(old.user_code);
  const codes = [used.user_code, denied.user_code, old.user_code, "ABCD-EFGH", ""];
  for (const user_code of codes) {
    const form = { user_code, login: "ada-brook", decision: "authorize" };
    const response = await enterCode(github, form);
    assert.equal(response.status, 422);
    assert.match(await response.text(), /role="alert">This code is wrong/);
  }
  assert.equal((await poll(github, old.device_code)).error, "expired_token");
  assert.equal((await poll(github, denied.device_code)).error, "access_denied");
});

test("device page: without a known person or button the question comes again", async (t) => {
  const github = await start(t);
  const { user_code, device_code } = await deviceCode(github);
  for (const change of [
    { login: "nobody", decision: "authorize" },
    { login: "ada-brook", decision: "maybe" },
  ]) {
    assert.match(await (await enterCode(github, { user_code, ...change })).text(), /<h1>Authorize/);
  }
  assert.equal((await poll(github, device_code)).error, "authorization_pending");
});

test("device page: nothing from the request or the app's name becomes markup", async (t) => {
  const github = await start(t, { apps: [app({ name: `"><img src=x onerror=alert(1)>` })] });
  const { user_code } = await deviceCode(github);
  for (const form of [
    { user_code },
    { user_code: `"><script>alert(1)</script>` },
    { user_code, decision: "cancel" },
  ]) {
    assert.doesNotMatch(await (await enterCode(github, form)).text(), /<script|<img src=x/);
  }
});
