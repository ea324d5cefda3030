// Small promises of sessions, flows and records that no longer story tells: minimum validity, a flow's own scope, the
// issuer of a record, one token's revocation. Owns: those four.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { openLab, signInAtLab } from "./support/lab.js";
import { portcullisKeys, storedTokens } from "./support/storage.js";
import { apiRequests, tokenRequests } from "./support/traffic.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

const refreshes = (github) =>
  tokenRequests(github).filter(({ form }) => form.grant_type === "refresh_token").length;

test("accessToken({ minValidity }): a token that ends sooner is renewed, one that lasts is given as it is (P22)", async (world) => {
  const { page, github } = world;
  github.switches.tokenLifetime = 3600;
  await signInAtLab(world);
  const { accessToken } = await storedTokens(page);
  const ask = (minValidity) =>
    page.evaluate(async (seconds) => {
      const session = await (await lab.auth()).session({ autoRefresh: true });
      const token = await session.accessToken({ minValidity: seconds });
      session.close();
      return token;
    }, minValidity);
  assert.equal(await ask(600), accessToken);
  assert.equal(refreshes(github), 0);
  await page.clock.setSystemTime(Date.now() + 3_100_000);
  const renewed = await ask(600);
  assert.notEqual(renewed, accessToken);
  assert.equal(refreshes(github), 1);
});

test("a flow's `defaultScope` is asked for when a sign-in names none (I26)", async (world) => {
  const { page } = world;
  await openLab(world);
  const scopes = await page.evaluate(async () => {
    const { OAuth2Flow } = await import("/portcullis/index.js");
    const auth = await lab.auth({ scope: "user:email" });
    auth.github.defineFlow(
      "narrow",
      ({ appCredentials }) => new OAuth2Flow(appCredentials, { defaultScope: ["gist", "read:user"] }),
    );
    const scopeOf = ({ authorizationUrl }) => new URL(authorizationUrl).searchParams.get("scope");
    const { narrow, oauth2 } = auth.github;
    return [narrow.authorize(), narrow.authorize({ scope: "repo" }), oauth2.authorize()].map(scopeOf);
  });
  assert.deepEqual(scopes, ["gist read:user", "repo", "user:email"]);
});

test("a record of another issuer is nobody's: its token does not go to the new API (T-17, P18)", async (world) => {
  const { page, github } = world;
  await signInAtLab(world);
  assert.equal((await portcullisKeys(page)).length, 1);
  const before = apiRequests(github, "/user").length;
  const outcome = await page.evaluate(() =>
    lab.outcome(async () => {
      const auth = await lab.auth({ authorizationUrl: "https://github.other.example/login/oauth/authorize" });
      return (await auth.session()).subject;
    }),
  );
  assert.equal(outcome.error.code, "not_signed_in");
  assert.deepEqual(await portcullisKeys(page), []);
  assert.equal(apiRequests(github, "/user").length, before);
});

test("flow.revoke({ token }): that token is dead at the API, the page keeps what it has (P26)", async (world) => {
  const { page, github, allowConsole } = world;
  allowConsole(/Failed to load resource/);
  await signInAtLab(world);
  const { accessToken } = await storedTokens(page);
  const isRevoked = await page.evaluate(
    async (token) => (await lab.auth()).github.oauth2.revoke({ token }),
    accessToken,
  );
  assert.equal(isRevoked, true);
  const { status } = await fetch(`${github.apiUrl}/user`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  assert.equal(status, 401);
  assert.equal((await portcullisKeys(page)).length, 1);
});
