// The token proxy is killed while it exchanges a code, or is down when a token is renewed, and started again: the page gets a typed error
// that says to try again, and the next sign-in works. Owns: the proxy as a process that dies.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startGithub } from "../support/github/index.js";
import { endToEnd } from "./support/harness.js";
import { freshCallback, handle, openLab } from "./support/lab.js";
import { portcullisKeys } from "./support/storage.js";
import { tokenRequests } from "./support/traffic.js";
import { until } from "./support/until.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });
const CLI = fileURLToPath(new URL("../../proxy/cli.js", import.meta.url));

const CLIENT = { clientId: "Ov23liPortcullisKill", clientSecret: "9c1185a5c5e9fc54612808977ee8f548b2258d31" };

/** A stand-in whose secret is known here, for a proxy that is a process of its own. */
async function startOwnGithub({ t, url }) {
  const redirectUri = `${url}/callback`;
  const callbackUrls = [{ url: redirectUri, wildcard: false }];
  const github = await startGithub({
    apps: [{ ...CLIENT, name: "Kill", callbackUrls, expiringTokens: true }],
  });
  t.after(() => github.close());
  return { github, redirectUri };
}

/** Port 0 takes a free one. */
async function startProxy(t, { github, redirectUri }, port = 0) {
  const environment = {
    GITHUB_CLIENT_ID: CLIENT.clientId,
    GITHUB_CLIENT_SECRET: CLIENT.clientSecret,
    GITHUB_TOKEN_URL: `${github.webUrl}/login/oauth/access_token`,
    GITHUB_REDIRECT_URI: redirectUri,
    PORTCULLIS_ALLOW_INSECURE_ORIGINS: "true",
    PORT: String(port),
  };
  const child = spawn(process.execPath, [CLI], { env: environment, stdio: ["ignore", "pipe", "ignore"] });
  t.after(() => child.kill("SIGKILL"));
  for await (const line of createInterface({ input: child.stdout })) {
    const [, address] = /^Portcullis token proxy: (.+)$/.exec(line) ?? [];
    if (address) return { proxyUrl: address, child };
  }
  return assert.fail("the proxy did not start");
}

/** The lab with the process in place of the demo's proxy. `kill` gives what starts it again, at the same address. */
async function openOwn(world) {
  await openLab(world);
  world.allowConsole(/Failed to load resource/);
  const own = await startOwnGithub(world);
  const { proxyUrl, child } = await startProxy(world.t, own);
  const { webUrl, apiUrl } = own.github;
  const authorizationUrl = `${webUrl}/login/oauth/authorize`;
  const changes = { clientId: CLIENT.clientId, proxyUrl, authorizationUrl, apiUrl };
  return {
    github: own.github,
    changes,
    signIn: async () =>
      handle(world.page, await freshCallback({ ...world, github: own.github }, {}, changes), changes),
    async kill() {
      child.kill("SIGKILL");
      await once(child, "close");
      return () => startProxy(world.t, own, Number(new URL(proxyUrl).port));
    },
  };
}

test("killed in the middle of an exchange: a typed error that says to try again, and a new sign-in works", async (world) => {
  const { github, signIn, kill } = await openOwn(world);
  github.switches.token = "slow";
  const finishing = signIn();
  await until(() => tokenRequests(github).length === 1);
  const restart = await kill();

  const { success, error } = await finishing;
  assert.equal(success, false);
  assert.deepEqual([error.name, error.code, error.retryable], ["AuthError", "network_error", true]);
  assert.deepEqual(await portcullisKeys(world.page), []);

  github.switches.token = null;
  await restart();
  assert.equal((await signIn()).success, true);
});

test("down while a token is renewed: the same error, the person stays signed in, and the next renewal works", async (world) => {
  const { changes, signIn, kill } = await openOwn(world);
  assert.equal((await signIn()).success, true);
  const renew = () =>
    world.page.evaluate(async (changed) => {
      try {
        return (await (await lab.auth(changed)).github.refresh()).tokenType;
      } catch ({ code, retryable }) {
        return { code, retryable };
      }
    }, changes);
  const restart = await kill();
  assert.deepEqual(await renew(), { code: "network_error", retryable: true });
  assert.equal((await portcullisKeys(world.page)).length, 1);
  await restart();
  assert.equal(await renew(), "Bearer");
});
