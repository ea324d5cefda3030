// The authorize URL, as the SDK makes it: its parameters, its randomness, and what may be put into it.
// Owns: OAuth2Flow.authorize called by hand. Wrong options are in config.test.js.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { approve, freshCallback, handle, openLab } from "./support/lab.js";
import { portcullisKeys } from "./support/storage.js";

const test = endToEnd();

/** Makes a URL with these options; `changes` replace options of `github`. */
const authorize = (page, options = {}, changes = {}) =>
  page.evaluate(
    async ([given, changed]) => {
      const auth = await lab.auth(changed);
      return lab.outcome(() => auth.github.oauth2.authorize(given));
    },
    [options, changes],
  );

test("values are form-encoded, the endpoint's own query stays, no fragment is added (C-01)", async (world) => {
  await openLab(world);
  const authorizationUrl = `${world.github.webUrl}/login/oauth/authorize?tenant=a%20b%26c`;
  const extraParams = { note: "a b+c&d=é#f", prompt: "select_account" };
  const { value } = await authorize(
    world.page,
    { extraParams, scope: "read:user repo" },
    { authorizationUrl },
  );
  assert.ok(value.authorizationUrl.startsWith(`${authorizationUrl}&`));
  const made = new URL(value.authorizationUrl);
  assert.equal(made.hash, "");
  assert.equal(made.searchParams.get("tenant"), "a b&c");
  assert.equal(made.searchParams.get("note"), extraParams.note);
  assert.equal(made.searchParams.get("scope"), "read:user repo");
  const names = [...made.searchParams.keys()];
  assert.deepEqual(names, [...new Set(names)]);
  assert.equal(made.searchParams.get("state"), value.state);
});

test("a query of the configured endpoint cannot repeat a parameter that the flow sets (C-01, C-02)", async (world) => {
  await openLab(world);
  for (const repeated of [
    "state=known",
    "client_id=other",
    "REDIRECT_URI=x",
    "code_challenge_method=plain",
  ]) {
    const authorizationUrl = `${world.github.webUrl}/login/oauth/authorize?${repeated}`;
    const { name, field } = await world.page.evaluate(async (given) => {
      const { error } = await lab.outcome(() => lab.auth({ authorizationUrl: given }));
      return error ?? {};
    }, authorizationUrl);
    assert.deepEqual({ name, field }, { name: "ConfigError", field: "github.authorizationUrl" }, repeated);
  }
});

test("without a scope none is sent: nothing is added (C-66)", async (world) => {
  await openLab(world);
  const { value } = await authorize(world.page);
  assert.equal(new URL(value.authorizationUrl).searchParams.has("scope"), false);
});

test("the default scope of the options is sent, and a sign-in's own replaces it", async (world) => {
  await openLab(world);
  const scopeOf = async (options) => {
    const { value } = await authorize(world.page, options, { scope: ["read:user", "gist"] });
    return new URL(value.authorizationUrl).searchParams.get("scope");
  };
  assert.equal(await scopeOf({}), "read:user gist");
  assert.equal(await scopeOf({ scope: ["repo"] }), "repo");
  assert.equal(await scopeOf({ scope: [] }), null);
});

test("the redirect URI is sent byte for byte, its port too (C-33)", async (world) => {
  await openLab(world);
  for (const redirectUri of [
    "http://127.0.0.1:0080/callback",
    "http://[::1]:65535/callback?app=a%2Fb",
    "https://APP.example:443/callback/../callback",
  ]) {
    const { value } = await authorize(world.page, {}, { redirectUri });
    assert.equal(new URL(value.authorizationUrl).searchParams.get("redirect_uri"), redirectUri);
  }
});

test("localhost as the redirect host works and warns (C-33)", async (world) => {
  const { page, allowConsole } = world;
  allowConsole(/console\.warning: Portcullis: prefer .*127\.0\.0\.1.* to .*localhost/);
  await openLab(world);
  const warned = page.waitForEvent("console", (message) => message.text().includes("localhost"));
  const { value } = await authorize(page, {}, { redirectUri: "http://localhost:4170/callback" });
  assert.equal((await warned).type(), "warning");
  assert.ok(value.authorizationUrl.includes("localhost%3A4170"));
});

test("a caller's own strong state is used as it is", async (world) => {
  await openLab(world);
  const state = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6";
  const callback = await freshCallback(world, { state });
  assert.equal(new URL(callback).searchParams.get("state"), state);
  assert.equal((await handle(world.page, callback)).success, true);
});

test("authorize is synchronous and sends nothing", async (world) => {
  const { page, requests } = world;
  await openLab(world);
  const before = requests.length;
  const isPlain = await page.evaluate(async () => {
    const auth = await lab.auth();
    const request = auth.github.oauth2.authorize({});
    return typeof request.authorizationUrl === "string" && !("then" in request);
  });
  assert.equal(isPlain, true);
  const made = requests.slice(before).map((request) => new URL(request.url()).pathname);
  assert.deepEqual(made.sort(), ["/config.js", "/portcullis/index.js"]);
});

for (const [how, breakRandom] of [
  [
    "throws",
    () => {
      Crypto.prototype.getRandomValues = () => {
        throw new DOMException("no entropy", "OperationError");
      };
    },
  ],
  ["is missing", () => Object.defineProperty(window, "crypto", { value: undefined })],
]) {
  test(`crypto.getRandomValues ${how}: no_secure_random, and no weaker source instead (C-28)`, async (world) => {
    const { page, context, url } = world;
    await context.addInitScript(breakRandom);
    await context.addInitScript(() => {
      window.weakerSource = 0;
      const { random } = Math;
      Math.random = () => {
        window.weakerSource += 1;
        return random();
      };
    });
    await openLab(world);
    const { error } = await authorize(page);
    assert.equal(error.code, "no_secure_random");
    const signIn = await page.evaluate(async () => {
      const auth = await lab.auth();
      return lab.plain(await auth.github.signIn());
    });
    assert.deepEqual([signIn.success, signIn.error.code], [false, "no_secure_random"]);
    assert.equal(await page.evaluate(() => window.weakerSource), 0);
    assert.deepEqual(await portcullisKeys(page), []);
    assert.equal(page.url(), `${url}/`);
  });
}

test("GitHub Enterprise Server ignores PKCE: state alone still guards the sign-in (C-65)", async (world) => {
  const { page, github } = world;
  await openLab(world);
  github.switches.mode = "ghes";
  const { value } = await authorize(page);
  const callback = await approve(github, value.authorizationUrl);
  const foreign = callback.replace(value.state, "x".repeat(value.state.length));
  assert.equal((await handle(page, foreign)).error.code, "state_mismatch");
  assert.equal((await handle(page, callback)).success, true);
});
