// The proxy keeps refresh tokens in sealed cookies (P-20, RFC 10017): the page works as ever, and no refresh token is
// anywhere in it. Owns: what the page can reach, and renewals, tabs and sign-outs in this mode.

import assert from "node:assert/strict";
import { signIn } from "./support/demo.js";
import { endToEnd } from "./support/harness.js";
import { freshCallback, openLab, signInAtLab } from "./support/lab.js";
import { json, serve } from "./support/servers.js";
import { portcullisKeys } from "./support/storage.js";
import { tokenRequests } from "./support/traffic.js";
import { until } from "./support/until.js";

const test = endToEnd({ contextOptions: { bypassCSP: true }, refreshToken: "sealed-cookie" });
const RESOURCE = /Failed to load resource/;

const cookiesOf = async (context) =>
  (await context.cookies()).filter(({ name }) => name.startsWith("__Host-portcullis-github-"));
const refreshes = (github) =>
  tokenRequests(github).filter(({ form }) => form.grant_type === "refresh_token").length;

/** Keeps WebAssembly's memory in reach: a script in the page can get hold of it, too. */
const keepMemories = (context) =>
  context.addInitScript(() => {
    window.memories = [];
    WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
      construct(Real, given) {
        const instance = new Real(...given);
        memories.push(...Object.values(instance.exports).filter((one) => one instanceof WebAssembly.Memory));
        return instance;
      },
    });
  });

/** Everything that the page could read: what it stores, what it was sent, and every text in its memory. */
async function texts(page, bodies) {
  const stored = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const ours = memories.map(({ buffer }) => new TextDecoder("latin1").decode(buffer));
    return JSON.stringify([
      { ...sessionStorage },
      { ...localStorage },
      databases,
      document.cookie,
      name,
      ours,
    ]);
  });
  const session = await page.context().newCDPSession(page);
  const chunks = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  return { stored, heap: chunks.join(""), sent: bodies.join("\n") };
}

/** The bodies of requests and answers of the page, but not those of the proxy with the provider. */
function watchBodies(context) {
  const bodies = [];
  context.on("request", (request) => bodies.push(request.postData() ?? ""));
  context.on("response", async (response) => bodies.push(await response.text().catch(() => "")));
  return bodies;
}

const start = (page) =>
  page.evaluate(async () => {
    window.auth = await lab.auth();
    window.session = await auth.session();
  });
const callGithub = (page) => page.evaluate(async () => (await session.github.getAuthenticatedUser()).login);

test("after sign-in and after a refresh no refresh token is anywhere in the page (P-20, T-45)", async (world) => {
  const { page, context, github } = world;
  const bodies = watchBodies(context);
  await keepMemories(context);
  await signIn(page, world.url);
  await page.getByText("Yes, by a cookie that no script can read").waitFor();
  const [before] = await cookiesOf(context);
  await page.getByRole("button", { name: "Refresh now" }).click();
  await page.getByText("The token was renewed.").waitFor({ state: "attached" });
  assert.equal(refreshes(github), 1);
  const [cookie, ...more] = await cookiesOf(context);
  assert.deepEqual(more, []);
  assert.equal(cookie.name, before.name, "the handle stays");
  assert.notEqual(cookie.value, before.value, "the refresh token is a new one");
  const { httpOnly, secure, sameSite, path } = cookie;
  assert.deepEqual(
    { httpOnly, secure, sameSite, path },
    { httpOnly: true, secure: true, sameSite: "Strict", path: "/" },
  );

  for (const [place, text] of Object.entries(await texts(page, bodies))) {
    // The witness: a token of the page's own is found in the same way, in each of the places.
    assert.match(text, /gho_\w{16}/, place);
    assert.match(text, /cookie\.[\w-]{22}/, place);
    assert.doesNotMatch(text, /ghr_\w/, place);
  }
});

test("a renewal by a 401, and the session after a reload", async (world) => {
  const { page, github, allowConsole } = world;
  allowConsole(RESOURCE);
  await signInAtLab(world);
  await start(page);
  for (const round of [1, 2, 3]) {
    github.expireAccessTokens();
    assert.equal(await callGithub(page), "ada-brook");
    assert.equal(refreshes(github), round);
  }
  await page.reload();
  await start(page);
  github.expireAccessTokens();
  assert.equal(await callGithub(page), "ada-brook");
});

test("a duplicated tab that slept renews by the same cookie: nobody is signed out (C-70, T-16)", async (world) => {
  const { page, context, github, allowConsole } = world;
  allowConsole(RESOURCE);
  await signInAtLab(world);
  const [other] = await Promise.all([
    context.waitForEvent("page"),
    page.evaluate(() => void window.open(location.href)),
  ]);
  await other.waitForLoadState();
  await start(page);
  for (const _ of [1, 2]) {
    github.expireAccessTokens();
    assert.equal(await callGithub(page), "ada-brook");
  }
  // The first tab is gone: nobody can tell the other what its refresh token became.
  await page.close();
  github.expireAccessTokens();
  await start(other);
  assert.equal(await callGithub(other), "ada-brook");
  assert.equal((await cookiesOf(context)).length, 1);
});

test("two tabs that are both awake renew once each time", async (world) => {
  const { page, context, github, allowConsole } = world;
  allowConsole(RESOURCE);
  await signInAtLab(world);
  const [other] = await Promise.all([
    context.waitForEvent("page"),
    page.evaluate(() => void window.open(location.href)),
  ]);
  await other.waitForLoadState();
  await Promise.all([page, other].map(start));
  for (const round of [1, 2, 3, 4, 5]) {
    github.expireAccessTokens();
    assert.deepEqual(await Promise.all([page, other].map(callGithub)), ["ada-brook", "ada-brook"]);
    assert.equal(refreshes(github), round);
  }
});

test("signing out ends the cookie, with and without revoking", async (world) => {
  const { page, context, github } = world;
  for (const revoke of [false, true]) {
    await signInAtLab(world);
    assert.equal((await cookiesOf(context)).length, 1);
    const result = await page.evaluate(
      async (given) => (await lab.auth()).signOut({ revoke: given }),
      revoke,
    );
    assert.deepEqual(result, { revoked: revoke });
    assert.deepEqual(await cookiesOf(context), []);
    assert.deepEqual(await portcullisKeys(page), []);
  }
  assert.equal(github.log.filter(({ method }) => method === "DELETE").length, 1);
});

test("without its cookie a sign-in ends as refresh_rejected, and a new one works", async (world) => {
  const { page, context, github, allowConsole } = world;
  allowConsole(RESOURCE);
  await signInAtLab(world);
  await start(page);
  await context.clearCookies();
  github.expireAccessTokens();
  const code = await page.evaluate(() => session.github.getAuthenticatedUser().catch((error) => error.code));
  assert.equal(code, "refresh_rejected");
  assert.deepEqual(await portcullisKeys(page), []);
  assert.equal((await signInAtLab(world)).success, true);
});

test("a page that does not know of the cookies is told so by the proxy, and nothing is stored", async (world) => {
  world.allowConsole(RESOURCE);
  await openLab(world);
  const { success, error } = await signInAtLab(world, { sealedCookie: false });
  assert.equal(success, false);
  assert.equal(error.status, 403);
  assert.match(error.errorDescription, /X-Requested-With/);
  assert.deepEqual(await portcullisKeys(world.page), []);
});

test("signing out while a token is renewed: the late answer leaves no cookie", async (world) => {
  const { page, context, github, allowConsole } = world;
  allowConsole(RESOURCE);
  await signInAtLab(world);
  await start(page);
  github.switches.token = "slow";
  const renewing = page.evaluate(() => session.refresh().catch(({ code }) => code));
  await until(() => refreshes(github) === 1);
  await page.evaluate(() => auth.signOut());
  assert.deepEqual(await cookiesOf(context), []);
  github.switches.token = null;
  assert.equal(await renewing, "not_signed_in");
  assert.deepEqual(await cookiesOf(context), []);
});

test("signing out in one tab ends the cookies of the others", async (world) => {
  const { page, context } = world;
  await signInAtLab(world);
  const other = await context.newPage();
  await signInAtLab({ ...world, page: other });
  await Promise.all([page, other].map(start));
  assert.equal((await cookiesOf(context)).length, 2);
  await page.evaluate(() => auth.signOut());
  await until(async () => (await cookiesOf(context)).length === 0);
  assert.deepEqual(await portcullisKeys(other), []);
});

test("a sign-in that is given up after its exchange leaves no cookie", async (world) => {
  const { page, context, github, allowConsole } = world;
  allowConsole(RESOURCE);
  await openLab(world);
  const callback = await freshCallback(world);
  github.switches.token = "slow";
  const finishing = page.evaluate(async (address) => {
    window.auth = await lab.auth();
    return (await auth.handleRedirect(address)).error.code;
  }, callback);
  await until(() => tokenRequests(github).length === 1);
  await page.evaluate(() => auth.signOut());
  github.switches.token = null;
  assert.equal(await finishing, "not_signed_in");
  assert.deepEqual(await cookiesOf(context), []);
  assert.deepEqual(await portcullisKeys(page), []);
});

test("a proxy that does not seal after all: a ConfigError, and its refresh token is not kept", async (world) => {
  const proxy = await serve(world.t, () => ({
    ...json({ access_token: "gho_given", token_type: "bearer", refresh_token: "ghr_given" }),
    headers: {
      "Access-Control-Allow-Origin": world.url,
      "Access-Control-Allow-Credentials": "true",
      "Access-Control-Allow-Headers": "Content-Type, X-Requested-With",
    },
  }));
  const { success, error } = await signInAtLab(world, { proxyUrl: proxy.url });
  assert.equal(success, false);
  assert.deepEqual([error.name, error.code, error.field], ["ConfigError", "invalid_option", "sealedCookie"]);
  assert.deepEqual(await portcullisKeys(world.page), []);
});
