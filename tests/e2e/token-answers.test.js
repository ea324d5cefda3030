// Answers of the token endpoint, one by one: what is refused, and what is accepted and how it reads.
// Owns: a made-up proxy's answers to real callbacks. Failures without a usable answer are in failures.test.js.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { freshCallback, handle, openLab } from "./support/lab.js";
import { json, serve } from "./support/servers.js";
import { portcullisKeys } from "./support/storage.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

const GOOD = { access_token: "gho_made_up", token_type: "bearer" };
const RESOURCE = /Failed to load resource/;

/** A lab whose proxy gives what `exchange` is told; `exchange` resolves with the AuthFlowResult. */
async function scripted(world, options = {}) {
  let next;
  const proxy = await serve(world.t, () => next);
  // GitHub's API does not know these made-up tokens.
  world.allowConsole(RESOURCE);
  await openLab(world);
  const changes = { proxyUrl: proxy.url };
  return async (body, status = 200) => {
    next =
      typeof body === "string"
        ? { status, headers: { "Content-Type": "application/json" }, body }
        : json(body, status);
    const callback = await freshCallback(world, options, changes);
    return handle(world.page, callback, changes);
  };
}

test("only an object with a token and a bearer type is believed; else nothing is stored (C-15, C-16)", async (world) => {
  const exchange = await scripted(world);
  const answers = {
    "not JSON": "access_token=gho_made_up&token_type=bearer",
    empty: "",
    array: [GOOD],
    text: '"gho_made_up"',
    null: "null",
    "no token": { token_type: "bearer" },
    "empty token": { ...GOOD, access_token: "" },
    "token is a number": { ...GOOD, access_token: 7 },
    "token with a line break": { ...GOOD, access_token: "gho_a\r\nX: y" },
    "no type": { access_token: "gho_made_up" },
    mac: { ...GOOD, token_type: "mac" },
    "type is a number": { ...GOOD, token_type: 7 },
    "scope is an array": { ...GOOD, scope: ["repo"] },
    "refresh token is an object": { ...GOOD, refresh_token: {} },
    "a personal access token": { ...GOOD, access_token: "ghp_made_up" },
  };
  for (const [what, body] of Object.entries(answers)) {
    const { success, error } = await exchange(body);
    assert.deepEqual([success, error?.code], [false, "invalid_response"], what);
    assert.deepEqual(await portcullisKeys(world.page), [], what);
  }
});

test("an error is an error at any status, whatever else is there (C-19)", async (world) => {
  const exchange = await scripted(world);
  for (const status of [200, 201, 400, 401]) {
    const { error } = await exchange({ ...GOOD, error: "bad_verification_code" }, status);
    assert.deepEqual([error.code, error.status], ["code_rejected", status]);
    assert.deepEqual(await portcullisKeys(world.page), []);
  }
  const other = await exchange({ error: "unsupported_grant_type", error_description: "a <b>" });
  assert.deepEqual([other.error.name, other.error.code], ["OAuthError", "oauth_error"]);
  assert.deepEqual([other.error.error, other.error.errorDescription], ["unsupported_grant_type", "a <b>"]);
});

test("the token type is compared without case (C-16)", async (world) => {
  const exchange = await scripted(world);
  const { credentials } = await exchange({ ...GOOD, token_type: "bEARER" });
  assert.equal(credentials.tokenType, "Bearer");
});

test("expires_in: absent is unknown, digits count, floored and clamped, anything else is refused (C-17)", async (world) => {
  const exchange = await scripted(world);
  const seconds = async (expires_in) => (await exchange({ ...GOOD, expires_in })).credentials?.expiresIn;
  assert.equal(await seconds(undefined), null);
  assert.equal(await seconds(3600.9), 3600);
  assert.equal(await seconds("28800"), 28_800);
  assert.equal(await seconds(0), 0);
  assert.equal(await seconds(1e300), 315_360_000);
  assert.equal(await seconds("9".repeat(40)), 315_360_000);
  for (const refused of [-1, "-1", "1.5", "soon", "", {}, [], true]) {
    const { error } = await exchange({ ...GOOD, expires_in: refused });
    assert.equal(error?.code, "invalid_response", JSON.stringify(refused));
  }
});

test("scope: absent means what was asked for, empty is valid, commas and spaces separate (C-18)", async (world) => {
  const exchange = await scripted(world, { scope: ["read:user", "repo"] });
  const scope = async (given) => (await exchange({ ...GOOD, scope: given })).credentials.scope;
  assert.deepEqual(await scope(undefined), ["read:user", "repo"]);
  assert.deepEqual(await scope(""), []);
  assert.deepEqual(await scope("gist,read:user"), ["gist", "read:user"]);
  assert.deepEqual(await scope("gist read:user"), ["gist", "read:user"]);
});

test("unknown members stay data, and no name of a member changes a prototype (C-20, T-18)", async (world) => {
  const exchange = await scripted(world);
  const hostile = `{"access_token":"gho_made_up","token_type":"bearer","flavour":{"a":[1]},
    "__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":"x","toJSON":"y","success":false}`;
  const { success, credentials } = await exchange(hostile);
  assert.equal(success, true);
  assert.deepEqual(credentials.raw.flavour, { a: [1] });
  const polluted = await world.page.evaluate(() => [{}.polluted, Object.prototype.polluted, String({})]);
  assert.deepEqual(polluted, [undefined, undefined, "[object Object]"]);
});
