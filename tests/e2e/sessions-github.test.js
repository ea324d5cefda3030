// GitHub's API through a session: its small client, Octokit, and a personal access token in place of a sign-in.
// Owns: that they work with the stand-in. What the client makes of each answer is in tests/modules.

import assert from "node:assert/strict";
import { build } from "esbuild";
import { openBoth } from "./support/acme.js";
import { endToEnd } from "./support/harness.js";
import { portcullisKeys } from "./support/storage.js";
import { apiRequests, bearers, tokenRequests } from "./support/traffic.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

test("session.github: a request with parameters, and the items of all pages (I42)", async (world) => {
  const { page, github } = world;
  await openBoth(world, { signedIn: ["github"] });
  const seen = await page.evaluate(async () => {
    const { github } = await auth.session();
    const { status, data, rateLimit } = await github.request("GET /user");
    const names = [];
    for await (const { name } of github.paginate("/user/repos", { per_page: 3 })) names.push(name);
    const { error } = await lab.outcome(() =>
      github.request("GET /users/{who}", { who: "../user", page: 2 }),
    );
    return { status, login: data.login, limit: rateLimit.limit, names, code: error.code };
  });
  assert.deepEqual(seen, {
    status: 200,
    login: "ada-brook",
    limit: 5000,
    names: ["tide-table", "sluice", "slow-trains", "dotfiles"],
    code: "api_error",
  });
  assert.equal(apiRequests(github, "/user/repos").length, 2);
  const { path, query } = github.log.at(-1);
  assert.deepEqual([path, query], ["/users/..%2Fuser", "page=2"], "T-25");
});

test("session.github: rate limits and single sign-on are errors of their own, and renew nothing (I42, C-27)", async (world) => {
  const { page, github } = world;
  await openBoth(world, { signedIn: ["github"] });
  const ask = () =>
    page.evaluate(async () => {
      const { github } = await auth.session();
      const { code, status, retryable, retryAfter } = await github
        .request("/user/repos")
        .catch((error) => error);
      return { code, status, retryable, waits: retryAfter > 0 };
    });
  const limited = (status, waits) => ({ code: "rate_limited", status, retryable: true, waits });
  for (const [switches, expected] of [
    [{ rateLimit: "secondaryRetryAfter" }, limited(429, true)],
    [{ rateLimit: "secondary" }, limited(403, false)],
    [
      { rateLimit: null, sso: true },
      { code: "sso_required", status: 403, retryable: false, waits: false },
    ],
    [{ rateLimit: "primary", sso: false }, limited(403, true)],
  ]) {
    Object.assign(github.switches, switches);
    assert.deepEqual(await ask(), expected, JSON.stringify(switches));
  }
  assert.equal(tokenRequests(github).length, 1);
});

test("Octokit through a session: its token, and a renewal on 401 that Octokit does not notice (C-27)", async (world) => {
  const { page, github } = world;
  const acme = await openBoth(world, { signedIn: ["github"] });
  const contents =
    'export { Octokit } from "@octokit/core"; export { authStrategy } from "./dist/octokit.js";';
  const resolveDir = new URL("../..", import.meta.url).pathname;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    write: false,
    globalName: "octo",
  });
  await page.addScriptTag({ content: outputFiles[0].text });
  const before = await page.evaluate(async (baseUrl) => {
    const { Octokit, authStrategy } = octo;
    window.session = await auth.session();
    window.octokit = new Octokit({ authStrategy, auth: session, baseUrl });
    return session.credentials("github").accessToken;
  }, github.apiUrl);
  const login = () => page.evaluate(async () => (await octokit.request("GET /user")).data.login);
  assert.equal(await login(), "ada-brook");
  github.expireAccessTokens();
  assert.equal(await login(), "ada-brook");
  const after = await page.evaluate(() => session.credentials("github").accessToken);
  assert.deepEqual(
    bearers(apiRequests(github, "/user")).slice(-3),
    [before, before, after].map((token) => `Bearer ${token}`),
  );
  assert.equal(tokenRequests(github).filter(({ form }) => form.grant_type === "refresh_token").length, 1);
  const foreign = await page.evaluate(
    (address) => octokit.request(`GET ${address}`).catch(({ cause }) => cause.code),
    acme.echo,
  );
  assert.equal(foreign, "origin_not_allowed");
  assert.deepEqual(acme.seen("/api/echo"), []);
});

test("a personal access token: no sign-in, nothing stored; its 401 is returned, its renewal refused (I28)", async (world) => {
  const { page, github } = world;
  await openBoth(world, { signedIn: ["github"] });
  const token = await page.evaluate(async () => (await auth.session()).credentials("github").accessToken);
  await page.evaluate(() => auth.signOut());
  const seen = await page.evaluate(
    async ([apiUrl, good]) => {
      const { createAuth } = await lab.sdk();
      const outcome = async (token) => {
        const personal = createAuth({ github: { token, apiUrl } });
        const session = await personal.session();
        const { status } = await session.fetch(`${apiUrl}/user`);
        const { error } = await lab.outcome(() => session.refresh());
        const { isAuthenticated, subject, expiresAt } = personal.getSnapshot();
        return [status, error.code, isAuthenticated, subject, expiresAt];
      };
      return [await outcome(good), await outcome("ghp_wrong")];
    },
    [github.apiUrl, token],
  );
  assert.deepEqual(seen, [
    [200, "refresh_not_supported", true, "default", null],
    [401, "refresh_not_supported", true, "default", null],
  ]);
  assert.deepEqual(await portcullisKeys(page), []);
  assert.equal(tokenRequests(github).length, 1, "the sign-in of before");
});
