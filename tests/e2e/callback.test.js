// handleRedirect, rule by rule: which callback URLs are believed, and what each refusal leaves behind.
// Owns: callbacks given to the SDK by hand, with a real pending sign-in and a real code behind them.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { freshCallback, handle, openLab, withParameters } from "./support/lab.js";
import { portcullisKeys } from "./support/storage.js";
import { tokenRequests } from "./support/traffic.js";

const test = endToEnd();
const FORGED = "f".repeat(44);

/** Each variant of a good callback is refused with that code, sends nothing and keeps the sign-in alive. */
async function refusesAll(world, code, variantsOf) {
  await openLab(world);
  const callback = await freshCallback(world);
  const pending = await portcullisKeys(world.page);
  for (const [what, variant] of Object.entries(variantsOf(callback))) {
    const result = await handle(world.page, variant);
    assert.equal(result?.error?.code, code, what);
    assert.equal(result.error.name, "AuthError", what);
    assert.deepEqual(await portcullisKeys(world.page), pending, what);
  }
  assert.deepEqual(tokenRequests(world.github), []);
  assert.equal((await handle(world.page, callback)).success, true);
}

test("a wrong, missing or empty state is refused before anything else is believed (C-05, C-07, C-08)", (world) =>
  refusesAll(world, "state_mismatch", (callback) => ({
    wrong: withParameters(callback, { state: FORGED }),
    missing: withParameters(callback, { state: null }),
    empty: withParameters(callback, { state: "" }),
    "cut short": callback.slice(0, -1),
    "a key of ours": withParameters(callback, { state: "../transaction:" }),
    "error and wrong": withParameters(callback, { state: FORGED, error: "access_denied", code: null }),
    "error and missing": withParameters(callback, { state: null, error: "access_denied", code: null }),
    "error and empty": withParameters(callback, { state: "", error: "access_denied", code: null }),
  })));

test("a repeated code, state, iss or error is refused (C-10, T-08)", (world) =>
  refusesAll(world, "invalid_callback", (callback) => ({
    code: `${callback}&code=other`,
    state: `${callback}&state=${FORGED}`,
    "the same state": `${callback}&state=${new URL(callback).searchParams.get("state")}`,
    iss: `${callback}&iss=a&iss=b`,
    error: `${callback}&error=a&error=b`,
    "encoded name": `${callback}&c%6Fde=other`,
  })));

test("at another path, for another app or with another token endpoint: refused (C-47)", async (world) => {
  const { page, url, github } = world;
  await openLab(world);
  const callback = await freshCallback(world);
  const elsewhere = callback.replace(`${url}/callback`, `${url}/callback/plain`);
  const pending = await portcullisKeys(page);
  const codes = {
    "another path": await handle(page, elsewhere),
    "another origin": await handle(page, callback.replace(url, "http://127.0.0.1:1")),
    "another app": await handle(page, callback, { clientId: "Ov23liSomebodyElse" }),
    "another proxy": await handle(page, callback, { proxyUrl: "https://proxy.example" }),
    "another issuer": await handle(page, callback, {
      authorizationUrl: "https://ghes.example/login/oauth/authorize",
    }),
  };
  for (const [what, result] of Object.entries(codes)) {
    assert.equal(result.error?.code, "callback_mismatch", what);
  }
  assert.deepEqual(await portcullisKeys(page), pending);
  assert.deepEqual(tokenRequests(github), []);
  assert.equal((await handle(page, callback)).success, true);
});

test("an unexpected iss is refused, compared to the letter; the right one or none is accepted (C-45, C-46)", async (world) => {
  const issuer = `${world.github.webUrl}/login/oauth`;
  await refusesAll(world, "issuer_mismatch", (callback) => ({
    other: withParameters(callback, { iss: "https://impostor.example/login/oauth" }),
    "slash at the end": withParameters(callback, { iss: `${issuer}/` }),
    "other case": withParameters(callback, { iss: issuer.toUpperCase() }),
    empty: withParameters(callback, { iss: "" }),
  }));
  const callback = withParameters(await freshCallback(world), { iss: issuer });
  assert.equal((await handle(world.page, callback)).success, true);
});

test("code and error together are an error, and the code is not used (C-11)", async (world) => {
  await openLab(world);
  const callback = withParameters(await freshCallback(world), { error: "temporarily_unavailable" });
  const { error } = await handle(world.page, callback);
  assert.deepEqual([error.name, error.code], ["OAuthError", "authorization_failed"]);
  assert.equal(error.error, "temporarily_unavailable");
  assert.deepEqual(tokenRequests(world.github), []);
  assert.deepEqual(await portcullisKeys(world.page), []);
});

test("a fragment is never read as a response (C-12)", async (world) => {
  const { page, url, github } = world;
  await openLab(world);
  const callback = await freshCallback(world);
  for (const fragment of [new URL(callback).search.slice(1), "access_token=stolen&token_type=bearer"]) {
    await page.goto(`${url}/callback#${fragment}`);
    assert.equal(await handle(page), null);
    assert.equal(page.url(), `${url}/callback#${fragment}`);
  }
  assert.deepEqual(tokenRequests(github), []);
});

test("the error's texts are data: cut, without control characters, a link only if http(s) (C-06)", async (world) => {
  const { page } = world;
  await openLab(world);
  const errorOf = async (changes) => {
    const callback = withParameters(await freshCallback(world), {
      code: null,
      error: "server_error",
      ...changes,
    });
    return (await handle(page, callback)).error;
  };
  const long = await errorOf({ error_description: `a\u0000\u001b[31m\nb${"x".repeat(600)}` });
  assert.equal(long.errorDescription, `a[31mb${"x".repeat(600)}`.slice(0, 500));
  assert.equal(
    (await errorOf({ error_uri: "https://docs.example/why" })).errorUri,
    "https://docs.example/why",
  );
  for (const link of ["javascript:alert(1)", "data:text/html,x", "/relative", "https://"]) {
    assert.equal((await errorOf({ error_uri: link })).errorUri, undefined, link);
  }
});

test("unknown parameters are ignored and stay in the address bar; ours are gone at once (C-04, C-63)", async (world) => {
  const { page, url } = world;
  await openLab(world);
  const callback = await freshCallback(world);
  await page.goto(`${callback}&installation_id=42&setup_action=install&a=%20b#part`);
  const { atOnce, result } = await page.evaluate(async () => {
    const auth = await lab.auth();
    history.replaceState({ ours: 1 }, "");
    const promise = auth.handleRedirect();
    const seen = { href: location.href, state: history.state };
    return { atOnce: seen, result: lab.plain(await promise) };
  });
  assert.equal(atOnce.href, `${url}/callback?installation_id=42&setup_action=install&a=%20b#part`);
  assert.deepEqual(atOnce.state, { ours: 1 });
  assert.equal(result.success, true);
});

test("a refused callback is removed from the address bar too (C-63, T-03)", async (world) => {
  const { page, url } = world;
  await openLab(world);
  const all = `code=stolen&state=${FORGED}&iss=a&error=b&error_description=c&error_uri=d`;
  await page.goto(`${url}/callback?x=1&${all}&y=2`);
  assert.equal((await handle(page)).success, false);
  assert.equal(page.url(), `${url}/callback?x=1&y=2`);
});

test("handled many times at once: one token request, and everybody gets the same result (C-09)", async (world) => {
  const { page, github } = world;
  await openLab(world);
  const callback = await freshCallback(world);
  await page.goto(callback);
  const { same, success, another } = await page.evaluate(async (address) => {
    const [auth, otherManager] = [await lab.auth(), await lab.auth()];
    const promises = [auth.handleRedirect(), auth.handleRedirect(), auth.handleRedirect(address)];
    const foreign = otherManager.handleRedirect(address);
    const results = await Promise.all(promises);
    results.push(await auth.handleRedirect(address));
    return {
      same: results.every((result) => result === results[0]),
      success: results[0].success,
      another: lab.plain(await foreign),
    };
  }, callback);
  assert.deepEqual({ same, success }, { same: true, success: true });
  assert.equal(another.error.code, "state_mismatch");
  assert.equal(tokenRequests(github).length, 1);
});

test("exchange by hand is single use as well (C-09)", async (world) => {
  const { page, github } = world;
  await openLab(world);
  const callback = await freshCallback(world);
  const outcomes = await page.evaluate(async (address) => {
    const { oauth2 } = (await lab.auth()).github;
    const { searchParams } = new URL(address);
    const pair = { code: searchParams.get("code"), state: searchParams.get("state") };
    const attempts = [{ url: address }, { url: address }, pair].map((given) =>
      lab.outcome(() => oauth2.exchange(given)),
    );
    return (await Promise.all(attempts)).map(({ error }) => error?.code ?? "credentials");
  }, callback);
  assert.deepEqual(outcomes, ["credentials", "state_mismatch", "state_mismatch"]);
  assert.equal(tokenRequests(github).length, 1);
});

test("after ten minutes a transaction is over, and one from the future is too (T-13)", async (world) => {
  const { page, github } = world;
  await openLab(world);
  for (const minutes of [11, -11]) {
    const callback = await freshCallback(world);
    await page.clock.setSystemTime(Date.now() + minutes * 60_000);
    assert.equal((await handle(page, callback)).error.code, "transaction_expired", `${minutes} minutes`);
    assert.deepEqual(await portcullisKeys(page), []);
    await page.clock.setSystemTime(Date.now());
  }
  assert.deepEqual(tokenRequests(github), []);
  const inTime = await freshCallback(world);
  await page.clock.setSystemTime(Date.now() + 9 * 60_000);
  assert.equal((await handle(page, inTime)).success, true);
});

test("a stored transaction without a verifier, or with a short one, is refused (C-32)", async (world) => {
  const { page, github } = world;
  await openLab(world);
  for (const verifier of [undefined, null, "", "too-short", 7]) {
    const callback = await freshCallback(world);
    await page.evaluate((given) => {
      const [key] = Object.keys(sessionStorage);
      const stored = JSON.parse(sessionStorage.getItem(key));
      if (!stored.verifier) throw new Error("the stored form has changed: this test edits nothing");
      sessionStorage.setItem(key, JSON.stringify({ ...stored, verifier: given }));
    }, verifier);
    assert.equal((await handle(page, callback)).error.code, "state_mismatch", String(verifier));
    assert.deepEqual(await portcullisKeys(page), []);
  }
  assert.deepEqual(tokenRequests(github), []);
});

test("malformed and monstrous callbacks are refused, and the page goes on (T-09)", async (world) => {
  const { page, url, github } = world;
  await openLab(world);
  const callback = await freshCallback(world);
  const queries = [
    "code=%E0%A4%A&state=%",
    "code=%ff%fe&state=%00",
    "code&state",
    "&&=&code=",
    `code=${"x".repeat(1_000_000)}`,
  ];
  for (const query of queries) {
    const { success } = await handle(page, `${url}/callback?${query}`);
    assert.equal(success, false, query.slice(0, 40));
  }
  assert.equal((await handle(page, `${url}/callback?code=\ud800&state=\udfff`)).success, false);
  for (const text of ["", "not a url", "javascript:alert(1)", `${url}/callback`, `${url}/callback?state=a`]) {
    assert.equal(await handle(page, text), null, text);
  }
  assert.deepEqual(tokenRequests(github), []);
  assert.equal((await handle(page, callback)).success, true);
});
