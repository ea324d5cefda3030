// Faults of the token endpoint, the switches object itself, reset and close.
// Must not test what happens when nothing is wrong.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { startGithub } from "../index.js";
import { DEFAULT_SWITCHES } from "../switches.js";
import {
  api,
  app,
  client,
  exchange,
  freshCode,
  get,
  postToken,
  refresh,
  signIn,
  start,
  VERIFIER,
} from "./support.js";

const attempt = (github, code) => postToken(github, { ...client, code, code_verifier: VERIFIER });

test("fault html502: GitHub's HTML page, nothing processed", async (t) => {
  const github = await start(t);
  const code = await freshCode(github);
  github.switches.token = "html502";
  const response = await attempt(github, code);
  assert.equal(response.status, 502);
  assert.match(response.headers.get("content-type"), /^text\/html/);
  assert.match(await response.text(), /Unicorn!/);
  github.switches.token = null;
  assert.ok((await exchange(github, code)).access_token);
});

test("fault resetBefore: the connection breaks, the code is still good", async (t) => {
  const github = await start(t);
  const code = await freshCode(github);
  github.switches.token = "resetBefore";
  await assert.rejects(attempt(github, code));
  github.switches.token = null;
  assert.ok((await exchange(github, code)).access_token);
});

test("fault resetAfter: the connection breaks, the refresh token is used up", async (t) => {
  const github = await start(t);
  const { refresh_token } = await signIn(github);
  github.switches.token = "resetAfter";
  await assert.rejects(refresh(github, refresh_token));
  github.switches.token = null;
  assert.equal((await refresh(github, refresh_token)).error, "bad_refresh_token");
});

test("fault truncated: half a body, and the promised length is missed", async (t) => {
  const github = await start(t);
  github.switches.token = "truncated";
  const response = await attempt(github, await freshCode(github));
  assert.equal(response.status, 200);
  await assert.rejects(response.text());
});

test("fault slow: the answer is held until the switch is set again", async (t) => {
  const github = await start(t);
  const code = await freshCode(github);
  github.switches.token = "slow";
  let answered = false;
  const pending = attempt(github, code).finally(() => {
    answered = true;
  });
  while (!github.log.some(({ path }) => path.endsWith("/access_token"))) await get(github.apiUrl);
  // Others are answered meanwhile: one round trip more than the token request needed to get in.
  for (let trips = 0; trips < 3; trips += 1) await get(`${github.webUrl}/elsewhere`);
  assert.equal(answered, false);
  github.switches.token = null;
  assert.ok((await (await pending).json()).access_token);
});

test("faults are logged with their body like any request", async (t) => {
  const github = await start(t);
  github.switches.token = "resetBefore";
  await assert.rejects(attempt(github, "c0de"));
  assert.equal(new URLSearchParams(github.log.at(-1).body).get("code"), "c0de");
});

test("switches: unknown names and values throw", async (t) => {
  const { switches } = await start(t);
  assert.throws(() => {
    switches.tokn = "slow";
  }, /no switch is called "tokn"/);
  for (const [name, value] of [
    ["token", "html503"],
    ["iss", true],
    ["coop", "yes"],
    ["mode", "enterprise"],
    ["authorizeError", "yes"],
    ["deviceInterval", -1],
    ["deviceInterval", "5"],
    ["devicePolls", "slow_down"],
    ["devicePolls", ["slow down"]],
    ["user", "nobody"],
    ["pkceError", ""],
    ["tokenLifetime", 0],
    ["tokenLifetime", "2"],
    ["sso", "required"],
  ]) {
    assert.throws(() => {
      switches[name] = value;
    }, TypeError);
  }
  assert.deepEqual({ ...switches }, { ...DEFAULT_SWITCHES });
});

test("reset: switches, log, codes, tokens, grants and rate limits are as at the start", async (t) => {
  const github = await start(t);
  const { log } = github;
  const { access_token, refresh_token } = await signIn(github, { scope: "repo" });
  const code = await freshCode(github);
  await api(github, "/user");
  Object.assign(github.switches, { iss: "wrong", token: "html502", user: "jun-okafor" });
  github.reset();
  assert.deepEqual([log.length, { ...github.switches }], [0, { ...DEFAULT_SWITCHES }]);
  const refused = await api(github, "/user", access_token);
  assert.deepEqual([refused.status, refused.headers.get("x-ratelimit-used")], [401, "1"]);
  assert.equal((await refresh(github, refresh_token)).error, "bad_refresh_token");
  assert.equal((await exchange(github, code)).error, "bad_verification_code");
  assert.equal((await signIn(github)).scope, "");
  assert.ok(log.length > 0, "the same log array goes on");
});

test("close: ends held answers and frees both ports", async () => {
  const github = await startGithub({ apps: [app()] });
  github.switches.token = "slow";
  const pending = attempt(github, "c0de").then(
    (response) => response.text(),
    () => "broken off",
  );
  while (github.log.length === 0) await get(`${github.webUrl}/elsewhere`);
  await github.close();
  await pending;
  await assert.rejects(get(github.webUrl));
  await assert.rejects(get(github.apiUrl));
});

test("start: a taken port rejects and leaves nothing running", async (t) => {
  const blocker = createServer().listen(0, "127.0.0.1");
  await once(blocker, "listening");
  t.after(() => blocker.close());
  await assert.rejects(startGithub({ apps: [app()], apiPort: blocker.address().port }), {
    code: "EADDRINUSE",
  });
});
