// Sessions over time: when a token is renewed, how often, what is stored then, and what ends a session.
// Owns: session.fetch with GitHub's stand-in. Where a token may go is in session-fetch.test.js.

import assert from "node:assert/strict";
import { demoState, shownProblem, signIn } from "./support/demo.js";
import { endToEnd } from "./support/harness.js";
import { approve, freshCallback, handle, signInAtLab } from "./support/lab.js";
import { deadAddress } from "./support/servers.js";
import { portcullisKeys, storedTokens } from "./support/storage.js";
import { apiRequests, form, requestsTo, tokenRequests } from "./support/traffic.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });
const RESOURCE = /Failed to load resource/;
const NINE_HOURS = 9 * 3_600_000;

/** That many calls at once; each gives its status, or the code of its error. */
const fetchRepositories = ({ page, github }, times = 1, changes = {}) =>
  page.evaluate(
    async ([address, count, changed]) => {
      const session = await (await lab.auth(changed)).session();
      const call = () =>
        session.fetch(address).then(
          ({ status }) => status,
          ({ code, message }) => code ?? message,
        );
      return Promise.all(Array.from({ length: count }, call));
    },
    [`${github.apiUrl}/user/repos`, times, changes],
  );

/** What the session has now; it is what is stored, see storedTokens. */
async function credentialsNow(page) {
  const { accessToken, refreshToken, expiresAt } = await page.evaluate(async () => {
    const session = await (await lab.auth()).session();
    return lab.credentials(session.credentials());
  });
  assert.deepEqual(await storedTokens(page), { accessToken, refreshToken });
  return { accessToken, refreshToken, expiresAt };
}

const refreshRequests = (github) =>
  tokenRequests(github).filter(({ form }) => form.grant_type === "refresh_token");

/** The token is over for both sides: the page's clock and the stand-in. */
async function letTokenExpire({ page, github }) {
  await page.clock.setSystemTime(Date.now() + NINE_HOURS);
  github.expireAccessTokens();
}

test("after expiry five calls at once refresh once; the rotated refresh token is stored (C-21)", async (world) => {
  const { page, proxyUrl, github, requests } = world;
  await signInAtLab(world);
  const before = await credentialsNow(page);
  await letTokenExpire(world);
  assert.deepEqual(await fetchRepositories(world, 5), [200, 200, 200, 200, 200]);

  const [refresh, ...others] = refreshRequests(github);
  assert.deepEqual(others, []);
  assert.equal(refresh.form.refresh_token, before.refreshToken);
  const sent = form(requestsTo(requests, proxyUrl).at(-1).postData());
  assert.deepEqual(Object.keys(sent).sort(), ["client_id", "grant_type", "refresh_token"]);

  const after = await credentialsNow(page);
  assert.match(after.accessToken, /^gho_/);
  assert.match(after.refreshToken, /^ghr_/);
  assert.notEqual(after.accessToken, before.accessToken);
  assert.notEqual(after.refreshToken, before.refreshToken);
  assert.ok(after.expiresAt > before.expiresAt);
  const tokens = apiRequests(github, "/user/repos").map(({ headers }) => headers.authorization);
  assert.deepEqual(tokens, Array(5).fill(`Bearer ${after.accessToken}`));
  assert.equal((await portcullisKeys(page)).length, 1);
});

test("a token that GitHub rejects: five calls refresh once, and each is repeated once (C-27)", async (world) => {
  const { page, github, allowConsole } = world;
  allowConsole(RESOURCE);
  await signInAtLab(world);
  const before = await credentialsNow(page);
  github.expireAccessTokens();
  assert.deepEqual(await fetchRepositories(world, 5), [200, 200, 200, 200, 200]);
  assert.equal(refreshRequests(github).length, 1);
  const after = await credentialsNow(page);
  const tokens = apiRequests(github, "/user/repos").map(({ headers }) => headers.authorization);
  const count = (token) => tokens.filter((sent) => sent === `Bearer ${token}`).length;
  assert.equal(count(after.accessToken), 5);
  assert.ok(count(before.accessToken) >= 1 && count(before.accessToken) <= 5);
});

test("a token is renewed before its end, and a fresh one is left alone", async (world) => {
  const { page, github } = world;
  await signInAtLab(world);
  const { expiresAt: end } = await credentialsNow(page);
  await page.clock.setSystemTime((end - 120) * 1000);
  assert.deepEqual(await fetchRepositories(world), [200]);
  assert.equal(refreshRequests(github).length, 0);
  await page.clock.setSystemTime((end - 30) * 1000);
  assert.deepEqual(await fetchRepositories(world), [200]);
  assert.equal(refreshRequests(github).length, 1);
});

test("the rotated refresh token is used the next time, across a reload (C-21)", async (world) => {
  const { page, github } = world;
  await signInAtLab(world);
  for (const round of [1, 2, 3]) {
    const { refreshToken: current, expiresAt: end } = await credentialsNow(page);
    await page.reload();
    await page.clock.setSystemTime(end * 1000);
    assert.deepEqual(await fetchRepositories(world), [200]);
    assert.equal(refreshRequests(github).length, round);
    assert.equal(refreshRequests(github).at(-1).form.refresh_token, current);
  }
});

test("a refused refresh token signs out, once, with words on the page", async (world) => {
  const { page, url, github, allowConsole } = world;
  allowConsole(RESOURCE);
  await signIn(page, url);
  // The stand-in forgets everything it issued: as after "revoke" in GitHub's settings.
  github.reset();
  await page.getByRole("button", { name: "List my repositories" }).click();
  const { code, title } = await shownProblem(page);
  assert.equal(code, "refresh_rejected");
  assert.equal(title, "Your sign-in has ended");
  await demoState(page, "signed-out");
  assert.deepEqual(await portcullisKeys(page), []);
  assert.equal(refreshRequests(github).length, 1);
});

test("a network failure or a failing server keeps the session; later it goes on (C-14)", async (world) => {
  const { page, github, allowConsole } = world;
  allowConsole(RESOURCE);
  await signInAtLab(world);
  const before = await credentialsNow(page);
  await letTokenExpire(world);
  assert.deepEqual(
    await fetchRepositories(world, 2, { proxyUrl: await deadAddress() }),
    Array(2).fill("network_error"),
  );
  github.switches.token = "html502";
  assert.deepEqual(await fetchRepositories(world, 2), ["server_error", "server_error"]);
  assert.deepEqual(await credentialsNow(page), before);
  github.switches.token = null;
  assert.deepEqual(await fetchRepositories(world), [200]);
});

test("a sign-out during a refresh wins: nothing is written back, nothing is sent", async (world) => {
  const { page, github } = world;
  await signInAtLab(world);
  await letTokenExpire(world);
  github.switches.token = "slow";
  const reached = page.waitForRequest((request) => request.postData()?.includes("refresh_token") ?? false);
  const outcome = page.evaluate(async (address) => {
    const auth = await lab.auth();
    const session = await auth.session();
    window.signOut = () => auth.signOut();
    return lab.outcome(() => session.fetch(address));
  }, `${github.apiUrl}/user/repos`);
  await reached;
  await page.evaluate(() => window.signOut());
  assert.deepEqual(await portcullisKeys(page), []);
  github.switches.token = null;
  assert.equal((await outcome).error.code, "not_signed_in");
  assert.deepEqual(await portcullisKeys(page), []);
  assert.deepEqual(apiRequests(github, "/user/repos"), []);
});

test("without a refresh token: an expired one says so, a rejected one gives the API's own 401", async (world) => {
  const { page, github, allowConsole } = world;
  allowConsole(RESOURCE);
  await signInAtLab(world);
  await page.evaluate(() => {
    const [[key, text]] = Object.entries(sessionStorage);
    sessionStorage.setItem(key, text.replace(/"refresh_token":"\w+",?/, ""));
  });
  assert.equal((await credentialsNow(page)).refreshToken, null);
  github.expireAccessTokens();
  assert.deepEqual(await fetchRepositories(world), [401]);
  await letTokenExpire(world);
  assert.deepEqual(await fetchRepositories(world), ["no_refresh_token"]);
  assert.deepEqual(refreshRequests(github), []);
});

test("refresh by hand: a stored subject is updated, a refresh token of the caller's stores nothing (C-21)", async (world) => {
  const { page, github } = world;
  const { credentials } = await signInAtLab(world);
  const renew = (options) =>
    page.evaluate(async (given) => {
      const { oauth2 } = (await lab.auth()).github;
      const { accessToken, refreshToken } = await oauth2.refresh(given);
      return { accessToken, refreshToken };
    }, options);
  const renewed = await renew({ subject: "7310452" });
  const stored = await storedTokens(page);
  assert.notEqual(renewed.accessToken, credentials.accessToken);
  assert.deepEqual(renewed, stored);
  const apart = await renew({ refreshToken: renewed.refreshToken });
  assert.notEqual(apart.accessToken, renewed.accessToken);
  assert.deepEqual(await storedTokens(page), stored);
  assert.equal(refreshRequests(github).length, 2);
});

test("with two people, the session is of who signed in last, also after the other one's refresh", async (world) => {
  const { page, github } = world;
  await signInAtLab(world);
  // Seconds are what the clock counts in.
  await page.clock.setSystemTime(Date.now() + 60_000);
  github.switches.user = "jun-okafor";
  const jun = await handle(page, await freshCallback(world));
  const subjects = (subject) =>
    page.evaluate(async (wanted) => {
      const auth = await lab.auth();
      return [(await auth.session()).subject, (await auth.session({ subject: wanted })).subject];
    }, subject);
  assert.deepEqual(await subjects("7310452"), [jun.subject, "7310452"], "after signing in");
  await page.clock.setSystemTime(Date.now() + 120_000);
  await page.evaluate(async () => (await lab.auth()).github.oauth2.refresh({ subject: "7310452" }));
  assert.deepEqual(await subjects("7310452"), [jun.subject, "7310452"], "after the refresh");
});

test("sign out forgets pending sign-ins too: their callbacks are refused", async (world) => {
  const { page, github } = world;
  await signInAtLab(world);
  const pending = await freshCallback(world);
  await page.evaluate(async () => (await lab.auth()).signOut());
  assert.deepEqual(await portcullisKeys(page), []);
  assert.equal((await handle(page, pending)).error.code, "state_mismatch");
  assert.equal(tokenRequests(github).length, 1);
  const { authorizationUrl } = await page.evaluate(async () =>
    (await lab.auth()).github.oauth2.authorize({}),
  );
  assert.equal((await handle(page, await approve(github, authorizationUrl))).success, true);
});
